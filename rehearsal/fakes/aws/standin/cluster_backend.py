"""MiniStack asks Docker for a cluster; here the rehearsal answers in Docker's place with a real one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ministack.services import eks

from standin.real_cluster import RealCluster
from standin.sandbox import Sandbox

#: Longest wait for a control plane and its node, in seconds.
START_TIMEOUT = 240.0


def cluster_id(account: str, name: str) -> str:
    """What the rehearsal knows a cluster by: accounts may have clusters of the same name."""
    return f"{account}/{name}"


class ClusterBackend:
    """What stands where MiniStack looks for Docker: the few calls that its EKS makes."""

    def __init__(self, sandbox: Sandbox, ca: Path, kubectl: Path, folder: Path) -> None:
        self._sandbox = sandbox
        self._ca = ca
        self._clusters: dict[str, RealCluster] = {}
        self._endpoints: dict[int, str] = {}
        self.failures: dict[str, str] = {}
        self.commands = folder / "bin"
        self.commands.mkdir(parents=True, exist_ok=True)
        # MiniStack calls `kubectl`; the rehearsal's may be a link into a larger program.
        (self.commands / "kubectl").unlink(missing_ok=True)
        (self.commands / "kubectl").symlink_to(kubectl)

    @property
    def containers(self) -> ClusterBackend:
        """Docker's collection of containers; clusters are the only ones."""
        return self

    def get(self, identifier: str) -> RealCluster:
        """The cluster that MiniStack remembers by its id; raises KeyError when the rehearsal has none of that."""
        return self._clusters[identifier]

    def list(self, **_filters: Any) -> list[RealCluster]:
        """No cluster is left over from an earlier run: the rehearsal owns them."""
        return []

    def start(self, _client: Any, run: dict[str, Any], _registries: Any, webhook: bytes) -> RealCluster:
        """Asks the rehearsal for a cluster whose API server sends tokens to MiniStack's review."""
        account, region, name = _owner(webhook)
        identifier = cluster_id(account, name)
        record = eks._clusters.get_scoped(account, region, name)
        try:
            answer = self._sandbox.call(
                "POST",
                "/clusters",
                {
                    "account": account,
                    "name": name,
                    "version": record["version"],
                    "serviceCidr": record["kubernetesNetworkConfig"]["serviceIpv4Cidr"],
                    "authenticationWebhook": _server(webhook),
                    "certificateAuthority": str(self._ca),
                },
            )
        except Exception as error:
            self.failures[identifier] = str(error)
            raise
        cluster = RealCluster(
            id=identifier,
            name=name,
            endpoint=answer["endpoint"],
            authority=answer["certificateAuthority"],
            kubeconfig=answer["kubeconfig"],
            commands=self.commands,
            end=lambda: self.remove(identifier),
        )
        self._clusters[identifier] = cluster
        self._endpoints[int(run["ports"]["6443/tcp"])] = cluster.endpoint
        return cluster

    def remove(self, identifier: str) -> None:
        """Has the rehearsal remove a cluster."""
        self._sandbox.call("DELETE", f"/clusters/{identifier}")
        self._clusters.pop(identifier, None)

    def endpoint(self, port: int) -> str:
        """The API server's URL of the cluster that MiniStack gave this port; empty until it runs."""
        return self._endpoints.get(port, "")


def _server(webhook: bytes) -> str:
    found = re.search(r"server: (\S+)", webhook.decode())
    if found is None:
        raise ValueError("MiniStack's webhook configuration names no server")
    return found.group(1)


def _owner(webhook: bytes) -> tuple[str, str, str]:
    account, region, name = _server(webhook).split("/")[-4:-1]
    return account, region, name


def install(backend: ClusterBackend, host: str) -> None:
    """Puts the backend in Docker's place."""
    eks._get_docker = lambda: backend
    eks._get_ministack_network = lambda _client: None
    eks._k3s_registries_yaml = lambda *_arguments: None
    eks._k3s_gateway_host = lambda _client, _network: host
    eks._start_k3s_container = backend.start
    eks._extract_ca_cert = lambda cluster: cluster.authority
    eks._cluster_endpoint = backend.endpoint
