import { App } from 'aws-cdk-lib';
import { PoliciesStack } from '../lib/bootstrap/policies-stack.ts';
import { chosenEnvironment } from '../lib/config/chosen-environment.ts';
import { loadConfig } from '../lib/config/load.ts';

// An app of its own: the policies stand before anything of bin/app.ts can be deployed. `onemerge bootstrap` runs it.
new PoliciesStack(new App(), 'Policies', await loadConfig(chosenEnvironment()));
