import { join } from 'node:path';
import type { Account, Secret } from '@countersign/core';
import { SOAP_LINE_MESSAGE } from './soap/line-message.ts';
import { escapedXml } from './soap/xml-value.ts';
import type { SandboxAccounts } from './state/accounts.ts';

export interface CurlLine {
  readonly provider: string;
  readonly command: string;
}

/** Per provider a request that is accepted, as a shell would run it. Signed anew each time it is run. */
export function curlLines(
  accounts: SandboxAccounts,
  url: string,
  tls?: { url: string; folder: string },
): CurlLine[] {
  const lines: (CurlLine | undefined)[] = [
    forFirst('Smart2Pay', accounts.smart2pay, (pair) => `curl -s -u ${quoted(pair)} ${url}/v1/methods/`),
    forFirst(
      'ConnectPay',
      accounts.connectpay,
      (pair) =>
        `curl -s -H ${quoted(`x-connectpay-api-key: ${base64(pair)}`)} ${url}/baas-sca/user-management/partner/users`,
    ),
    tls &&
      forFirst(
        'ConnectPay, mutual TLS',
        accounts.connectpay,
        (pair) => `${curlWith(tls.folder, 'client')} -u ${quoted(pair)} ${tls.url}/connectpay/mtls/accounts`,
      ),
    tls && accounts.connectpay.length > 0
      ? {
          provider: 'ConnectPay, PSD2',
          command: `${curlWith(tls.folder, 'qwac')} ${tls.url}/connectpay/psd2/accounts`,
        }
      : undefined,
    tls &&
      forFirst('ConnectPay, merchant API', accounts.connectpay, (pair) =>
        merchantLine(url, tls.folder, pair),
      ),
    forFirst(
      'Pledg',
      accounts.pledg,
      (pair) => `curl -s -u ${quoted(pair)} -d grant_type=client_credentials ${url}/api/token`,
    ),
    forFirst('Pledg, signed parameters', accounts.pledgMerchants, (_pair, id, secret) =>
      purchaseLine(url, id, secret),
    ),
    forFirst('Placetopay', accounts.placetopay, (_pair, id, secret) => placetopayLine(url, id, secret)),
    forFirst('Placetopay, SOAP', accounts.placetopay, (_pair, id, secret) =>
      placetopaySoapLine(url, id, secret),
    ),
  ];
  return lines.filter((line) => line !== undefined);
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

/** A line for the first account with a secret of its own, one that is stored as it is sent. */
function forFirst(
  provider: string,
  accounts: readonly Account[],
  command: (pair: string, id: string, secret: string) => string,
): CurlLine | undefined {
  for (const { id, secrets = [] } of accounts) {
    const secret = secrets.map(plainValue).find((value) => value !== undefined);
    if (secret !== undefined) return { provider, command: command(`${id}:${secret}`, id, secret) };
  }
  return undefined;
}

function plainValue(secret: Secret): string | undefined {
  const value = typeof secret === 'string' ? secret : secret.value;
  return value.startsWith('$') ? undefined : value;
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
