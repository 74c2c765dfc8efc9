import { join } from 'node:path';
import type { Account } from '@countersign/core';
import { SOAP_LINE_MESSAGE } from './soap/line-message.ts';
import { escapedXml } from './soap/xml-value.ts';
import type { SandboxAccounts } from './state/accounts.ts';
import { plainSecretOf } from './state/plain-secret.ts';

export interface CurlLine {
  readonly provider: string;
  readonly command: string;
}

/**
 * Per provider a request that is accepted, as a shell would run it. Signed anew each time it is run. Of the first
 * account that it is accepted for; none where there is no such account.
 *
 * @param now milliseconds since the epoch: a secret that is past its end is not in a line
 */
export function curlLines(
  accounts: SandboxAccounts,
  now: number,
  url: string,
  tls?: { url: string; folder: string },
): CurlLine[] {
  const [firstDevApp] = accounts.connectpay;
  const line = (provider: string, list: readonly Account[], command: (signer: Signer) => string) => {
    const signer = firstSigner(list, now);
    return signer && { provider, command: command(signer) };
  };
  const sha256Sites = accounts.placetopay.filter(({ digests = ['sha256'] }) => digests.includes('sha256'));
  const lines: (CurlLine | undefined)[] = [
    line('Smart2Pay', accounts.smart2pay, ({ pair }) => `curl -s -u ${quoted(pair)} ${url}/v1/methods/`),
    line(
      'ConnectPay',
      accounts.connectpay,
      ({ pair }) =>
        `curl -s -H ${quoted(`x-connectpay-api-key: ${base64(pair)}`)} ${url}/baas-sca/user-management/partner/users`,
    ),
    tls &&
      line(
        'ConnectPay, mutual TLS',
        // Those that a demo certificate is attached to.
        accounts.connectpay.slice(0, 2),
        ({ id, pair }) =>
          `${curlWith(tls.folder, id === firstDevApp?.id ? 'client' : 'other')} -u ${quoted(pair)} ${tls.url}/connectpay/mtls/accounts`,
      ),
    tls && firstDevApp && isActive(firstDevApp)
      ? {
          provider: 'ConnectPay, PSD2',
          command: `${curlWith(tls.folder, 'qwac')} ${tls.url}/connectpay/psd2/accounts`,
        }
      : undefined,
    tls &&
      // The one that has the demo key.
      line('ConnectPay, merchant API', accounts.connectpay.slice(0, 1), ({ pair }) =>
        merchantLine(url, tls.folder, pair),
      ),
    line(
      'Pledg',
      accounts.pledg,
      ({ pair }) => `curl -s -u ${quoted(pair)} -d grant_type=client_credentials ${url}/api/token`,
    ),
    line('Pledg, signed parameters', accounts.pledgMerchants, ({ id, secret }) =>
      purchaseLine(url, id, secret),
    ),
    line('Placetopay', sha256Sites, ({ id, secret }) => placetopayLine(url, id, secret)),
    line('Placetopay, SOAP', sha256Sites, ({ id, secret }) => placetopaySoapLine(url, id, secret)),
  ];
  return lines.filter((one) => one !== undefined);
}

interface Signer {
  readonly id: string;
  readonly secret: string;
  /** `id:secret` */
  readonly pair: string;
}

function firstSigner(accounts: readonly Account[], now: number): Signer | undefined {
  for (const account of accounts.filter(isActive)) {
    const { id } = account;
    const secret = plainSecretOf(account, now);
    if (secret !== undefined) return { id, secret, pair: `${id}:${secret}` };
  }
  return undefined;
}

function isActive({ status = 'active' }: Account): boolean {
  return status === 'active';
}

/** The body goes out with white space, and is signed without. */
function merchantLine(url: string, folder: string, pair: string): string {
  const text = `printf %s ${quoted(`post${new URL(url).host}/merchant/payments{"amount":"10.00"}`)}`;
  const signature = `${text} | openssl dgst -sha256 -sign ${file(folder, 'merchant-rsa-key.pem')} | openssl base64 -A`;
  return (
    `curl -s -u ${quoted(pair)} -H "x-signature: $(${signature})" -H 'content-type: application/json' ` +
    `-d '{"amount": "10.00"}' ${url}/merchant/payments`
  );
}

/** A JWT by hand: header and payload in base64url, then an HMAC over the two. */
function purchaseLine(url: string, merchantUid: string, secret: string): string {
  const payload = JSON.stringify({ data: { merchantUid, reference: 'ORDER-1', amountCents: 1000 } });
  const part = (text: string) => `$(printf %s ${quoted(text)} | b64)`;
  const token =
    `b64() { openssl base64 -A | tr '+/' '-_' | tr -d =; }; ` +
    `text=${part('{"alg":"HS256","typ":"JWT"}')}.${part(payload)}; ` +
    `printf %s "$text.$(printf %s "$text" | openssl dgst -sha256 -hmac ${quoted(secret)} -binary | b64)"`;
  return `curl -s "${url}/purchase?signature=$(${token})"`;
}

function placetopayLine(url: string, login: string, secretKey: string): string {
  const auth = `{"auth":{"login":"%s","nonce":"%s","seed":"%s","tranKey":"%s"}}`;
  const body = filledIn(auth, login, secretKey);
  return `curl -s ${url}/api/session -H 'content-type: application/json' -d "$(${body})"`;
}

function placetopaySoapLine(url: string, login: string, secretKey: string): string {
  const body = filledIn(SOAP_LINE_MESSAGE, escapedXml(login), secretKey);
  return `curl -s ${url}/soap/redirect -H 'content-type: text/xml; charset=utf-8' -d "$(${body})"`;
}

/** Prints a text with login, nonce, seed and tranKey in place of its four `%s`. */
function filledIn(format: string, login: string, secretKey: string): string {
  const tranKey = `printf %s "$nonce$seed"${quoted(secretKey)} | openssl dgst -sha256 -binary | openssl base64 -A`;
  return (
    `nonce=$(openssl rand -hex 8); seed=$(date -u +%Y-%m-%dT%H:%M:%SZ); ` +
    `printf ${quoted(format)} ${quoted(login)} "$(printf %s "$nonce" | openssl base64 -A)" "$seed" "$(${tranKey})"`
  );
}

/** With a certificate of this folder. */
function curlWith(folder: string, name: string): string {
  const certificate = `--cert ${file(folder, `${name}-chain.pem`)} --key ${file(folder, `${name}-key.pem`)}`;
  return `curl -s --cacert ${file(folder, 'ca.pem')} ${certificate}`;
}

function file(folder: string, name: string): string {
  return quoted(join(folder, name));
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** One word to a POSIX shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
