import { App } from 'aws-cdk-lib';

/**
 * An app whose templates are read and never deployed: no asset is copied, nothing is written but the templates, and AWS's
 * rules are left to the app that is deployed.
 * @param context as cdk.json gives it
 * @param outdir a folder of the caller's, who removes it
 */
export function templatesApp(context: Record<string, unknown>, outdir: string): App {
  return new App({
    context: { ...context, 'aws:cdk:disable-asset-staging': true },
    outdir,
    builtinCloudFormationValidation: false,
    stackTraces: false,
    treeMetadata: false,
  });
}
