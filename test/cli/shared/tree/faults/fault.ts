import type { Tree } from '../../../../../cli/shared/tree/tree.ts';

/** What is done to the tree, and what some rule says of it: where, and in which words. */
export type BreaksRule = readonly [title: string, tree: () => Tree, where: RegExp, what: RegExp];

/** An object of the namespace ghost as YAML. @param rest its other fields @param namespace '' for an object of the cluster */
export const object = (apiVersion: string, kind: string, rest = '', namespace = 'ghost') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: extra${namespace && `, namespace: ${namespace}`} }\n${rest}`;

/** @param spec of its pods */
export const deployment = (spec: string) =>
  object(
    'apps/v1',
    'Deployment',
    `spec: { selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: ${spec} } }`,
  );

/** @param spec of its pods */
export const cronJob = (spec: string) =>
  object(
    'batch/v1',
    'CronJob',
    `spec: { schedule: "* * * * *", jobTemplate: { spec: { template: { spec: ${spec} } } } }`,
  );

/** @param spec of the policy, without the braces */
export const policy = (spec: string) =>
  object('networking.k8s.io/v1', 'NetworkPolicy', `spec: { podSelector: { matchLabels: { a: b } }, ${spec} }`);

/** Ghost's folder. */
export const GHOST = 'gitops/apps/ghost';
