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
	"strings"

	"github.com/fluxcd/pkg/envsubst"
	"github.com/fluxcd/pkg/kustomize"
	"github.com/fluxcd/pkg/sourceignore"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// request is either Text with Values, or Root and Path with a Kustomization, or Root alone: what an artifact of it holds.
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
	Files   []string          `json:"files,omitempty"`
	Error   string            `json:"error,omitempty"`
}

// artifact lists what source-controller puts into an archive of a folder.
func artifact(root string) answer {
	domain := strings.Split(root, string(filepath.Separator))
	patterns, err := sourceignore.LoadIgnorePatterns(root, domain)
	if err != nil {
		return answer{Error: err.Error()}
	}
	matcher := sourceignore.NewDefaultMatcher(patterns, domain)
	if len(patterns) > 0 {
		matcher = sourceignore.NewMatcher(append(sourceignore.VCSPatterns(domain), patterns...))
	}
	files := []string{}
	err = filepath.Walk(root, func(path string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		if info.Mode().IsRegular() && !matcher.Match(strings.Split(path, string(filepath.Separator)), false) {
			relative, _ := filepath.Rel(root, path)
			files = append(files, relative)
		}
		return nil
	})
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Files: files}
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
		} else if asked.Kustomization == nil {
			result = artifact(asked.Root)
		} else {
			result = build(asked)
		}
		written, _ := json.Marshal(result)
		fmt.Println(string(written))
	}
}
