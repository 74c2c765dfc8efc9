import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { casesFor, profileNames } from '@countersign/contract';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { credentialsFile } from '../contract/contract-command.ts';
import { blocksOf, rowsOf } from '../support/document.ts';
import { repository } from '../support/running-program.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const page = 'docs/contract.md';
const sandbox = runningSandbox({ tlsPort: false });

/** A line of the page, on the command of this repository. */
function shell(line: string) {
  const command = `'${process.execPath}' --conditions=@countersign/source packages/cli/src/main.ts`;
  return promisify(execFile)('sh', ['-c', line.replace(/^countersign/, command)], { cwd: repository });
}

const lines = blocksOf(page, 'sh').flatMap((block) => block.trim().split('\n'));
const [credentials = ''] = blocksOf(page, 'json');

test.each(['README.md', page])(
  'the first line of %s runs, with the credentials of the page',
  async (from) => {
    const line = blocksOf(from, 'sh')
      .flatMap((block) => block.split('\n'))
      .find((one) => one.startsWith('countersign contract'));
    const { stdout } = await shell(
      (line ?? '')
        .replace('http://127.0.0.1:4010', sandbox().url)
        .replace('credentials.json', credentialsFile(credentials)),
    );
    expect(stdout).toMatch(/^ok {3}basic\/.*\n/);
    expect(stdout).toMatch(/\n\n\d+ passed, 0 failed/);
  },
);

test('the others print what the page says', async () => {
  const [list, yaml, json] = await Promise.all(lines.slice(1).map(shell));
  for (const { id } of casesFor('basic'))
    expect(list?.stdout).toMatch(new RegExp(`^${id}( \\(advice\\))?$`, 'm'));
  expect(parse(yaml?.stdout ?? '')).toMatchObject({ openapi: '3.1.0' });
  expect(JSON.parse(json?.stdout ?? '')).toMatchObject({ openapi: '3.1.0' });
});

test('every option of the command is in the table', async () => {
  const { stdout } = await shell('countersign contract --help');
  const options = [...stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option);
  const told = rowsOf(page, 'option').map(({ option }) => /--[a-z-]+/.exec(option ?? '')?.[0]);
  // Told in the row of --profile.
  expect([...told, '--list'].sort()).toEqual(options.sort());
});

test('there is a profile for every one that the page names', () => {
  const named = [...lines.join('\n').matchAll(/contract --profile (\S+)/g)].map(([, name]) => name);
  expect(profileNames).toEqual(expect.arrayContaining([...new Set(named)]));
});
