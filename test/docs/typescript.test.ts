import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { basicOf, post } from '../support/call.ts';
import { blocksOf } from '../support/document.ts';
import { freePort } from '../support/free-port.ts';
import { type RunningProgram, repository, startSource } from '../support/running-program.ts';

const run = promisify(execFile);

let program: RunningProgram | undefined;
afterEach(async () => {
  await program?.stop();
});

// What a page leaves to the reader: an application, and what is in its own configuration.
const theReadersOwn = `
import type { KeyObject } from 'node:crypto';
import type { RevocationList } from '@countersign/core';
import type { Express, RequestHandler } from 'express';
declare global {
  const app: Express;
  const handler: RequestHandler;
  const apiKey: string;
  const secretKey: string;
  const clientPem: string;
  const caPem: string;
  const publicKey: KeyObject;
  const revocations: RevocationList;
}
`;

/** A folder inside this package, so that its imports resolve; ignored by git. */
function folderForBlocks(): string {
  const built = join(repository, 'test/dist');
  mkdirSync(built, { recursive: true });
  const folder = mkdtempSync(join(built, 'docs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const pages = [
  'README.md',
  'docs/throttling.md',
  'docs/client-certificates.md',
  'docs/contract.md',
  'docs/notifications.md',
  'docs/sandbox-config.md',
  ...readdirSync(join(repository, 'docs/providers')).map((name) => `docs/providers/${name}`),
];

test('every TypeScript block of the README and of the pages for users type-checks', async () => {
  const folder = folderForBlocks();
  writeFileSync(join(folder, 'own.d.ts'), theReadersOwn);
  for (const page of pages) {
    const blocks = blocksOf(page, 'ts');
    expect(blocks, page).not.toEqual([]);
    for (const [index, block] of blocks.entries()) {
      writeFileSync(join(folder, `${page.replace(/\W/g, '-')}-${index}.ts`), `${block}\nexport {};\n`);
    }
  }
  const options = {
    noEmit: true,
    composite: false,
    noUnusedParameters: false,
    allowImportingTsExtensions: true,
  };
  const config = { extends: '../../../tsconfig.base.json', compilerOptions: options, include: ['.'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const { stdout } = await run(process.execPath, [
    join(repository, 'node_modules/typescript/bin/tsc'),
    '-p',
    folder,
  ]).catch((failed: { stdout: string }) => failed);
  expect(stdout).toBe('');
});

test('the ten lines of the README guard a route', async () => {
  const [tenLines = ''] = blocksOf('README.md', 'ts');
  expect(tenLines.split('\n').filter((line) => line !== '')).toHaveLength(10);
  const folder = folderForBlocks();
  const start = async (lines: string) => {
    await program?.stop();
    const port = await freePort();
    const file = join(folder, `server-${port}.ts`);
    const listen = /app\.listen\(3000\)/;
    expect(lines).toMatch(listen);
    writeFileSync(file, lines.replace(listen, `app.listen(${port}, () => console.log('listening'))`));
    program = startSource(file, [], { API_KEY: 'a:key:with:colons' });
    await program.printed(/listening/);
    return `http://127.0.0.1:${port}/notifications`;
  };
  const right = { authorization: basicOf('30201', 'a:key:with:colons') };

  const elsewhere = await start(tenLines);
  expect((await post(elsewhere, {}, right)).status).toBe(403);
  expect((await post(elsewhere, {})).status).toBe(401);

  const here = await start(tenLines.replace('203.0.113.0/24', '127.0.0.0/8'));
  expect((await post(here, {}, right)).status).toBe(204);
  const refused = await post(here, {}, { authorization: basicOf('30201', 'a') });
  expect(refused).toMatchObject({
    status: 401,
    json: { Message: expect.any(String) },
    headers: { 'www-authenticate': 'Basic realm="Smart2Pay", charset="UTF-8"' },
  });
});

test('the sandbox of the README starts in a test, and leaves nothing open', async () => {
  const [, inATest = ''] = blocksOf('README.md', 'ts');
  const file = join(folderForBlocks(), 'sandbox.ts');
  const look =
    "console.log('answered', (await fetch(sandbox.url + '/v1/methods')).status, sandbox.requests().length);";
  writeFileSync(file, inATest.replace(/^\/\/ point.*$/m, look));
  program = startSource(file);
  expect(await program.ended()).toEqual({ code: 0, signal: null });
  expect(program.output()).toContain('answered 401 1');
});
