import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG } from '../../harness/project.ts';
import type { Scenario } from '../scenario.ts';
import { UNREAD } from '../unread.ts';
import { setField } from './config-line.ts';
import { hookUnchanged, leadsTo, nothingLeft, servesItself, tookEveryPush } from './domain-checks.ts';
import { domainSteps, mergeConfig } from './domain-steps.ts';
import { runCommands } from './run-blocks.ts';

const DOCUMENT = 'docs/operations.md';
const [BLOG, WWW, OTHER] = ['blog.example.com', 'www.blog.example.com', 'new.example.com'];

/** The blog gets a name, another one, and none again, as the document says. */
export const domain: Scenario = {
  id: 'domain',
  title: `${DOCUMENT}: a domain of one's own, another one, and none again`,
  unread: UNREAD.address,
  run: async (harness) => {
    const { own, commands, cleanUp } = await domainSteps(harness);
    const cloudFront = new URL((await harness.site()).url).host;
    const before = readFileSync(join(harness.project.folder, CONFIG), 'utf8');
    const since = harness.github.fake.deliveries.length;
    const told: string[] = [];
    const merge = async (branch: string, text: string, first: readonly string[]) =>
      told.push(await mergeConfig(harness, branch, text, first));

    await merge('own-domain', setField(before, own), commands);
    await servesItself(harness, BLOG);
    await leadsTo(harness, BLOG, [WWW, cloudFront]);
    await hookUnchanged(harness);

    const another = own.replace(`name: '${BLOG}'`, `name: '${OTHER}'`).replace(WWW, BLOG);
    await merge('another-domain', setField(before, another), commands);
    await servesItself(harness, OTHER);
    await leadsTo(harness, OTHER, [BLOG, cloudFront]);

    // The rights are taken away after the merge that removes the records.
    await merge('no-domain', before, []);
    await servesItself(harness, cloudFront);
    await hookUnchanged(harness);
    await runCommands(harness, cleanUp);
    const pushes = tookEveryPush(harness, since);
    await nothingLeft(harness);
    return `${BLOG}, ${OTHER}, ${cloudFront}: ${told.join('; ')}; ${pushes} pushes at CloudFront's name; no record and no stack is left`;
  },
};
