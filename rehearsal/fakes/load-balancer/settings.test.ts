import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TemplateResource } from '../../../test/support/fixtures.ts';
import { deployedGhost } from '../cloudfront/stack.ts';
import { groupSettings } from './settings.ts';

/** The settings of Ghost's target group, after a test has changed its properties. */
function ghost(change: (properties: TemplateResource['Properties']) => void = () => undefined) {
  const deployed = deployedGhost((resources) => {
    const [, group] = Object.entries(resources).find(([id]) => id.includes('GhostTargets')) ?? [];
    if (group) change(group.Properties);
  });
  const [, found] = [...groupSettings(deployed)].find(([arn]) => arn.includes('GhostTargets')) ?? [];
  assert.ok(found, 'a listener leads to the pods of Ghost');
  return found;
}

test('a pod that comes back, or hangs, is noticed within ten seconds, and a connection ends with the time that Ghost has', () => {
  const { healthCheck, draining } = ghost();
  const { matches, ...check } = healthCheck;
  const thresholds = { healthy: 2, unhealthy: 2 };
  assert.deepEqual(check, { protocol: 'HTTP', path: '/', listenerPort: 8080, interval: 5, timeout: 4, thresholds });
  assert.deepEqual([199, 200, 301, 399, 400, 503].filter(matches), [200, 301, 399]);
  assert.deepEqual(draining, { seconds: 30, terminates: true });
});

test('statuses may be listed', () => {
  const { healthCheck } = ghost((properties) => {
    properties.Matcher = { HttpCode: '200,301-308' };
  });
  assert.deepEqual([200, 201, 301, 308].filter(healthCheck.matches), [200, 301, 308]);
});

test('without attributes AWS drains for five minutes, and ends nothing', () => {
  const { draining } = ghost((properties) => {
    properties.TargetGroupAttributes = [];
  });
  assert.deepEqual(draining, { seconds: 300, terminates: false });
});

test('what AWS would refuse, and what the fake does not know, is an error that names the target group', () => {
  assert.throws(() => ghost((one) => (one.HealthCheckIntervalSeconds = 4)), /GhostTargets.*\n?.*HealthCheckInterval/s);
  assert.throws(() => ghost((one) => (one.HealthyThresholdCount = 1)), /GhostTargets.*HealthyThresholdCount/s);
  assert.throws(
    () => ghost((one) => (one.HealthCheckTimeoutSeconds = 6)),
    /AWS refuses a check that waits 6 s every 5 s/,
  );
  const sticky = { Key: 'stickiness.enabled', Value: 'true' };
  assert.throws(() => ghost((one) => one.TargetGroupAttributes.push(sticky)), /stickiness\.enabled is not emulated/);
});
