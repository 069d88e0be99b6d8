import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { parseConfig } from '../../../lib/config/parse.ts';
import { complaints } from '../../support/config-complaints.ts';
import { configInput } from '../../support/fixtures.ts';

describe('a region with a zone that AWS refuses', () => {
  const regions = [
    ['us-east-1', 'use1-az3'],
    ['us-west-1', 'usw1-az2'],
    ['ca-central-1', 'cac1-az3'],
    ['ap-northeast-1', 'apne1-az3'],
    ['ap-northeast-2', 'apne2-az1'],
  ] as const;
  for (const [region, zone] of regions) {
    test(`wants its zones named, and says how to find them: ${region}`, () => {
      const [line = '', ...others] = complaints({ ...configInput(), region });
      assert.deepEqual(others, []);
      assert.match(line, /availabilityZones is missing: EKS or CloudFront refuses the zone/);
      assert.ok(line.includes(`describe-availability-zones --region ${region} `), line);
      assert.ok(line.includes(`ZoneId!=\`${zone}\``), line);
    });

    test(`is accepted with zones: ${region}`, () => {
      const availabilityZones = [`${region}a`, `${region}b`];
      assert.deepEqual(complaints({ ...configInput(), region, availabilityZones }), []);
    });
  }
});

describe('a region', () => {
  const elsewhere = RegionInfo.regions.filter(({ partition }) => partition !== 'aws').map(({ name }) => name);
  assert.ok(elsewhere.length > 4, elsewhere.join());
  for (const region of elsewhere) {
    test(`of another partition is refused: ${region}`, () => {
      assert.match(
        complaints({ ...configInput(), region })[0] ?? '',
        /use a region of the partition "aws": the blog needs/,
      );
    });

    test(`of another partition is refused whatever the reason: ${region}`, () => {
      const reasoned = { name: region, reason: 'We are at home there' };
      const [line = ''] = complaints({ ...configInput(), region: reasoned });
      assert.match(line, /^onemerge\.config\.ts: region is .* with a region of the partition "aws"$/);
    });
  }

  test('with a reason is the plain name for everything behind the config', () => {
    const region = { name: 'ap-northeast-3', reason: 'AWS added connections there' };
    assert.equal(parseConfig({ ...configInput(), region }).region, 'ap-northeast-3');
  });
});
