import { objectRule, type Rule } from '../rule.ts';

// What the API server checks of names and labels outside the schemas:
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/

/** A label of DNS: names of namespaces, containers and volumes. */
export const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const PATH_SEGMENT = /^(?!\.\.?$)[^/%]+$/;
const QUALIFIED = /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

const SHAPES: Readonly<Record<string, readonly [RegExp, string]>> = {
  Namespace: [LABEL, 'lower-case letters, digits and dashes, 63 at most'],
  Service: [LABEL, 'lower-case letters, digits and dashes, 63 at most'],
  Role: [PATH_SEGMENT, 'no slash and no per cent sign'],
  RoleBinding: [PATH_SEGMENT, 'no slash and no per cent sign'],
  ClusterRole: [PATH_SEGMENT, 'no slash and no per cent sign'],
  ClusterRoleBinding: [PATH_SEGMENT, 'no slash and no per cent sign'],
};
const USUAL = [SUBDOMAIN, 'lower-case letters, digits, dashes and dots'] as const;

/** Names and labels in the characters that Kubernetes allows. */
export const namesAreValid: Rule = objectRule('names objects and labels as Kubernetes allows', ({ object }, fault) => {
  const { name, namespace, labels = {}, annotations = {} } = object.metadata;
  const [shape, words] = SHAPES[object.kind] ?? USUAL;
  if (!shape.test(String(name))) fault(['metadata', 'name'], `is ${JSON.stringify(name)}`, `write ${words}`);
  if (namespace !== undefined && !LABEL.test(String(namespace)))
    fault(['metadata', 'namespace'], `is ${JSON.stringify(namespace)}`, 'write lower-case letters, digits and dashes');
  for (const [key, value] of Object.entries(labels)) {
    if (!QUALIFIED.test(key) || !LABEL_VALUE.test(String(value)))
      fault(['metadata', 'labels', key], `is ${key}=${value}`, 'write letters, digits, -, _ and ., 63 at most');
  }
  for (const key of Object.keys(annotations).filter((one) => !QUALIFIED.test(one)))
    fault(['metadata', 'annotations', key], 'is no name of an annotation', 'write PREFIX/NAME or NAME');
});
