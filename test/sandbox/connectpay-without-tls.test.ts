import { demoAccounts, startSandbox } from '@countersign/sandbox';
import { expect, test } from 'vitest';
import { basicOf, post } from '../support/call.ts';
import { pair, signRequest } from '../support/sign-request.ts';

const pay = async (url: string) => {
  const signature = signRequest({ url: `${new URL(url).host}/merchant/payments`, body: '{}' });
  const headers = { authorization: basicOf('ConnectPay', 'EasyBanking'), 'x-signature': signature };
  return post(`${url}/merchant/payments`, {}, headers);
};

test('without TLS there is no demo key, and the merchant API says that the account has none', async () => {
  const sandbox = await startSandbox({ tlsPort: false });
  expect((await pay(sandbox.url)).status).toBe(401);
  expect(JSON.stringify(sandbox.requests()[0]?.checks)).toContain('this account has no public key here');
  expect(sandbox.curlLines.map(({ provider }) => provider)).not.toContain('ConnectPay, merchant API');
  await sandbox.close();
});

test('a key of its own serves as well', async () => {
  const publicKeys = [pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()];
  const connectpay = [{ id: 'ConnectPay', secrets: ['EasyBanking'], publicKeys }];
  const sandbox = await startSandbox({ tlsPort: false, accounts: { ...demoAccounts, connectpay } });
  expect(await pay(sandbox.url)).toMatchObject({ status: 200, json: { devApp: 'ConnectPay' } });
  await sandbox.close();
});
