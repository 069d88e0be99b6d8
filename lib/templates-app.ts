import { App } from 'aws-cdk-lib';

/**
 * An app whose templates are read and never deployed: no asset is copied, and nothing is written but the templates.
 * @param context as cdk.json gives it
 * @param outdir a folder of the caller's, who removes it
 * @param validated asks the CDK's own validation as well, two seconds of processor time that are left to the app that is deployed
 */
export function templatesApp(context: Record<string, unknown>, outdir: string, validated = false): App {
  return new App({
    context: { ...context, 'aws:cdk:disable-asset-staging': true },
    outdir,
    // The CDK synthesizes when the process ends where its command line started it, into a folder that is gone by then.
    autoSynth: false,
    builtinCloudFormationValidation: validated,
    stackTraces: false,
    treeMetadata: false,
  });
}
