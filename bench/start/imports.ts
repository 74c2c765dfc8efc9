import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Measurement } from '../measure/row.ts';
import { buildPackages, importer } from './built-packages.ts';
import { type Start, sectionOf } from './processes.ts';

const run = promisify(execFile);
const schemes = ['basic', 'bearer', 'username-token', 'request-signature', 'client-certificate'];

/** What a server waits for before it runs: each import in a process of its own. */
export const imports: Measurement = {
  id: 'imports',
  onRequest: false,
  async *sections(_size, rounds) {
    await buildPackages();
    const starts = [
      importing('nothing'),
      importing('express', 'express'),
      importing('@countersign/express', '@countersign/express'),
      ...schemes.map((scheme) =>
        importing(`@countersign/express and ${scheme}`, '@countersign/express', `@countersign/${scheme}`),
      ),
    ];
    yield await sectionOf('imports, each in a process of its own', starts, rounds);
  },
};

function importing(name: string, ...modules: string[]): Start {
  const code = modules.map((module) => `import '${module}';`).join('');
  return {
    name,
    async once() {
      const started = performance.now();
      await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: importer });
      return performance.now() - started;
    },
  };
}
