import { writeFile } from 'node:fs/promises';
import {
  type Advice,
  casesFor,
  countsOf,
  type ProfileName,
  reporters,
  runContract,
} from '@countersign/contract';
import { progressLine } from './progress-line.ts';
import { readBounded } from './read-bounded.ts';

export interface ContractCommand {
  readonly profile: string;
  readonly baseUrl?: string;
  readonly credentials?: string;
  readonly reporter: keyof typeof reporters;
  readonly output?: string;
  readonly only?: string;
  readonly concurrency: number;
  readonly timeout: number;
  readonly ca?: string;
  readonly advice: Advice;
  readonly list?: true;
}

const MAX_BYTES = 1024 * 1024;

/** What cannot be run is told on stderr, without a stack, and is exit code 2. */
export async function runContractCommand(command: ContractCommand): Promise<void> {
  try {
    process.exitCode = command.list ? list(command) : await run(command);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`countersign contract: ${message}\n`);
    process.exitCode = 2;
  }
}

function list({ profile, only }: ContractCommand): number {
  const cases = casesFor(profileOf(profile)).filter(({ id }) => matcherOf(only)(id));
  for (const { id, level, sent, expected, source } of cases) {
    process.stdout.write(
      `${id}${level === 'advice' ? ' (advice)' : ''}\n     ${sent}: ${expected}. ${source}\n`,
    );
  }
  process.stdout.write(`\n${cases.length} cases\n`);
  return 0;
}

async function run(command: ContractCommand): Promise<number> {
  const { reporter, output, advice, concurrency, timeout, only } = command;
  const profile = profileOf(command.profile);
  const target = given(command.baseUrl, '--base-url');
  const credentials = await credentialsFrom(given(command.credentials, '--credentials'));
  const ca = command.ca === undefined ? undefined : (await readBounded(command.ca, MAX_BYTES)).toString();

  const progress = progressLine(process.stderr);
  const report = await runContract({
    target,
    profile,
    credentials,
    concurrency,
    timeoutMilliseconds: timeout,
    ca,
    only: matcherOf(only),
    onResult: ({ id }, { done, of }) => progress.show(`${done}/${of} ${id}`),
  }).finally(progress.erase);

  if (report.results.length === 0) {
    throw new Error(
      `no case of ${profile} is both among --only «${only ?? '*'}» and for what the credentials name; --list prints them`,
    );
  }
  const options = { advice };
  const text = reporters[reporter](report, options);
  if (output !== undefined) await writeFile(output, text);
  process.stdout.write(output === undefined ? text : reporters.people(report, options));
  return countsOf(report.results, options).failed > 0 ? 1 : 0;
}

/** @throws TypeError naming the profiles there are */
function profileOf(name: string): ProfileName {
  casesFor(name as ProfileName);
  return name as ProfileName;
}

function given(value: string | undefined, option: string): string {
  if (value === undefined) throw new Error(`${option} is needed; --help says what for`);
  return value;
}

/** No value of the file is repeated: JSON.parse would quote what it could not read. */
async function credentialsFrom(file: string): Promise<unknown> {
  const bytes = await readBounded(file, MAX_BYTES);
  if (bytes.length > MAX_BYTES) throw new Error(`${file} is longer than ${MAX_BYTES} bytes`);
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw new Error(`${file} is not JSON: credentials are a JSON object`);
  }
}

function matcherOf(pattern = '*'): (id: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const matcher = new RegExp(parts.join('.*'), 'i');
  return (id) => matcher.test(id);
}
