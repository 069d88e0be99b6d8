import type { Rule } from './rule.ts';
import { noAdministrators, rightsAreNamed } from './rules/access.ts';
import { policiesEnforce } from './rules/admission.ts';
import { nothingPublic } from './rules/exposure.ts';
import { filesAreRegular, filesAreYaml, filesHaveUnixLines, wordsAreQuoted } from './rules/files.ts';
import { nothingIgnored, nothingSuspended, objectsFit, oneSource } from './rules/flux.ts';
import { imagesAreInOnePlace, imagesArePinned, imagesHaveOneVersion } from './rules/images.ts';
import { entriesAreHere, filesAreListed } from './rules/listed.ts';
import { namesAreValid } from './rules/names.ts';
import { namespacesAreWritten, namespacesExist } from './rules/namespaces.ts';
import { networksAreEnforced, networksDenyByDefault, networksNameWhatTheyAllow } from './rules/network.ts';
import { definitionsComeFirst, dependenciesEnd, oneOwner } from './rules/order.ts';
import {
  namespacesRestrict,
  noHostAccess,
  podsAreRestricted,
  podsAreSealed,
  podsSayWhatTheyNeed,
} from './rules/pod-security.ts';
import { fitsSchemas, knowsKinds } from './rules/schema.ts';
import { noSecrets } from './rules/secrets.ts';
import { workloadsSelectTheirPods } from './rules/workloads.ts';

/** What holds of the files, whatever they mean. Where it does not, nothing is rendered. */
export const FILE_RULES: readonly Rule[] = [
  filesAreRegular,
  filesHaveUnixLines,
  filesAreYaml,
  wordsAreQuoted,
  entriesAreHere,
];

/** What holds of the objects that Flux applies. */
export const OBJECT_RULES: readonly Rule[] = [
  filesAreListed,
  knowsKinds,
  fitsSchemas,
  namesAreValid,
  namespacesAreWritten,
  namespacesExist,
  oneOwner,
  definitionsComeFirst,
  dependenciesEnd,
  workloadsSelectTheirPods,
  objectsFit,
  nothingSuspended,
  nothingIgnored,
  oneSource,
  noSecrets,
  noAdministrators,
  rightsAreNamed,
  nothingPublic,
  imagesArePinned,
  imagesHaveOneVersion,
  imagesAreInOnePlace,
  namespacesRestrict,
  noHostAccess,
  podsAreRestricted,
  podsAreSealed,
  podsSayWhatTheyNeed,
  networksDenyByDefault,
  networksNameWhatTheyAllow,
  networksAreEnforced,
  policiesEnforce,
];
