import { mergeConfig } from 'vitest/config';
import base from '../../../vitest.config.ts';

// Suites that are run by a test, because some of them fail.
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], setupFiles: [] } },
  {
    test: { root: import.meta.dirname, include: ['*.fixture.ts'] },
  },
);
