import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Measurement } from '../measure/row.ts';
import { buildPackages, repository } from './built-packages.ts';
import { type Start, sectionOf } from './processes.ts';

/** From the command to the first answer of `/healthz`. */
export const sandboxStart: Measurement = {
  id: 'sandbox-start',
  onRequest: false,
  async *sections(_size, rounds) {
    await buildPackages();
    const starts = [nodeAlone, sandbox('countersign sandbox'), sandbox('the same, --no-tls', '--no-tls')];
    yield await sectionOf('start of the sandbox, to /healthz', starts, rounds);
  },
};

const nodeAlone: Start = {
  name: 'node -e 0',
  async once() {
    const started = performance.now();
    await once(spawn(process.execPath, ['-e', '0']), 'exit');
    return performance.now() - started;
  },
};

function sandbox(name: string, ...options: string[]): Start {
  const args = [
    `${repository}packages/cli/dist/main.js`,
    'sandbox',
    '--port',
    '0',
    '--tls-port',
    '0',
    ...options,
  ];
  return {
    name,
    async once() {
      const started = performance.now();
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      try {
        const [greeting] = (await once(child.stdout, 'data')) as [Buffer];
        const url = /http:\/\/\S+/.exec(greeting.toString())?.[0];
        const { status } = await fetch(`${url}/healthz`);
        if (status !== 200) throw new Error(`/healthz answered ${status}`);
        return performance.now() - started;
      } finally {
        child.kill();
        if (child.exitCode === null) await once(child, 'exit');
      }
    },
  };
}
