import { type Client, createClientAsync, WSSecurity } from 'soap';
import { describe, expect, test } from 'vitest';
import { post } from '../support/call.ts';
import { placetopayAuth } from '../support/placetopay-auth.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox({ tlsPort: false });

// The npm package `soap` as it is published. It sends SHA-1, which siteLegacy may.
async function clientOf(forceSoap12Headers: boolean, secret = 'siteSecretKey'): Promise<Client> {
  const client = await createClientAsync(`${sandbox().url}/soap/redirect?wsdl`, { forceSoap12Headers });
  const options = { passwordType: 'PasswordDigest', hasNonce: true, hasTimeStamp: true };
  client.setSecurity(new WSSecurity('siteLegacy', secret, options));
  return client;
}

const payload = {
  locale: 'es_CO',
  payment: { reference: 'R1', amount: { currency: 'COP', total: 10 } },
};

describe.each([
  { version: '1.1', port: 'RedirectPort', soap12: false, status: 500 },
  { version: '1.2', port: 'RedirectPort12', soap12: true, status: 400 },
])('the npm package soap, over SOAP $version', ({ port, soap12, status }) => {
  test('reads the description', async () => {
    const operations = (await clientOf(soap12)).describe().RedirectService[port];
    expect(Object.keys(operations)).toEqual([
      'createRequest',
      'getRequestInformation',
      'collect',
      'reversePayment',
    ]);
  });

  test('creates a session and asks for it, and JSON finds it too', async () => {
    const client = await clientOf(soap12);
    const [created] = await client.createRequestAsync({ payload });
    const { requestId } = created.createRequestResult;
    expect(created.createRequestResult).toMatchObject({ status: { status: 'OK', reason: 'PC' } });

    const [found] = await client.getRequestInformationAsync({ requestId });
    const { getRequestInformationResult: information } = found;
    expect(information).toMatchObject({ requestId, status: { status: 'PENDING' }, request: payload });

    const auth = placetopayAuth({ login: 'siteLegacy' });
    const overJson = await post(`${sandbox().url}/api/session/${requestId}`, { auth });
    expect(overJson.json).toMatchObject({ requestId: Number(requestId), request: { locale: 'es_CO' } });
  });

  test('collects and reverses', async () => {
    const client = await clientOf(soap12);
    const [collected] = await client.collectAsync({ payload });
    expect(collected.collectResult.status.status).toBe('OK');
    const [reversed] = await client.reversePaymentAsync({ internalReference: '1' });
    expect(reversed.reversePaymentResult.status.status).toBe('OK');
  });

  test('sees a fault with the code when the secret is another', async () => {
    const client = await clientOf(soap12, 'other');
    const refused = client.createRequestAsync({ payload });
    await expect(refused).rejects.toMatchObject({
      message: expect.stringContaining('Authentication Failed 102'),
      response: { status },
    });
  });
});
