import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openRemnants } from '../../../cli/destroy/remnants.ts';
import { clientSettings } from '../../../cli/shared/client-settings.ts';
import { FakeServer } from '../verify/fakes/http.ts';

const OF_A_STACK = '<tagSet><item><key>aws:cloudformation:stack-name</key><value>other</value></item></tagSet>';
const eni = (id: string, status: string, more = '') =>
  `<item><networkInterfaceId>${id}</networkInterfaceId><status>${status}</status><description>AWS Lambda VPC ENI</description>${more}</item>`;
const group = (id: string, name: string, more = '') =>
  `<item><groupId>${id}</groupId><groupName>${name}</groupName>${more}</item>`;
const target = (name: string, vpc: string, balancers = '') =>
  `<member><TargetGroupArn>arn:${name}</TargetGroupArn><TargetGroupName>${name}</TargetGroupName><VpcId>${vpc}</VpcId><LoadBalancerArns>${balancers}</LoadBalancerArns></member>`;

const ANSWERS: Readonly<Record<string, string>> = {
  DescribeNetworkInterfaces: `<networkInterfaceSet>${eni('eni-free', 'available')}${eni('eni-used', 'in-use')}${eni('eni-other', 'available', OF_A_STACK)}</networkInterfaceSet>`,
  DescribeSecurityGroups: `<securityGroupInfo>${group('sg-1', 'default')}${group('sg-2', 'CloudFront-VPCOrigins-Service-SG')}${group('sg-3', 'eks-cluster-sg-blog-123')}${group('sg-4', 'eks-cluster-sg-blog-two-123')}${group('sg-5', 'blog-ghost-Nodes')}</securityGroupInfo>`,
  DescribeTargetGroups: `<DescribeTargetGroupsResult><TargetGroups>${target('k8s-shop', 'vpc-1')}${target('k8s-used', 'vpc-1', '<member>arn:balancer</member>')}${target('k8s-elsewhere', 'vpc-2')}${target('blog-G-Ghost', 'vpc-1')}</TargetGroups></DescribeTargetGroupsResult>`,
};

let server: FakeServer;
before(async () => {
  server = await FakeServer.start(({ body }) => {
    const action = new URLSearchParams(body).get('Action') ?? '';
    return { type: 'text/xml', body: `<${action}Response>${ANSWERS[action] ?? ''}</${action}Response>` };
  });
});
after(() => server.stop());

const remnants = () => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const settings = { ...clientSettings('eu-west-1', credentials), endpoint: server.url, maxAttempts: 1 };
  return openRemnants('blog', settings);
};
const asked = () => server.requests.map(({ body }) => new URLSearchParams(body));

describe('what AWS has left in the VPC of a destroyed blog', () => {
  test('is found by the VPC and by the names that AWS gives, and nothing of a stack, of another blog or VPC', async () => {
    const found = await remnants().find('vpc-1');
    assert.deepEqual(
      found.map(({ id, inUse }) => (inUse ? `${id}, in use` : id)),
      ['arn:k8s-shop', 'arn:k8s-used, in use', 'eni-free', 'eni-used, in use', 'sg-2', 'sg-3'],
    );
  });

  test('is asked for in that VPC alone', () => {
    const filtered = asked().filter((one) => /^Describe(Network|Security)/.test(one.get('Action') ?? ''));
    assert.equal(filtered.length, 2);
    for (const one of filtered)
      assert.deepEqual([one.get('Filter.1.Name'), one.get('Filter.1.Value.1')], ['vpc-id', 'vpc-1']);
  });

  test('is deleted by its own call, each by its id', async () => {
    const { remove } = remnants();
    await remove({ kind: 'target group', id: 'arn:k8s-shop', name: '', inUse: false });
    await remove({ kind: 'network interface', id: 'eni-free', name: '', inUse: false });
    await remove({ kind: 'security group', id: 'sg-2', name: '', inUse: false });
    assert.deepEqual(
      asked()
        .slice(-3)
        .map((one) => [
          one.get('Action'),
          one.get('TargetGroupArn') ?? one.get('NetworkInterfaceId') ?? one.get('GroupId'),
        ]),
      [
        ['DeleteTargetGroup', 'arn:k8s-shop'],
        ['DeleteNetworkInterface', 'eni-free'],
        ['DeleteSecurityGroup', 'sg-2'],
      ],
    );
  });
});
