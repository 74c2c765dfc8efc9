import { casesFor, runContract } from '@countersign/contract';
import { expect, test } from 'vitest';
import { failuresIn } from './matrix.ts';
import { aboutTheMessage } from './mistakes-about-the-message.ts';
import { rightSteps, type SoapSteps, soapCredentials, soapServer } from './soap-server.ts';

// What a token itself gets wrong, it gets wrong over JSON as well: see token.test.ts.
const aboutSoap = (id: string) => id.startsWith('soap-header/');

async function failuresOf(steps: Partial<SoapSteps>): Promise<string[]> {
  const target = soapServer({ ...rightSteps, ...steps });
  const profile = 'placetopay-soap';
  return failuresIn(await runContract({ target, profile, credentials: soapCredentials, only: aboutSoap }));
}

test('a server without a mistake fails nothing', async () => {
  expect(await failuresOf({})).toEqual([]);
});

test.each(aboutTheMessage)(
  'a server that $mistake fails what names that mistake',
  async ({ steps, fails }) => {
    expect((await failuresOf(steps)).sort()).toEqual([...fails].sort());
  },
);

test('every case has a server that fails it', () => {
  const failed = new Set(aboutTheMessage.flatMap(({ fails }) => fails));
  const unfailed = casesFor('placetopay-soap').filter(({ id, name }) => aboutSoap(id) && !failed.has(name));
  expect(unfailed.map(({ name }) => name)).toEqual([]);
});
