import { type Sandbox, type SandboxOptions, startSandbox } from '@countersign/sandbox';
import { afterAll, beforeAll } from 'vitest';

/** A sandbox that runs for the tests of one file. */
export function runningSandbox(options: SandboxOptions = {}): () => Sandbox {
  let sandbox: Sandbox | undefined;
  beforeAll(async () => {
    sandbox = await startSandbox(options);
  });
  afterAll(async () => {
    await sandbox?.close();
  });
  return () => {
    if (!sandbox) throw new Error('the sandbox starts before the first test');
    return sandbox;
  };
}
