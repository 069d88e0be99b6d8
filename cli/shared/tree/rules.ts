import type { Rule } from './rule.ts';
import { noAdministrators, rightsAreNamed } from './rules/access.ts';
import { policiesEnforce } from './rules/admission.ts';
import { accountsComeFirst, accountsMayApply, accountsMayNoMore } from './rules/applied-as.ts';
import { containersAreValid } from './rules/containers.ts';
import { documentsAreObjects } from './rules/documents.ts';
import { nothingPublic, receiversAreSigned } from './rules/exposure.ts';
import {
  aliasesLeadSomewhere,
  filesAreRegular,
  filesAreYaml,
  filesHaveUnixLines,
  wordsAreQuoted,
} from './rules/files.ts';
import { nothingIgnored, nothingSuspended, objectsFit, oneSource } from './rules/flux.ts';
import { imagesAreInOnePlace, imagesArePinned, imagesHaveOneVersion } from './rules/images.ts';
import { entriesAreHere, filesAreListed } from './rules/listed.ts';
import { filesAreMounted } from './rules/mounted-files.ts';
import { namesAreValid } from './rules/names.ts';
import { namespacesAreWritten, namespacesExist } from './rules/namespaces.ts';
import {
  networksAreEnforced,
  networksDenyByDefault,
  networksNameWhatTheyAllow,
  policiesFindPods,
} from './rules/network.ts';
import { referencesExist } from './rules/object-references.ts';
import { definitionsComeFirst, dependenciesEnd, oneOwner } from './rules/order.ts';
import { mountsHaveVolumes, podsFindWhatTheyName } from './rules/pod-references.ts';
import {
  namespacesRestrict,
  noHostAccess,
  podsAreRestricted,
  podsAreSealed,
  podsSayWhatTheyNeed,
} from './rules/pod-security.ts';
import { podsAreValid } from './rules/pods.ts';
import { bindingsFindRoles, rulesNameResources } from './rules/role-references.ts';
import { schedulesAreValid } from './rules/schedules.ts';
import { fitsSchemas, knowsKinds } from './rules/schema.ts';
import { noSecrets } from './rules/secrets.ts';
import { bindingsFindServices, probesFindPorts, servicesFindPods } from './rules/services.ts';
import { fieldsGoTogether } from './rules/together.ts';
import { valuesAreValid } from './rules/values.ts';
import { keysAreKnown } from './rules/well-known-keys.ts';
import { workloadsSelectTheirPods } from './rules/workloads.ts';

/** What holds of the files, whatever they mean. Where it does not, nothing is rendered. */
export const FILE_RULES: readonly Rule[] = [
  filesAreRegular,
  filesHaveUnixLines,
  filesAreYaml,
  aliasesLeadSomewhere,
  documentsAreObjects,
  wordsAreQuoted,
  entriesAreHere,
];

/** What each object is. Where that is wrong, nothing else is asked of any. */
export const SHAPE_RULES: readonly Rule[] = [noSecrets, knowsKinds, fitsSchemas];

/** What holds of the objects that Flux applies, each of which has the shape of its kind. */
export const OBJECT_RULES: readonly Rule[] = [
  filesAreListed,
  valuesAreValid,
  fieldsGoTogether,
  schedulesAreValid,
  containersAreValid,
  podsAreValid,
  namesAreValid,
  keysAreKnown,
  namespacesAreWritten,
  namespacesExist,
  oneOwner,
  definitionsComeFirst,
  dependenciesEnd,
  workloadsSelectTheirPods,
  mountsHaveVolumes,
  podsFindWhatTheyName,
  filesAreMounted,
  probesFindPorts,
  servicesFindPods,
  bindingsFindServices,
  referencesExist,
  bindingsFindRoles,
  rulesNameResources,
  policiesFindPods,
  objectsFit,
  nothingSuspended,
  nothingIgnored,
  oneSource,
  noAdministrators,
  rightsAreNamed,
  accountsComeFirst,
  accountsMayApply,
  accountsMayNoMore,
  nothingPublic,
  receiversAreSigned,
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
