import { bareFlux } from './benchmarks/bare-flux.ts';
import { gateMerges } from './benchmarks/gate-merges.ts';
import { growth } from './benchmarks/growth.ts';
import { mergeUnderLoad } from './benchmarks/merge-under-load.ts';
import { databaseRestart, mergeOfBothHalves, rollout } from './benchmarks/merges.ts';
import { gateCost, withoutWebhook, withWebhook } from './benchmarks/pushes.ts';
import { alarms } from './faults/alarms/alarms.ts';
import { DATABASE_FAULTS } from './faults/database/faults.ts';
import { deliveryFaults } from './faults/delivery/faults.ts';
import { eachStackFailed } from './faults/each-stack-failed.ts';
import { GATE_FAULTS } from './faults/gate/faults.ts';
import { randomFaults as randomScenarios } from './faults/random/random-faults.ts';
import { toldSecrets } from './faults/secrets/told-secrets.ts';
import { VERDICT_FAULTS } from './faults/verdict/faults.ts';
import { access } from './scenarios/access.ts';
import { blog, ghost } from './scenarios/blog.ts';
import { bounds } from './scenarios/bounds.ts';
import { connect } from './scenarios/connect.ts';
import { dashboard } from './scenarios/dashboard.ts';
import { databaseUser } from './scenarios/database-user.ts';
import { bootstrap, deploy, destroy, nothingToDo, replace, rollback } from './scenarios/deployments.ts';
import { doctorAfter, doctorUnconnected } from './scenarios/doctor/after-deploy.ts';
import { doctorBefore } from './scenarios/doctor/before-deploy.ts';
import { faults as ghostFaults } from './scenarios/ghost/faults.ts';
import { figures } from './scenarios/ghost/figures.ts';
import { firstStart } from './scenarios/ghost/first-start.ts';
import { lighthouse } from './scenarios/ghost/lighthouse.ts';
import { load } from './scenarios/ghost/load.ts';
import { mail } from './scenarios/ghost/mail.ts';
import type { Section } from './scenarios/ghost/section.ts';
import { strangers } from './scenarios/ghost/strangers.ts';
import { twoPods } from './scenarios/ghost/two-pods.ts';
import { upgrade } from './scenarios/ghost/upgrade.ts';
import { uploads } from './scenarios/ghost/uploads.ts';
import { visit } from './scenarios/ghost/visit.ts';
import { invalidation } from './scenarios/invalidation.ts';
import { manifestOnly, merge, nothing, review } from './scenarios/merge.ts';
import { pictures } from './scenarios/pictures.ts';
import { policies } from './scenarios/policies.ts';
import { failedFirst, protectedStacks, replacementRefused } from './scenarios/protection.ts';
import { postScenarios } from './scenarios/publish.ts';
import { addAService } from './scenarios/recipes/add-a-service.ts';
import { anotherAccount } from './scenarios/recipes/another-account/another-account.ts';
import { approval } from './scenarios/recipes/approval/approval.ts';
import { changeTheConfig } from './scenarios/recipes/change-the-config.ts';
import { chat } from './scenarios/recipes/chat.ts';
import { comesBack } from './scenarios/recipes/comes-back.ts';
import { domain } from './scenarios/recipes/domain.ts';
import { drift } from './scenarios/recipes/drift.ts';
import { environments } from './scenarios/recipes/environments/environments.ts';
import { firstDeploy } from './scenarios/recipes/first-deploy/first-deploy.ts';
import { fluxPage } from './scenarios/recipes/flux-page.ts';
import { foretold } from './scenarios/recipes/foretold/foretold.ts';
import { logs } from './scenarios/recipes/logs.ts';
import { mail as mailRecipe } from './scenarios/recipes/mail.ts';
import { podMetrics } from './scenarios/recipes/pod-metrics.ts';
import { privateKeys } from './scenarios/recipes/private-keys.ts';
import { privateMerge } from './scenarios/recipes/private-merge.ts';
import { privateReports } from './scenarios/recipes/private-reports.ts';
import { privateRepository } from './scenarios/recipes/private-repository.ts';
import { restore } from './scenarios/recipes/restore.ts';
import { signedCommits } from './scenarios/recipes/signed-commits.ts';
import { teardown } from './scenarios/recipes/teardown.ts';
import { themes } from './scenarios/recipes/themes.ts';
import { twoInstallations } from './scenarios/recipes/two-installations.ts';
import { upgradeFlux, versionsBefore } from './scenarios/recipes/upgrade-flux/upgrade-flux.ts';
import type { Preflight, Scenario } from './scenarios/scenario.ts';
import { status } from './scenarios/status.ts';
import { externalSecrets, validation } from './scenarios/validation.ts';
import { oneNode, workload } from './scenarios/workload.ts';
import type { Selftest } from './selftest/selftest.ts';
import { SELFTESTS } from './selftest/selftests.ts';

const { publish, kept, post } = postScenarios();
const { before, after } = pictures(post);

/** What `onemerge rehearse` runs first: it needs no AWS, and finds in seconds what would fail minutes later. */
export const PREFLIGHT: readonly Preflight[] = [validation, externalSecrets];

/** What `onemerge rehearse` runs. */
export const SCENARIOS: readonly Scenario[] = [
  bootstrap,
  doctorBefore,
  deploy,
  bounds,
  ...workload,
  ghost,
  blog,
  oneNode,
  doctorUnconnected,
  access,
  policies,
  databaseUser,
  nothingToDo,
  rollback,
  connect,
  doctorAfter,
  publish,
  invalidation,
  before,
  review,
  merge,
  after,
  manifestOnly,
  status,
  dashboard,
  nothing,
  protectedStacks,
  kept,
  replace,
  destroy,
];

/** From the first deployment to a blog that readers reach. */
const DEPLOYED: readonly Scenario[] = [deploy, bounds, ...workload, ghost, blog];

/** The shortest way to a blog that pull requests change. */
const SET_UP: readonly Scenario[] = [...DEPLOYED, connect, publish];
const RUNNING: readonly Scenario[] = [bootstrap, ...SET_UP];

/** Faults that come before the first deployment. */
const FIRST_FAULTS: readonly Scenario[] = [failedFirst, eachStackFailed];

/** Faults of deployments by hand: no pipeline is connected yet. */
const HAND_FAULTS: readonly Scenario[] = [replacementRefused];

/** Faults of a running blog, each of which must heal or be reported by name. */
const RUNNING_FAULTS: readonly Scenario[] = [
  ...deliveryFaults(kept),
  ...DATABASE_FAULTS,
  toldSecrets,
  alarms,
  ...VERDICT_FAULTS,
  ...GATE_FAULTS,
];

/** Faults in a sandbox. */
const FAULTS: readonly Scenario[] = [...FIRST_FAULTS, ...HAND_FAULTS, ...RUNNING_FAULTS];

/** What the documents tell people to do, each on its own. `teardown` ends it all. */
const RECIPES: readonly Scenario[] = [
  firstDeploy,
  addAService,
  themes,
  mailRecipe,
  chat,
  fluxPage,
  domain,
  restore,
  foretold,
  teardown,
];

/** Those that begin with a private repository, and run when they are named. */
const PRIVATE_RECIPES: readonly Scenario[] = [privateMerge, privateReports, privateKeys];

/** Recipes that run when they are named: they need what is built for them alone, or after them nothing is as others expect it. */
const NAMED_RECIPES: readonly Scenario[] = [
  changeTheConfig,
  drift,
  logs,
  podMetrics,
  signedCommits,
  environments,
  approval,
  comesBack(kept),
  anotherAccount({ kept, post }),
  twoInstallations,
  ...PRIVATE_RECIPES,
];

/** Those that begin with older versions, and run when they are named: before the others, which take the pinned ones. */
const UPGRADES: readonly Scenario[] = [upgradeFlux];

const EVERY_RECIPE: readonly Scenario[] = [...UPGRADES, ...RECIPES, ...NAMED_RECIPES];

/** What `--recipes` names. */
export const RECIPE_IDS: readonly string[] = EVERY_RECIPE.map(({ id }) => id);

/** What `--recipes` runs: the named recipes, or all that begin with a public repository. */
export function recipes(names: readonly string[]): Suite {
  const chosen = names.length === 0 ? RECIPES : EVERY_RECIPE.filter(({ id }) => names.includes(id));
  const areAmong = (list: readonly Scenario[]) => chosen.some((one) => list.includes(one));
  const pinned = areAmong(UPGRADES) ? [versionsBefore] : [];
  const first = [...pinned, bootstrap, ...(areAmong(PRIVATE_RECIPES) ? [privateRepository] : [])];
  // Keys are Flux's business alone: no blog is waited for.
  const setUp = chosen.every((one) => one === privateKeys) ? [deploy] : SET_UP;
  return { selftests: [], preflight: [], scenarios: [...first, ...setUp, ...chosen] };
}

/** What `--faults` names. */
export const FAULT_IDS: readonly string[] = [...SELFTESTS, ...FAULTS].map(({ id }) => id);

/** What `onemerge rehearse ghost` runs: the blog from every side, without AWS and without Flux. */
const GHOST: readonly Section[] = [firstStart, uploads, visit, mail, ghostFaults, strangers];

/** Sections that run when they are named: they measure and want the machine for themselves, want another Ghost built, or try what no merge does. */
const NAMED_GHOST: readonly Section[] = [upgrade, load, figures, lighthouse, twoPods];

/** What `rehearse ghost` names. */
export const GHOST_IDS: readonly string[] = [...GHOST, ...NAMED_GHOST].map(({ id }) => id);

/** Ghost's sections, the named ones or all that measure nothing, in their order. */
export function ghostSections(names: readonly string[]): Suite {
  const chosen = names.length === 0 ? GHOST : [...GHOST, ...NAMED_GHOST].filter(({ id }) => names.includes(id));
  return { selftests: [], preflight: [], scenarios: [], ghost: chosen };
}

/** What a rehearsal runs. */
export interface Suite {
  /** Before any sandbox exists, and without one if there are no scenarios. */
  readonly selftests: readonly Selftest[];
  /** In the sandbox, before the harness starts. */
  readonly preflight: readonly Preflight[];
  /** On the harness, in order; it starts only if there is a scenario. */
  readonly scenarios: readonly Scenario[];
  /** On Ghost's own harness; it is set when there is something, and then there are no scenarios. */
  readonly ghost?: readonly Section[];
}

/** What `--faults` runs: the named faults, or all. A sandbox is set up only for those that need one. */
export function faults(names: readonly string[]): Suite {
  const chosen = <T extends { readonly id: string }>(list: readonly T[]) =>
    names.length === 0 ? list : list.filter(({ id }) => names.includes(id));
  const [first, byHand, running] = [FIRST_FAULTS, HAND_FAULTS, RUNNING_FAULTS].map(chosen) as [
    Scenario[],
    Scenario[],
    Scenario[],
  ];
  const inOrder = [bootstrap, ...first, ...DEPLOYED, ...byHand, connect, publish, ...running, kept];
  const scenarios = chosen(FAULTS).length === 0 ? [] : inOrder;
  return { selftests: chosen(SELFTESTS), preflight: [], scenarios };
}

/** What `--random-faults` runs: as many mutations as asked for, on a running blog. */
export function randomFaults(count: number, seed: number): Suite {
  return { selftests: [], preflight: [], scenarios: [...RUNNING, ...randomScenarios(count, seed)] };
}

/**
 * First what involves the pipeline, which is stopped from `rollout` on, so that no build competes for the processor. The
 * one that a busy machine fails comes last.
 */
const BENCHMARKS: readonly Scenario[] = [
  mergeOfBothHalves,
  mergeUnderLoad,
  databaseRestart,
  gateMerges,
  rollout,
  withoutWebhook,
  gateCost,
  bareFlux,
  withWebhook,
  growth,
];

/** What `--benchmarks` names. */
export const BENCHMARK_IDS: readonly string[] = BENCHMARKS.map(({ id }) => id);

/** What `--benchmarks` runs: the named benchmarks, or all. */
export function benchmarks(names: readonly string[]): Suite {
  const chosen = names.length === 0 ? BENCHMARKS : BENCHMARKS.filter(({ id }) => names.includes(id));
  return { selftests: [], preflight: [], scenarios: [...RUNNING, ...chosen, kept] };
}
