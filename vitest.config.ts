import { defineConfig } from 'vitest/config';

const source = ['@countersign/source', 'module', 'node', 'import', 'default'];

export default defineConfig({
  resolve: { conditions: source },
  // Node itself adds `import` or `require`: given here too, they would make ES modules of what CommonJS requires.
  ssr: { resolve: { conditions: source, externalConditions: ['@countersign/source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
    // Spawned processes and whole sandboxes share two cores with the rest in CI.
    testTimeout: 30_000,
  },
});
