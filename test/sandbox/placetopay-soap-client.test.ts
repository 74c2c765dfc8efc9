import { promisify } from 'node:util';
import { type Client, createClientAsync, WSSecurity } from 'soap';
import { describe, expect, test } from 'vitest';
import { post } from '../support/call.ts';
import { placetopayAuth } from '../support/placetopay-auth.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox({ tlsPort: false });

interface Binding {
  readonly port: string;
  readonly soap12: boolean;
}

// The npm package `soap` as it is published. It sends SHA-1, which siteLegacy may.
async function clientOf({ soap12 }: Binding, secret = 'siteSecretKey'): Promise<Client> {
  const options = { forceSoap12Headers: soap12 };
  const client = await createClientAsync(`${sandbox().url}/soap/redirect?wsdl`, options);
  const digest = { passwordType: 'PasswordDigest', hasNonce: true, hasTimeStamp: true };
  client.setSecurity(new WSSecurity('siteLegacy', secret, digest));
  return client;
}

/** The result of an operation of one binding. */
async function call(client: Client, { port }: Binding, operation: string, argument: object) {
  const method = promisify(client.RedirectService[port][operation]);
  return (await method(argument))[`${operation}Result`];
}

const payload = {
  locale: 'es_CO',
  payment: { reference: 'R1', amount: { currency: 'COP', total: 10 } },
};

describe.each([
  { version: '1.1', port: 'RedirectPort', soap12: false, status: 500 },
  { version: '1.2', port: 'RedirectPort12', soap12: true, status: 400 },
])('the npm package soap, over SOAP $version', ({ status, ...binding }) => {
  test('reads the description', async () => {
    const { RedirectService } = (await clientOf(binding)).describe();
    expect(Object.keys(RedirectService[binding.port])).toEqual([
      'createRequest',
      'getRequestInformation',
      'collect',
      'reversePayment',
    ]);
  });

  test('creates a session and asks for it, and JSON finds it too', async () => {
    const client = await clientOf(binding);
    const created = await call(client, binding, 'createRequest', { payload });
    expect(created).toMatchObject({ status: { status: 'OK', reason: 'PC' } });
    const { requestId } = created;

    const found = await call(client, binding, 'getRequestInformation', { requestId });
    expect(found).toMatchObject({ requestId, status: { status: 'PENDING' }, request: payload });

    const auth = placetopayAuth({ login: 'siteLegacy' });
    const overJson = await post(`${sandbox().url}/api/session/${requestId}`, { auth });
    expect(overJson.json).toMatchObject({ requestId: Number(requestId), request: { locale: 'es_CO' } });
  });

  test.each([
    { operation: 'collect', argument: { payload } },
    { operation: 'reversePayment', argument: { internalReference: '1' } },
  ])('$operation is processed', async ({ operation, argument }) => {
    const result = await call(await clientOf(binding), binding, operation, argument);
    expect(result.status).toMatchObject({ status: 'OK' });
  });

  test('sees a fault with the code when the secret is another', async () => {
    const refused = call(await clientOf(binding, 'other'), binding, 'createRequest', { payload });
    await expect(refused).rejects.toMatchObject({
      message: expect.stringContaining('Authentication Failed 102'),
      response: { status },
    });
  });
});
