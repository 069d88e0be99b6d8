import { endOfBuild, notApproved } from '../../doctor/after/execution.ts';
import { outputOf } from '../../doctor/after/standing.ts';
import { bad, good, warning } from '../../doctor/check.ts';
import { short } from '../../verify/names.ts';
import { age } from '../age.ts';
import type { Row } from '../asked.ts';

/** What the pipeline does now, and how its latest execution ended. */
export const pipeline: Row = {
  id: 'pipeline',
  title: 'The latest execution has ended well, or runs',
  find: async (asked) => {
    const name = await outputOf(asked, 'pipeline', 'PipelineName');
    const [latest] = await asked.executions();
    if (latest === undefined) return bad(`${name} has never run`, 'npx onemerge connect');
    const unapproved = notApproved(latest, asked.config);
    if (unapproved) return warning(unapproved.text, unapproved.help);
    const of = latest.commit === undefined ? latest.id : short(latest.commit.hash);
    const text = `the execution of ${of} is ${latest.status}, ${age(latest.updatedAt, asked.now)}`;
    if (latest.status === 'Succeeded' || latest.status === 'InProgress') return good(text);
    return (latest.status === 'Failed' ? bad : warning)(text, endOfBuild(asked.account.region, name));
  },
};
