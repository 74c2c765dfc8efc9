import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe } from 'vitest';
import { type RunningProgram, repository, startProgram } from './running-program.ts';

// Debian has it in /usr/sbin, which is not on everybody's path.
const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
const installed = spawnSync('nginx', ['-v'], { env: { ...process.env, PATH } }).status === 0;
if (!installed && process.env.CI === 'true') throw new Error('CI needs nginx: install Debian’s nginx-light');
if (!installed) console.warn('nginx is not installed: what needs a real nginx is NOT TESTED here');

/** `describe` where there is an nginx to be started; elsewhere its tests are skipped. Never skipped in CI. */
export const describeWithNginx: typeof describe | typeof describe.skip = installed ? describe : describe.skip;

/**
 * An nginx with a configuration of the repository, in which `${NAME}` stands for values.
 * @param values `FOLDER` is where the configuration goes; `NGINX_PORT` where it listens
 */
export async function startNginx(
  template: string,
  values: Readonly<Record<string, string>> & { readonly FOLDER: string; readonly NGINX_PORT: string },
): Promise<RunningProgram> {
  const text = readFileSync(join(repository, template), 'utf8');
  const file = join(values.FOLDER, 'nginx.conf');
  writeFileSync(
    file,
    text.replace(/\$\{([A-Z_]+)\}/g, (_, name: string) => values[name] ?? ''),
  );
  const nginx = startProgram('nginx', ['-p', values.FOLDER, '-e', 'stderr', '-c', file], { env: { PATH } });
  let over = false;
  void nginx.ended().then(() => (over = true));
  while (!(await listens(Number(values.NGINX_PORT)))) {
    if (over) throw new Error(`nginx ended:\n${nginx.output()}`);
    await setTimeout(10);
  }
  return nginx;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
