import { App } from 'aws-cdk-lib';
import { DISABLE_ASSET_STAGING_CONTEXT, DISABLE_CREATION_STACK_TRACES } from 'aws-cdk-lib/cx-api';

/**
 * An app whose templates are read and never deployed: no asset is copied, and nothing is written but the templates.
 * @param context as cdk.json gives it
 * @param outdir a folder of the caller's, who removes it
 * @param validated asks the CDK's own validation as well, two seconds of processor time that are left to the app that is deployed
 */
export function templatesApp(context: Record<string, unknown>, outdir: string, validated = false): App {
  return new App({
    context: {
      ...context,
      [DISABLE_ASSET_STAGING_CONTEXT]: true,
      // Where each construct was made is told of the app that is deployed. It takes a seventh of a synthesis.
      [DISABLE_CREATION_STACK_TRACES]: true,
    },
    outdir,
    // The CDK synthesizes when the process ends where its command line started it, into a folder that is gone by then.
    autoSynth: false,
    builtinCloudFormationValidation: validated,
    stackTraces: false,
    treeMetadata: false,
  });
}
