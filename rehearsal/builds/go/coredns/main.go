// Command coredns is CoreDNS with the plugins that the rehearsal's cluster uses.
package main

import (
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"

	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/hosts"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/ready"
)

func init() {
	// The order in which they are set up and a query passes them.
	dnsserver.Directives = []string{"bind", "errors", "ready", "hosts", "kubernetes"}
}

func main() { coremain.Run() }
