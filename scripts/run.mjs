// `npm start` and `npm test` from a bare clone: installs what is missing, then runs on the workspace's own Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');
const stampFile = join(root, 'node_modules', '.countersign-installed');

const commands = {
  sandbox: ['--conditions=@countersign/source', 'packages/cli/src/main.ts', 'sandbox'],
  test: ['node_modules/vitest/vitest.mjs', 'run'],
  bench: ['--conditions=@countersign/source', '--disable-warning=ExperimentalWarning', 'bench/main.ts'],
};

const [name, ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  console.error(`usage: node scripts/run.mjs ${Object.keys(commands).join('|')}`);
  process.exit(2);
}

installWhatIsMissing();
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
// COUNTERSIGN_NODE: the Node that CI runs the tests on, one supported line after the other.
run(process.env.COUNTERSIGN_NODE ?? join(bin, 'node'), [...command, ...args], env);

function installWhatIsMissing() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lock) return;
  console.error('Installing what is missing (once) …');
  const { status } = spawnSync('npx', ['--yes', 'pnpm@12', 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stampFile, lock);
}

function run(file, fileArgs, environment) {
  const child = spawn(file, fileArgs, { cwd: root, stdio: 'inherit', env: environment });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm passes a signal on to the shell between it and this script, and the shell ends without a word.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 200).unref();
  child.on('exit', (status, signal) => {
    process.exitCode = status ?? 1;
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
  });
}
