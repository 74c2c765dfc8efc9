import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Not `import`: vitest starts its workers with these conditions, and there they hold for require() as well.
const conditions = ['@countersign/source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    setupFiles: ['test/support/seeded.ts'],
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
    // Spawned processes, browsers and whole sandboxes share two cores with the rest in CI, and those with others.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    // Many wait: for a server to start, for a second to pass.
    maxWorkers: Math.max(4, availableParallelism()),
  },
});
