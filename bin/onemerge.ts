#!/usr/bin/env -S node --import tsx
import { onemerge } from '../cli/program.ts';
import { run } from '../cli/run.ts';
import { guardOutput } from '../cli/shared/output.ts';
import { forgetCallersRepository } from '../cli/shared/own-repository.ts';

// Which Node.js future releases of AWS's SDK will need is for those who update it, not for those who run a command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

forgetCallersRepository();
guardOutput();
await run(onemerge, process.argv.slice(2));
