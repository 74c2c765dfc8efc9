import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { SandboxOptions } from '../start-sandbox.ts';
import { ACCOUNT_GROUPS, type SandboxAccounts } from '../state/accounts.ts';
import { PROVIDERS } from '../state/mounted-providers.ts';
import { OFFSET_LIMIT_SECONDS } from '../state/sandbox-clock.ts';
import { accountReaders } from './account-fields.ts';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { readConfigText } from './config-text.ts';
import { flag, listOf, number, oneOf, placeIn, type Reader, record, text } from './fields.ts';
import { pemFile } from './pem-file.ts';

/** Some ten thousand accounts. */
const MAX_BYTES = 1024 * 1024;

/** @throws ConfigError, TypeError: as `readSandboxConfig` says. */
export function readConfig(file: string): SandboxOptions {
  const { content, placeOf, ...read } = readConfigText(textIn(file));
  const problems: ConfigProblem[] = [...read.problems];
  if (problems.length === 0) {
    const top = placeIn(
      ({ offset, ...problem }) => problems.push({ ...placeOf(offset), ...problem }),
      '',
      content?.range[0] ?? 0,
    );
    const options = optionsIn(dirname(resolve(file)))(content, top);
    if (options && problems.length === 0) return options;
  }
  throw new ConfigError(
    file,
    problems.toSorted((a, b) => a.line - b.line || a.column - b.column),
  );
}

function optionsIn(folder: string): Reader<SandboxOptions> {
  const port = number('a port, a whole number from 0 to 65535', isPort);
  return record({
    host: text('a name or an address to listen on'),
    port,
    tlsPort: unlessFalse(port),
    certificateFolder: pathIn(folder),
    trustAnchors: listOf('PEM files', pemFile(folder)),
    providers: listOf(`providers: ${PROVIDERS.join(', ')}`, oneOf(PROVIDERS)),
    throttle: flag,
    clockOffsetSeconds: number('a number of seconds, at most fifty years', isOffset),
    accounts: accountsIn(folder),
  });
}

function accountsIn(folder: string): Reader<Partial<SandboxAccounts>> {
  const readers = accountReaders(folder);
  const groups = ACCOUNT_GROUPS.map((group) => [
    group,
    listOf('accounts', readers[group], { same: ({ id }) => id, again: 'has the id of another account' }),
  ]);
  return record(Object.fromEntries(groups));
}

function unlessFalse(port: Reader<number>): Reader<number | false> {
  return (node, place) => (node && 'value' in node && node.value === false ? false : port(node, place));
}

function pathIn(folder: string): Reader<string> {
  const path = text('a path to a folder');
  return (node, place) => {
    const written = path(node, place);
    return written === undefined ? undefined : resolve(folder, written);
  };
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 65_535;
}

function isOffset(value: number): boolean {
  return Math.abs(value) <= OFFSET_LIMIT_SECONDS;
}

function textIn(file: string): string {
  try {
    if (statSync(file).size > MAX_BYTES) throw new RangeError('larger than a mebibyte');
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    throw new TypeError(
      `${file}: cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
  }
}
