import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { described } from '../../lib/constructs/alarms/runbook.ts';
import { POD_MEASURES } from '../../lib/names.ts';
import { resources, settingsOf, templates, theOnly } from '../support/fixtures.ts';

const RUNBOOK = { owner: 'octo-org', name: 'blog', branch: 'main' };
const NAMESPACE = 'onemerge/pods/fixture';

const { Alarms, Ghost } = templates({ logs: { keepDays: 30, podMetrics: 'on' } });
const kept = templates({ logs: { keepDays: 30 } });
const filters = Object.values(resources(Alarms, 'AWS::Logs::MetricFilter')).map(({ Properties }) => Properties);
const dashboardOf = ({ Alarms: stack }: Pick<typeof kept, 'Alarms'>) =>
  JSON.stringify(theOnly(stack, 'AWS::CloudWatch::Dashboard').Properties.DashboardBody);

describe('metrics of pods', () => {
  test('are four, however many pods there are: none has a dimension', () => {
    const made = filters.map(({ MetricTransformations: [one, ...others] }) => {
      assert.deepEqual([others, one.Dimensions, one.MetricNamespace], [[], undefined, NAMESPACE]);
      return one.MetricName;
    });
    assert.deepEqual(made.toSorted(), Object.values(POD_MEASURES).toSorted());
    assert.equal(
      made.length,
      4,
      'each is 0.30 dollars a month: say so in docs/operations.md and in lib/config/config.ts',
    );
  });

  test('are taken from the one attribute of that name, where it is a number', () => {
    for (const { FilterPattern, MetricTransformations } of filters) {
      const [{ MetricName, MetricValue, DefaultValue }] = MetricTransformations;
      const [attribute] = Object.entries(POD_MEASURES).find(([, name]) => name === MetricName) ?? [];
      assert.deepEqual(
        [FilterPattern, MetricValue],
        [`{ $.attributes.${attribute} >= 0 }`, `$.attributes.${attribute}`],
      );
      assert.equal(DefaultValue, undefined, 'nothing was said is not nought');
    }
  });

  test('are taken from the group that keeps what pods write', () => {
    const [group] = Object.keys(resources(Ghost, 'AWS::Logs::LogGroup')).filter((id) => id.startsWith('Logs'));
    for (const { LogGroupName } of filters) {
      const { StackName, OutputName } = LogGroupName['Fn::GetStackOutput'];
      assert.deepEqual(
        [StackName, Ghost.findOutputs(OutputName)[OutputName]?.Value],
        ['fixture-ghost', { Ref: group }],
      );
    }
  });

  test('are on the dashboard, as the largest number of each period', () => {
    const body = dashboardOf({ Alarms });
    for (const name of Object.values(POD_MEASURES))
      assert.match(body, new RegExp(`${NAMESPACE.replaceAll('/', '\\/')}[^\\]]*${name}[^\\]]*Maximum`), name);
  });

  test('have the collector told to measure', () => assert.equal(settingsOf(Ghost).LOGS, 'metrics'));

  test('give the collector no right in AWS', () => {
    const policies = (template: typeof Ghost) =>
      Object.values(resources(template, 'AWS::IAM::Policy')).map(({ Properties }) => Properties);
    assert.deepEqual(policies(Ghost), policies(kept.Ghost));
  });

  test('leave the alarm on silence awake: lines of pods alone count, and not what the collector says every minute', () => {
    const alarms = Object.values(resources(Alarms, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
    const silent = alarms.find(({ AlarmDescription }) => AlarmDescription === described('logs silent', RUNBOOK));
    assert.deepEqual(
      [silent?.Namespace, silent?.MetricName, silent?.Dimensions, silent?.Statistic, silent?.TreatMissingData],
      [NAMESPACE, POD_MEASURES.restarts, undefined, 'SampleCount', 'breaching'],
    );
  });

  test('are not there unless the config asks for them', () => {
    assert.deepEqual(resources(kept.Alarms, 'AWS::Logs::MetricFilter'), {});
    assert.doesNotMatch(dashboardOf(kept), /onemerge\/pods/);
    assert.equal(settingsOf(kept.Ghost).LOGS, 'on');
  });
});
