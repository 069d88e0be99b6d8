"""Everything that is added to MiniStack or changed in it, in one place."""

from __future__ import annotations

from importlib.metadata import version

from standin import (
    alarms,
    backup_copies,
    backup_vaults,
    boundaries,
    buckets,
    builds,
    cluster_access,
    cluster_backend,
    clusters,
    conditions,
    connections,
    database_servers,
    databases,
    distribution_names,
    drift,
    execution_roles,
    failed_creations,
    file_backups,
    file_systems,
    handlers,
    late_answers,
    load_balancers,
    log_counts,
    log_groups,
    log_lines,
    managed_keys,
    metric_filters,
    metric_namespaces,
    networks,
    offers,
    output_changes,
    outputs_elsewhere,
    pipelines,
    principal_arns,
    quotas,
    recorded_types,
    secrets,
    snapshot_copies,
    stack_policies,
    stack_rules,
    subscriptions,
    taken_names,
    update_events,
    validation,
    vpc_origins,
)
from standin.sandbox import Sandbox
from standin.settings import Settings

#: The changes below reach into MiniStack's internals, so they hold for this version alone.
MINISTACK_VERSION = "1.5.33"


class WrongVersionError(RuntimeError):
    """Another MiniStack is installed than the one this was written for."""


def install(settings: Settings) -> None:
    """Extends the imported MiniStack; call it once, before it serves. Raises WrongVersionError."""
    found = version("ministack")
    if found != MINISTACK_VERSION:
        raise WrongVersionError(
            f"ministack {found} is installed, {MINISTACK_VERSION} is needed: pip install -r requirements.txt"
        )
    region = settings.region
    sandbox = Sandbox(settings.clusters_url, cluster_backend.START_TIMEOUT)
    backend = cluster_backend.ClusterBackend(sandbox, settings.ca, settings.kubectl, settings.temporary)
    cluster_backend.install(backend, settings.host)
    clusters.install(backend)
    cluster_access.install(region)
    databases.install(_database_servers(settings))
    files = file_systems.Files(settings.files)
    file_systems.install(files)
    file_backups.install(files)
    backup_vaults.install()
    backup_copies.install()
    managed_keys.install()
    snapshot_copies.install()
    secrets.install()
    boundaries.install()
    principal_arns.install()
    buckets.install()
    networks.install(region)
    load_balancers.install()
    connections.install(region)
    pipelines.install(region)
    builds.install()
    quotas.install()
    offers.install()
    subscriptions.install()
    alarms.install()
    metric_namespaces.install()
    log_groups.install()
    log_counts.install()
    log_lines.install()
    metric_filters.install()
    recorded_types.install(region)
    vpc_origins.install()
    distribution_names.install()
    conditions.install()
    output_changes.install()
    outputs_elsewhere.install()
    stack_rules.install()
    update_events.install()
    failed_creations.install()
    stack_policies.install()
    validation.install()
    execution_roles.install()
    late_answers.install()
    taken_names.install()
    drift.install()
    handlers.run_blocking_types_on_threads()


def _database_servers(settings: Settings) -> database_servers.DatabaseServers:
    if not settings.databases_url:
        return database_servers.MetadataOnly()
    return database_servers.SandboxServers(Sandbox(settings.databases_url, database_servers.DATABASE_TIMEOUT))
