import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { type RunningProgram, repository, startProgram } from '../support/running-program.ts';
import { contractCommand } from './contract-command.ts';

const folder = join(repository, 'test/contract');

let server: RunningProgram | undefined;
afterEach(async () => {
  await server?.stop();
});

const credentials = {
  request: { method: 'GET', path: '/orders' },
  account: { id: 'partner', secret: 's3cret' },
  accountWithColon: { id: 'colonist', secret: 's3:cr:et' },
};

/** Whether a language is there. Where everything must be tested, it has to be. */
function present(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env.CI === 'true') return true;
    console.warn(`${command} is not installed: servers written in it are not tested`);
    return false;
  }
}

describe.skipIf(!present('python3'))('a server in Python', () => {
  async function start(name: string): Promise<string> {
    server = startProgram('python3', [join(folder, 'python-server', name)], {
      env: { PYTHONDONTWRITEBYTECODE: '1' },
    });
    const [, url = ''] = await server.printed(/(http:\/\/\S+)\n/);
    return url;
  }

  test('that is careful passes', async () => {
    const { code, stdout } = await contractCommand(await start('careful.py'), credentials);
    expect(stdout).toMatch(/^\d+ passed, 0 failed/m);
    expect(code).toBe(0);
  });

  test('that is careless fails the cases that name its mistakes', async () => {
    const { code, stdout } = await contractCommand(await start('careless.py'), credentials);
    const failed = [...stdout.matchAll(/^FAIL (\S+)/gm)].map(([, id]) => id);
    expect(failed).toEqual(
      expect.arrayContaining([
        'basic/wants-the-scheme-in-one-case',
        'basic/splits-at-the-second-colon',
        'basic/tells-accounts-from-secrets',
      ]),
    );
    expect(failed).not.toContain('basic/refuses-the-right-pair');
    expect(code).toBe(1);
  });
});

describe.skipIf(!present('php'))('a server in PHP', () => {
  test('that is careful passes', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    server = startProgram('php', ['-S', address, join(folder, 'php-server/careful.php')]);
    await server.printed(/started/);
    const { code, stdout } = await contractCommand(`http://${address}`, credentials);
    expect(stdout).toMatch(/^\d+ passed, 0 failed/m);
    expect(code).toBe(0);
  });
});
