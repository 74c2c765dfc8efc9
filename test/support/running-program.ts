import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProgram {
  /** What it has printed so far, to stdout and stderr. */
  readonly output: () => string;
  /** Resolves once the output matches; rejects where the program ends before. */
  readonly printed: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Waits for the end. */
  readonly ended: () => Promise<Ending>;
  /** Sends a signal and waits for the end. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<Ending>;
}

/** Starts a program as a user would. */
export function startProgram(
  file: string,
  args: readonly string[],
  { cwd = repository, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): RunningProgram {
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(file, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      changed();
    });
  }
  const closed = once(child, 'close');
  child.once('close', changed);

  async function ended(): Promise<Ending> {
    await closed;
    return { code: child.exitCode, signal: child.signalCode };
  }

  return {
    output: () => text,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(text);
          const ended = child.exitCode !== null || child.signalCode !== null;
          if (!match && !ended) return;
          listeners.delete(look);
          if (match) resolve(match);
          else reject(new Error(`ended before it printed ${pattern}:\n${text}`));
        };
        listeners.add(look);
        look();
      }),
    ended,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended();
    },
  };
}

/** A source file of the repository, on the Node that runs the tests. */
export function startSource(
  file: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): RunningProgram {
  return startProgram(process.execPath, ['--conditions=@countersign/source', file, ...args], { env });
}
