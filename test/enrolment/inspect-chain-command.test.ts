import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectChain } from '@countersign/client-certificate';
import { afterAll, expect, test } from 'vitest';
import { createAuthority, issueQwac, PSD2_ROLES } from '../support/authority.ts';
import { repository } from '../support/running-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-inspect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const authority = await createAuthority({ commonName: 'Test CA' });
const letsEncrypt = await createAuthority({ commonName: 'ISRG' });
const good = await authority.issueClient({ commonName: 'api.partner.example' });
const hidden = await authority.issueClient({ commonName: '\u202eelpmaxe\u001b[2J' });

function fileOf(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}
const chain = fileOf('chain.pem', good.chainPem);
const alone = fileOf('alone.pem', good.pem);
const refused = fileOf('refused.pem', (await letsEncrypt.issueClient({ commonName: 'a' })).chainPem);
const qwac = await issueQwac(authority, {
  commonName: 'psp.example',
  organizationIdentifier: 'PSDLT-BL-LB000001',
  psd2: {
    roles: [PSD2_ROLES.PSP_AI, PSD2_ROLES.PSP_PI],
    authorityName: 'Lietuvos bankas',
    authorityId: 'LT-BL',
  },
});
const qualified = fileOf('qwac.pem', qwac.chainPem);
const anchors = fileOf('anchors.pem', authority.root.pem);
const otherAnchors = fileOf('other-anchors.pem', letsEncrypt.root.pem);

function run(args: readonly string[], input?: string) {
  const command = ['--conditions=@countersign/source', 'packages/cli/src/main.ts', 'inspect-chain', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: repository,
    encoding: 'utf8',
    input,
  });
  return { code: status, stdout, stderr };
}

test('a good chain: what to attach, and exit code 0', () => {
  const { code, stdout, stderr } = run([chain]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const inspection = inspectChain(good.chainPem);
  if (!inspection.ok) throw new Error('the chain is good');
  const { serialNumber, issuer, fingerprint256, notAfter } = inspection.record;
  for (const part of [
    serialNumber,
    '"api.partner.example"',
    issuer,
    fingerprint256,
    new Date(notAfter).toISOString(),
  ]) {
    expect(stdout).toContain(` ${part}\n`);
  }
  expect(run(['-'], good.chainPem)).toEqual({ code, stdout, stderr });
});

test('findings: a line each, and exit code 1', () => {
  const { code, stdout, stderr } = run([alone]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(/^\[0\] CN=api\.partner\.example: Its issuer, .*\. \(intermediate-missing\)$/),
    expect.stringMatching(/^\[0\] CN=api\.partner\.example: .*\. \(root-missing\)$/),
    expect.stringMatching(/^\[0\] CN=api\.partner\.example: Advice: .*\. \(revocation-address-missing\)$/),
    '',
    'Not accepted.',
    '',
  ]);
});

test.each([
  { file: chain, code: 0 },
  { file: alone, code: 1 },
])('--json prints what inspectChain gives: exit code $code', ({ file, code }) => {
  const pem = file === chain ? good.chainPem : good.pem;
  const ran = run(['--json', file]);
  expect(ran).toMatchObject({ code, stderr: '' });
  expect(JSON.parse(ran.stdout)).toEqual(inspectChain(pem));
});

test.each([
  { what: 'the rules of no provider', args: [refused], code: 0 },
  { what: 'those of ConnectPay', args: ['--provider', 'connectpay', refused], code: 1 },
  { what: 'a trust anchor', args: ['--trust-anchors', anchors, chain], code: 0 },
  { what: 'a role that it holds', args: ['--psd2-role', 'PSP_AI', qualified], code: 0 },
  { what: 'two roles', args: ['--psd2-role', 'PSP_AI', '--psd2-role', 'PSP_PI', qualified], code: 0 },
  { what: 'a role more', args: ['--psd2-role', 'PSP_AI', '--psd2-role', 'PSP_IC', qualified], code: 1 },
  { what: 'a role, and it is no QWAC', args: ['--psd2-role', 'PSP_AI', chain], code: 1 },
  { what: 'a trust anchor of others', args: ['--trust-anchors', otherAnchors, chain], code: 1 },
])('by $what: exit code $code', ({ args, code }) => {
  expect(run(args).code).toBe(code);
});

test('what would not be seen, or would move the cursor, is printed escaped', () => {
  const { stdout } = run(['-'], hidden.chainPem);
  expect(stdout).toContain('"\\u{202e}elpmaxe\\u001b[2J"');
  expect(stdout).not.toMatch(/[\u202e\u001b]/);
});

test.each([
  { what: 'no file', args: [] },
  { what: 'a file that is not there', args: [join(folder, 'nowhere.pem')] },
  { what: 'a folder', args: [folder] },
  { what: 'two files', args: [chain, alone] },
  { what: 'an unknown option', args: ['--yaml', chain] },
  { what: 'an unknown provider', args: ['--provider', 'acme', chain] },
  { what: 'a role that PSD2 does not have', args: ['--psd2-role', 'PSP_XX', chain] },
  { what: 'a trust anchor that is none', args: ['--trust-anchors', alone, chain] },
  { what: 'a trust anchor that is not there', args: ['--trust-anchors', join(folder, 'nowhere.pem'), chain] },
])('$what: it cannot run, exit code 2, and says why on stderr alone', ({ args }) => {
  const { code, stdout, stderr } = run(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^(?:error|countersign inspect-chain): /);
});

test('a file without an end is read as far as its size tells', () => {
  expect(run(['/dev/zero'])).toMatchObject({ code: 1, stdout: expect.stringContaining('(input-too-large)') });
});

test('an output that nobody reads changes nothing of the exit code, and prints no stack', async () => {
  for (const [file, expected] of [
    [chain, 0],
    [alone, 1],
  ] as const) {
    const command = ['--conditions=@countersign/source', 'packages/cli/src/main.ts', 'inspect-chain', file];
    const child = spawn(process.execPath, command, {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    const stderr = child.stderr.setEncoding('utf8').toArray();
    const [code] = await once(child, 'exit');
    expect({ code, stderr: (await stderr).join('') }).toEqual({ code: expected, stderr: '' });
  }
});

test('standard input is read for one thing alone', () => {
  const { code, stderr } = run(['--trust-anchors', '-', '-'], good.chainPem);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'countersign inspect-chain: standard input can be the chain or the --trust-anchors, not both\n',
  });
});
