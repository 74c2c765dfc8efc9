import { writeFileSync } from 'node:fs';
import { exampleConfig } from '@countersign/sandbox';

interface InitSandboxOptions {
  readonly force?: true;
}

/** Writes a configuration file to begin with. Overwrites nothing unless told to. */
export function initSandbox(file: string, { force }: InitSandboxOptions): void {
  if (file === '-') {
    process.stdout.write(exampleConfig);
    return;
  }
  try {
    // Secrets will be in it: for nobody else to read.
    writeFileSync(file, exampleConfig, { flag: force ? 'w' : 'wx', mode: 0o600 });
    process.stdout.write(`Written to ${file}. Start it with: countersign sandbox --config ${file}\n`);
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `countersign sandbox init: ${exists ? `${file} is there already: --force overwrites it` : message}\n`,
    );
    process.exitCode = exists ? 2 : 1;
  }
}
