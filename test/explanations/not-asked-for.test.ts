import { globSync } from 'node:fs';
import type { Explanation } from '@countersign/core';
import { describe, expect, test, vi } from 'vitest';
import * as formMistake from '../../packages/basic/src/mistakes/form-mistake.ts';
import * as headerMistake from '../../packages/basic/src/mistakes/header-mistake.ts';
import * as pairMistake from '../../packages/basic/src/mistakes/pair-mistake.ts';
import * as bearerHints from '../../packages/bearer/src/hints.ts';
import * as psuIpMistake from '../../packages/bearer/src/psu-ip-mistake.ts';
import * as explainCertificate from '../../packages/client-certificate/src/explain-certificate.ts';
import * as tokenMistakes from '../../packages/core/src/token/token-mistakes.ts';
import * as explanation from '../../packages/core/src/verdict/explanation.ts';
import * as digestMistake from '../../packages/username-token/src/mistakes/digest-mistake.ts';
import * as loginMistake from '../../packages/username-token/src/mistakes/login-mistake.ts';
import * as seedMistake from '../../packages/username-token/src/mistakes/seed-mistake.ts';
import * as shapeMistake from '../../packages/username-token/src/mistakes/shape-mistake.ts';
import * as soapPlaceMistake from '../../packages/username-token/src/soap/mistakes/place-mistake.ts';
import * as soapTokenMistake from '../../packages/username-token/src/soap/mistakes/token-mistake.ts';
import { countingDirectory, mistakenRequests } from '../support/mistaken-requests.ts';
import { repository } from '../support/running-program.ts';

vi.mock('../../packages/basic/src/mistakes/form-mistake.ts', { spy: true });
vi.mock('../../packages/basic/src/mistakes/header-mistake.ts', { spy: true });
vi.mock('../../packages/basic/src/mistakes/pair-mistake.ts', { spy: true });
vi.mock('../../packages/bearer/src/hints.ts', { spy: true });
vi.mock('../../packages/bearer/src/psu-ip-mistake.ts', { spy: true });
vi.mock('../../packages/client-certificate/src/explain-certificate.ts', { spy: true });
vi.mock('../../packages/core/src/token/token-mistakes.ts', { spy: true });
vi.mock('../../packages/core/src/verdict/explanation.ts', { spy: true });
vi.mock('../../packages/username-token/src/mistakes/digest-mistake.ts', { spy: true });
vi.mock('../../packages/username-token/src/mistakes/login-mistake.ts', { spy: true });
vi.mock('../../packages/username-token/src/mistakes/seed-mistake.ts', { spy: true });
vi.mock('../../packages/username-token/src/mistakes/shape-mistake.ts', { spy: true });
vi.mock('../../packages/username-token/src/soap/mistakes/place-mistake.ts', { spy: true });
vi.mock('../../packages/username-token/src/soap/mistakes/token-mistake.ts', { spy: true });

const modules: Record<string, object> = {
  'basic/src/mistakes/form-mistake.ts': formMistake,
  'basic/src/mistakes/header-mistake.ts': headerMistake,
  'basic/src/mistakes/pair-mistake.ts': pairMistake,
  'bearer/src/hints.ts': bearerHints,
  'bearer/src/psu-ip-mistake.ts': psuIpMistake,
  'client-certificate/src/explain-certificate.ts': explainCertificate,
  'core/src/token/token-mistakes.ts': tokenMistakes,
  'core/src/verdict/explanation.ts': explanation,
  'username-token/src/mistakes/digest-mistake.ts': digestMistake,
  'username-token/src/mistakes/login-mistake.ts': loginMistake,
  'username-token/src/mistakes/seed-mistake.ts': seedMistake,
  'username-token/src/mistakes/shape-mistake.ts': shapeMistake,
  'username-token/src/soap/mistakes/place-mistake.ts': soapPlaceMistake,
  'username-token/src/soap/mistakes/token-mistake.ts': soapTokenMistake,
};

/** The functions of a module that were called. */
function calledOf(module: object): string[] {
  return Object.entries(module).flatMap(([name, value]) =>
    vi.isMockFunction(value) && value.mock.calls.length > 0 ? [name] : [],
  );
}

const called = () =>
  Object.entries(modules).flatMap(([file, module]) => calledOf(module).map((name) => `${file}: ${name}`));

test('every module that makes explanations of these schemes is watched', () => {
  const schemes = '{basic,bearer,client-certificate,core,username-token}';
  const found = globSync(`${schemes}/src/**/{*-mistake,*-mistakes,*hints,explain-*,explanation}.ts`, {
    cwd: `${repository}/packages`,
  });
  expect(Object.keys(modules).sort()).toEqual(expect.arrayContaining(found.sort()));
});

describe('a request with a mistake', async () => {
  const requests = await mistakenRequests();

  test.each(requests)(
    '$what: nothing is explained, and no account looked up for it',
    async ({ lookups, send }) => {
      vi.clearAllMocks();
      const directory = countingDirectory();
      await send(directory);
      expect(called()).toEqual([]);
      expect(directory.lookups()).toBe(lookups);
    },
  );

  test('is explained where it is asked for, by every one of these modules', async () => {
    vi.clearAllMocks();
    for (const { what, send } of requests) {
      const explain: Explanation = [];
      await send(countingDirectory(), explain);
      expect(explain.length, what).toBeGreaterThan(0);
    }
    for (const [file, module] of Object.entries(modules)) expect(calledOf(module), file).not.toEqual([]);
  });
});
