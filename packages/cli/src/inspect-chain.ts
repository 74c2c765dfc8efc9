import {
  type ChainInspection,
  type Finding,
  inspectChain,
  PSD2_ROLES,
  type Psd2Role,
} from '@countersign/client-certificate';
import { connectpay } from '@countersign/providers';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readBounded } from './read-bounded.ts';

interface InspectChainCommand {
  readonly json?: true;
  readonly provider?: keyof typeof inspections;
  readonly trustAnchors?: string;
  readonly psd2Role: readonly Psd2Role[];
}

const inspections = { connectpay: connectpay.inspectChain };

/** More than `inspectChain` takes: what is larger it says itself. */
const MAX_BYTES = 1024 * 1024;

/** `countersign inspect-chain FILE`: exit code 0 for a chain that is good, 1 where something was found, 2 where it could not run. */
export function inspectChainCommand(): Command {
  return new Command('inspect-chain')
    .description('say what is wrong with a chain of certificates that a partner hands in')
    .argument('<file>', 'the chain, in PEM; - for standard input')
    .option('--json', 'for programs')
    .addOption(new Option('--provider <name>', 'the rules of a provider').choices(Object.keys(inspections)))
    .option('--trust-anchors <file>', 'the authorities that the chain must lead to, in PEM')
    .option('--psd2-role <role>', 'a role that it must hold as a QWAC for PSD2; once for each', withRole, [])
    .addHelpText('after', '\nExit codes: 0 good, 1 something was found, 2 it could not run.')
    .showHelpAfterError()
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .action(run);
}

function withRole(text: string, roles: readonly Psd2Role[]): Psd2Role[] {
  const role = PSD2_ROLES.find((one) => one === text);
  if (!role) throw new InvalidArgumentError(`It must be one of ${PSD2_ROLES.join(', ')}.`);
  return [...roles, role];
}

async function run(
  file: string,
  { json, provider, trustAnchors, psd2Role }: InspectChainCommand,
): Promise<void> {
  process.stdout.on('error', whereNobodyReads);
  try {
    if (file === '-' && trustAnchors === '-') {
      throw new Error('standard input can be the chain or the --trust-anchors, not both');
    }
    const anchors =
      trustAnchors === undefined ? undefined : (await readBounded(trustAnchors, MAX_BYTES)).toString();
    const inspect = provider ? inspections[provider] : inspectChain;
    const inspection = inspect(await readBounded(file, MAX_BYTES), {
      trustAnchors: anchors,
      psd2Roles: psd2Role,
    });
    process.stdout.write(json ? `${JSON.stringify(inspection, undefined, 2)}\n` : forPeople(inspection));
    process.exitCode = inspection.ok ? 0 : 1;
  } catch (error) {
    fail(error);
  }
}

/** Whoever reads the first line alone, as `head -1` does, still has the exit code of the whole. */
function whereNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') fail(error);
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`countersign inspect-chain: ${message}\n`);
  process.exitCode = 2;
}

function forPeople(inspection: ChainInspection): string {
  const lines = inspection.findings.map(lineOf);
  if (!inspection.ok) return [...lines, '', 'Not accepted.', ''].join('\n');
  const { serialNumber, commonName, issuer, fingerprint256, notAfter, revocation, psd2 } = inspection.record;
  return [
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    'Accepted. What to attach to the account:',
    `  serial number  ${serialNumber}`,
    `  common name    ${printable(commonName)}`,
    `  issuer         ${issuer}`,
    `  SHA-256        ${fingerprint256}`,
    `  expires        ${new Date(notAfter).toISOString()}`,
    ...revocation.ocsp.map((address) => `  OCSP           ${address}`),
    ...revocation.crl.map((address) => `  CRL            ${address}`),
    ...(psd2 ? [`  PSD2 roles     ${psd2.roles.join(', ')}`] : []),
    ...(psd2 ? [`  organization   ${printable(psd2.organizationIdentifier)}`] : []),
    '',
  ].join('\n');
}

/** `[0] CN=…: what is wrong, and what to do. (code)` */
function lineOf({ code, severity, position, subject, message }: Finding): string {
  const place = [position === undefined ? [] : `[${position}]`, subject ?? []].flat().join(' ');
  const advice = severity === 'advice' ? 'Advice: ' : '';
  return `${place === '' ? '' : `${place}: `}${advice}${message} (${code})`;
}

/** A name may hold anything: whatever would not be seen is escaped, and white space at an end shows. */
function printable(text: string): string {
  return JSON.stringify(text).replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
