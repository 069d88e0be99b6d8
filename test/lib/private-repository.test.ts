import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { madeBy, resources, templates } from '../support/fixtures.ts';

const MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';
const ASSOCIATION = 'AWS::EKS::PodIdentityAssociation';

const app = { id: 1234567, installation: 7654321 };
const { Flux: flux, Ghost: ghost } = templates({ repository: { owner: 'octo-org', name: 'blog', app } });
const resourceSet = madeBy(flux, MANIFEST, 'Credentials');
const [{ spec }] = JSON.parse(resourceSet.Properties.Manifest);
const [first, second] = spec.steps;

const ofKind = (step: { readonly resources: { readonly kind: string }[] }, kind: string) =>
  // biome-ignore lint/suspicious/noExplicitAny: manifests are untyped
  step.resources.find((one) => one.kind === kind) as any;

describe('a private repository', () => {
  test('is fetched by Flux as the GitHub App', () => {
    const [instance] = JSON.parse(madeBy(flux, MANIFEST, 'FluxInstance').Properties.Manifest);
    assert.deepEqual([instance.spec.sync.provider, instance.spec.sync.pullSecret], ['github', 'github-app']);
  });

  test('has the keys in its Secret that Flux reads, and no key in the template', () => {
    const { target, data } = ofKind(second, 'ExternalSecret').spec;
    assert.deepEqual(target, {
      name: 'github-app',
      template: {
        data: {
          githubAppID: '1234567',
          githubAppInstallationID: '7654321',
          githubAppPrivateKey: '{{ .privateKey }}',
        },
      },
    });
    assert.deepEqual(data[0].remoteRef, { key: 'fixture/github-app', property: 'privateKey' });
    assert.doesNotMatch(JSON.stringify(flux.toJSON()), /BEGIN|resolve:secretsmanager/);
  });

  test('has External Secrets before Flux needs it, in the version of the tree, and its kinds before their objects', () => {
    assert.deepEqual(
      first.resources.map(({ kind }: { kind: string }) => kind),
      ['Namespace', 'OCIRepository', 'HelmRelease'],
    );
    assert.match(ofKind(first, 'OCIRepository').spec.ref.tag, /^\d+\.\d+\.\d+$/);
    assert.deepEqual(
      second.resources.map(({ kind }: { kind: string }) => kind),
      ['SecretStore', 'ExternalSecret'],
    );
  });

  test('gives the pods that read secrets their rights before they start', () => {
    const association = madeBy(flux, ASSOCIATION, 'Credentials');
    const { serviceAccount } = ofKind(first, 'HelmRelease').spec.values;
    assert.equal(association.Properties.ServiceAccount, serviceAccount.name);
    const associations = Object.keys(resources(flux, ASSOCIATION));
    assert.ok(resourceSet.DependsOn?.some((id) => associations.includes(id)));
  });

  test('leaves External Secrets one identity, whose ServiceAccount is not that of a public repository', () => {
    const accounts = (template: typeof ghost) =>
      Object.values(resources(template, ASSOCIATION))
        .filter(({ Properties }) => Properties.Namespace === 'external-secrets')
        .map(({ Properties }) => Properties.ServiceAccount);
    assert.deepEqual([accounts(flux), accounts(ghost)], [['early-external-secrets'], []]);
    const { Flux: publicFlux, Ghost: publicGhost } = templates();
    assert.deepEqual([accounts(publicFlux), accounts(publicGhost)], [[], ['external-secrets']]);
  });

  test("adds the rights of Ghost's secrets where these are made, so that neither stack waits for the other", () => {
    const { Roles, PolicyDocument } = madeBy(ghost, 'AWS::IAM::Policy', 'SecretsReader').Properties;
    assert.match(JSON.stringify(Roles), /Fn::GetStackOutput/);
    assert.doesNotMatch(JSON.stringify(PolicyDocument.Statement), /"\*"/);
  });

  test('lets its key be read, and no other secret by a name', () => {
    const [{ Resource }] = madeBy(flux, 'AWS::IAM::Policy', 'Credentials').Properties.PolicyDocument.Statement;
    assert.match(JSON.stringify(Resource), /:secret:fixture\/github-app-\?{6}"/);
  });

  test('keeps External Secrets, and what it made, when the tree or CDK takes it over', () => {
    assert.deepEqual(spec.commonMetadata.annotations, {
      'fluxcd.controlplane.io/prune': 'disabled',
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    });
  });

  test('tells the tree that CDK installs External Secrets, and a public one says nothing', () => {
    const text = (template: typeof ghost) => JSON.stringify(madeBy(template, MANIFEST, 'Settings').Properties.Manifest);
    assert.match(text(ghost), /EXTERNAL_SECRETS_BY\\?":\\?"cdk/);
    assert.doesNotMatch(text(templates().Ghost), /EXTERNAL_SECRETS_BY/);
  });
});

describe('an App that says on GitHub how merges ended', () => {
  /** What the build may read of Secrets Manager. */
  const secretsOf = (reports: 'on' | 'off') =>
    Object.values(
      resources(
        templates({ repository: { owner: 'octo-org', name: 'blog', app: { ...app, reports } } }).Pipeline,
        'AWS::IAM::Policy',
      ),
    )
      .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref.startsWith('DeployRole')))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => JSON.stringify(Action).includes('secretsmanager:'))
      .map(({ Resource }) => JSON.stringify(Resource));

  test('lets the build read its key, and no other secret', () => {
    const [key = '', ...others] = secretsOf('on');
    assert.match(key, /:secret:fixture\/github-app-\?{6}"/);
    assert.deepEqual(others, []);
  });

  test('is off by default, and then the build reads no secret and the templates are the same', () => {
    assert.deepEqual(secretsOf('off'), []);
    const { Pipeline } = templates({ repository: { owner: 'octo-org', name: 'blog', app } });
    assert.doesNotMatch(JSON.stringify(Pipeline.toJSON()), /github-app/);
  });
});
