import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, exampleConfig, readSandboxConfig } from '@countersign/sandbox';
import { expect, test } from 'vitest';
import { blocksOf, rowsOf } from '../support/document.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const page = 'docs/sandbox-config.md';

async function saidOf(config: string): Promise<string> {
  const folder = temporaryFolder();
  const file = join(folder, 'sandbox.yaml');
  writeFileSync(file, config);
  try {
    await readSandboxConfig(file);
    return '';
  } catch (error) {
    if (error instanceof ConfigError)
      return error.message.replaceAll(join(folder, ''), '').replaceAll(/^\//gm, '');
    throw error;
  }
}

/** The keys that may be where this configuration has one that may not. */
async function keysKnownIn(config: string): Promise<string[]> {
  const [, keys = ''] = /has a key that is not known: use ([\w, ]+)/.exec(await saidOf(config)) ?? [];
  return keys.split(', ').sort();
}

function namesIn(cell = ''): string[] {
  return [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
}

test('the page tells of every field, and of no other', async () => {
  const fields = rowsOf(page, 'field', 'what it holds', 'left out').flatMap(({ field }) => namesIn(field));
  expect(fields.sort()).toEqual(await keysKnownIn("{ '?': 1 }"));
});

test('the page tells of every group of accounts and of every field of an account', async () => {
  const rows = rowsOf(page, 'group', 'whose accounts');
  expect(rows.flatMap(({ group }) => namesIn(group)).sort()).toEqual(
    await keysKnownIn("accounts: { '?': 1 }"),
  );

  const [{ ...heads } = {}] = rows;
  const [rest = ''] = Object.keys(heads).filter((head) => head.startsWith('fields beside'));
  for (const row of rows) {
    const [group = ''] = namesIn(row.group);
    const told = [...namesIn(rest), ...namesIn(row[rest])].sort();
    expect(told, group).toEqual(await keysKnownIn(`accounts: { ${group}: [{ '?': 1 }] }`));
  }

  const fields = rowsOf(page, 'field of an account').flatMap((row) => namesIn(row['field of an account']));
  expect(new Set(fields)).toEqual(new Set(rows.flatMap((row) => [...namesIn(rest), ...namesIn(row[rest])])));
});

test('the page shows what a wrong file is told', async () => {
  const [wrong = ''] = blocksOf(page, 'yaml');
  expect(`${await saidOf(wrong)}\n`).toBe(blocksOf(page, 'text')[0]);
});

test('the page shows the example as it is written', () => {
  expect(blocksOf(page, 'yaml')[1]).toBe(exampleConfig);
});
