import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, exampleConfig, readSandboxConfig } from '@countersign/sandbox';
import { expect, test } from 'vitest';
import { blocksOf, rowsOf } from '../support/document.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const page = 'docs/sandbox-config.md';

function saidOf(config: string): string {
  const folder = temporaryFolder();
  const file = join(folder, 'sandbox.yaml');
  writeFileSync(file, config);
  try {
    readSandboxConfig(file);
    return '';
  } catch (error) {
    if (error instanceof ConfigError)
      return error.message.replaceAll(join(folder, ''), '').replaceAll(/^\//gm, '');
    throw error;
  }
}

/** The keys that may be where this configuration has one that may not. */
function keysKnownIn(config: string): string[] {
  const [, keys = ''] = /has a key that is not known: use ([\w, ]+)/.exec(saidOf(config)) ?? [];
  return keys.split(', ').sort();
}

function namesIn(cell = ''): string[] {
  return [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
}

test('the page tells of every field, and of no other', () => {
  const fields = rowsOf(page, 'field', 'what it holds', 'left out').flatMap(({ field }) => namesIn(field));
  expect(fields.sort()).toEqual(keysKnownIn("{ '?': 1 }"));
});

test('the page tells of every group of accounts and of every field of an account', () => {
  const rows = rowsOf(page, 'group', 'whose accounts');
  expect(rows.flatMap(({ group }) => namesIn(group)).sort()).toEqual(keysKnownIn("accounts: { '?': 1 }"));

  const [{ ...heads } = {}] = rows;
  const [rest = ''] = Object.keys(heads).filter((head) => head.startsWith('fields beside'));
  for (const row of rows) {
    const [group = ''] = namesIn(row.group);
    const told = [...namesIn(rest), ...namesIn(row[rest])].sort();
    expect(told, group).toEqual(keysKnownIn(`accounts: { ${group}: [{ '?': 1 }] }`));
  }

  const fields = rowsOf(page, 'field of an account').flatMap((row) => namesIn(row['field of an account']));
  expect(new Set(fields)).toEqual(new Set(rows.flatMap((row) => [...namesIn(rest), ...namesIn(row[rest])])));
});

test('the page shows what a wrong file is told', () => {
  const [wrong = ''] = blocksOf(page, 'yaml');
  expect(`${saidOf(wrong)}\n`).toBe(blocksOf(page, 'text')[0]);
});

test('the page shows the example as it is written', () => {
  expect(blocksOf(page, 'yaml')[1]).toBe(exampleConfig);
});
