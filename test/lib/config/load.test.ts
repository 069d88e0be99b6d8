import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '../../../lib/config/config-error.ts';
import { loadConfig } from '../../../lib/config/load.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A project's folder with other files than a config. */
function project(): string {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  folders.push(folder);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  mkdirSync(join(folder, 'lib'));
  writeFileSync(
    join(folder, 'lib/names.ts'),
    'export const name = (text: string) => {\n  throw new Error(text);\n};\n',
  );
  return folder;
}

/** What is said about a project's config. */
async function complaint(folder: string, seconds?: number): Promise<string> {
  const found = await loadConfig(undefined, pathToFileURL(join(folder, 'onemerge.config.ts')), seconds).catch(
    (error) => error,
  );
  assert.ok(found instanceof ConfigError, `expected a ConfigError, got ${found}`);
  return found.message;
}

describe('a config that cannot be used is one line with its place in the file', () => {
  const cases: [title: string, text: string, message: RegExp][] = [
    ['a bracket too early', "export default { name: 'x', region: }\n", /^onemerge\.config\.ts:1:37: Unexpected "}"$/],
    [
      'a text without its end',
      "export default {\n  name: 'a\n}",
      /^onemerge\.config\.ts:2:11: Unterminated string literal$/,
    ],
    ['what is no text at all', '\u0000', /^onemerge\.config\.ts:1:1: /],
    ['an error', "\n  throw new Error('no\\nluck');", /^onemerge\.config\.ts:2:9: no luck$/],
    [
      'a name that is not there',
      'export default defineConfig({})',
      /^onemerge\.config\.ts:1:16: defineConfig is not defined$/,
    ],
    [
      'an error of what it calls',
      "import { name } from './lib/names.ts';\nexport default { name: name('my-blog') };",
      /^onemerge\.config\.ts:2:24: my-blog$/,
    ],
    [
      'an import of a file that is not there',
      "// first\nimport x from './lib/nothing.ts';\nexport default x;",
      /^onemerge\.config\.ts:2:15: Cannot find module 'lib\/nothing\.ts' imported from onemerge\.config\.ts$/,
    ],
    [
      'an import of a package that is not installed',
      "import x from 'no-such-package/part';\nexport default x;",
      /^onemerge\.config\.ts:1:15: Cannot find package 'no-such-package'/,
    ],
    [
      'an import of a part of Node.js that is not there',
      "import x from 'node:nothing';\nexport default x;",
      /^onemerge\.config\.ts:1:15: No such/,
    ],
    [
      'an import of a name that a file does not have',
      "import {\n  nothing,\n} from './lib/names.ts';\nexport default nothing;",
      /^onemerge\.config\.ts:2:3: .* does not provide an export named 'nothing'$/,
    ],
    ['a secret', 'throw new Error("not ghp_0123456789abcdefghij");', /^onemerge\.config\.ts:1:7: not \*\*\*$/],
    ['an error without end', 'throw new Error("x".repeat(1e6));', /^onemerge\.config\.ts:1:7: x{2000}\.\.\.$/],
    ['a thrown text', "throw 'no luck';", /^onemerge\.config\.ts: it threw "no luck"$/],
    ['nothing thrown', 'throw undefined;', /^onemerge\.config\.ts: it threw undefined$/],
    [
      'an error that cannot be read',
      'throw Object.defineProperty({}, "message", { get() { throw 1; } });',
      /^onemerge\.config\.ts: it threw \{\}$/,
    ],
    [
      'the end of the command',
      'export default {\n  name: process.exit(0),\n};',
      /^onemerge\.config\.ts:2:17: process\.exit would end the command/,
    ],
    ['no default export', 'export const config = 1;', /^onemerge\.config\.ts: the default export is missing: write /],
    [
      'a promise',
      'export default Promise.resolve({});',
      /^onemerge\.config\.ts: the default export is a promise: write "await" in front of it$/,
    ],
    [
      'a promise that fails',
      'export default Promise.reject(new Error("no luck"));',
      /^onemerge\.config\.ts: the default export is a promise: write "await"/,
    ],
    [
      'a promise that nobody keeps',
      'export default new Promise(() => undefined);',
      /^onemerge\.config\.ts: the default export is a promise: write "await"/,
    ],
    [
      'what one could wait for',
      'export default { then() {} };',
      /^onemerge\.config\.ts: then is a function: unknown field; /m,
    ],
    ['no text', '', /^onemerge\.config\.ts: the default export is missing: write /],
  ];
  for (const [title, text, message] of cases) {
    test(title, async () => {
      const folder = project();
      writeFileSync(join(folder, 'onemerge.config.ts'), text);
      assert.match(await complaint(folder), message);
    });
  }

  test('an await that never ends', async () => {
    const folder = project();
    writeFileSync(join(folder, 'onemerge.config.ts'), 'await new Promise(() => undefined);\nexport default {};');
    assert.match(
      await complaint(folder, 0.01),
      /^onemerge\.config\.ts: an await at its top has not ended after 0\.01 s/,
    );
  });

  test('what it prints is not on standard output, where a program reads', async (t) => {
    const folder = project();
    writeFileSync(join(folder, 'onemerge.config.ts'), 'console.log("loud");\nprocess.exitCode = 7;\nexport default 1;');
    const stdout = t.mock.method(process.stdout, 'write');
    const stderr = t.mock.method(process.stderr, 'write', () => true);
    const said = await complaint(folder);
    const texts = (calls: readonly { readonly arguments: readonly unknown[] }[]) =>
      calls.map((call) => call.arguments[0]);
    const [out, err] = [texts(stdout.mock.calls), texts(stderr.mock.calls)];
    t.mock.restoreAll();
    assert.match(said, /the default export is 1/);
    assert.ok(!out.includes('loud\n'));
    assert.ok(err.includes('loud\n'));
    assert.notEqual(process.exitCode, 7);
  });

  const missing: [title: string, make: (path: string) => void][] = [
    ['a file that is not there', () => undefined],
    ['a folder in its place', (path) => mkdirSync(path)],
    ['a link to nothing in its place', (path) => symlinkSync('elsewhere.ts', path)],
  ];
  for (const [title, make] of missing) {
    test(title, async () => {
      const folder = project();
      make(join(folder, 'onemerge.config.ts'));
      assert.match(
        await complaint(folder),
        /^onemerge\.config\.ts: the file is missing: git checkout HEAD -- onemerge/,
      );
    });
  }
});
