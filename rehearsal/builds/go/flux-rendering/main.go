// Command flux-rendering answers what Flux's own code makes of a text or of a folder: one JSON request a line on
// standard input, one JSON answer a line on standard output. The renderer of the product is compared with it.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/fluxcd/pkg/envsubst"
	"github.com/fluxcd/pkg/kustomize"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// request is either Text with Values, or Root and Path with a Kustomization.
type request struct {
	Text          *string           `json:"text"`
	Values        map[string]string `json:"values"`
	Root          string            `json:"root"`
	Path          string            `json:"path"`
	Kustomization map[string]any    `json:"kustomization"`
}

// answer holds what Flux would go on with, or why it would not.
type answer struct {
	Text    *string           `json:"text,omitempty"`
	Objects []json.RawMessage `json:"objects,omitempty"`
	Error   string            `json:"error,omitempty"`
}

// substitute does what kustomize-controller does with the text of one object.
func substitute(text string, values map[string]string) (result answer) {
	defer func() {
		if reason := recover(); reason != nil {
			result = answer{Error: fmt.Sprint(reason)}
		}
	}()
	output, err := envsubst.Eval(text, func(name string) (string, bool) {
		value, exists := values[name]
		return value, exists
	})
	if err != nil {
		return answer{Error: err.Error()}
	}
	data, err := yaml.YAMLToJSON([]byte(output))
	if err != nil {
		return answer{Text: &output, Error: err.Error()}
	}
	return answer{Text: &output, Objects: []json.RawMessage{data}}
}

// build does what kustomize-controller does with a folder of an artifact, without a cluster.
func build(asked request) (result answer) {
	defer func() {
		if reason := recover(); reason != nil {
			result = answer{Error: fmt.Sprint(reason)}
		}
	}()
	object := unstructured.Unstructured{Object: asked.Kustomization}
	folder := filepath.Join(asked.Root, asked.Path)
	if _, err := os.Stat(folder); err != nil {
		return answer{Error: err.Error()}
	}
	if _, err := kustomize.NewGenerator(asked.Root, object).WriteFile(folder); err != nil {
		return answer{Error: err.Error()}
	}
	resources, err := kustomize.SecureBuild(asked.Root, folder, false)
	if err != nil {
		return answer{Error: err.Error()}
	}
	for _, resource := range resources.Resources() {
		substituted, err := kustomize.SubstituteVariables(context.Background(), nil, object, resource,
			kustomize.SubstituteWithDryRun(true), kustomize.SubstituteWithStrict(true))
		if err != nil {
			return answer{Error: err.Error()}
		}
		if substituted == nil {
			substituted = resource
		}
		data, err := substituted.MarshalJSON()
		if err != nil {
			return answer{Error: err.Error()}
		}
		result.Objects = append(result.Objects, data)
	}
	return result
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var asked request
		result := answer{}
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			result.Error = err.Error()
		} else if asked.Text != nil {
			result = substitute(*asked.Text, asked.Values)
		} else {
			result = build(asked)
		}
		written, _ := json.Marshal(result)
		fmt.Println(string(written))
	}
}
