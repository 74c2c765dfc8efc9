import { isIP } from 'node:net';
import {
  checkOptionTypes,
  defineVerifier,
  type Explanation,
  type InboundRequest,
  type Principal,
  type Rejected,
  refusalOf,
  rejected,
  type VerdictHandler,
  type Verifier,
} from '@countersign/core';

export interface ConnectPayHostsOptions {
  /** The host names of browser and webhook APIs, such as `['api2.connectpay.com']`. One at least, without ports. */
  readonly oneWay: readonly string[];
  /** The host names of certificate-protected APIs, such as `['api.connectpay.com']`. One at least, without ports. */
  readonly twoWay: readonly string[];
  /** Given every verdict, as it is published on the verdict channel. */
  readonly onVerdict?: VerdictHandler | undefined;
}

export interface ConnectPayHosts {
  /** What is served under the one-way host names alone. */
  oneWay<P extends Principal>(verifier: Verifier<P>): Verifier<P>;
  /** What is served under the two-way host names alone: wrap every verifier that wants a certificate. */
  twoWay<P extends Principal>(verifier: Verifier<P>): Verifier<P>;
}

/**
 * One-way and two-way host names exclude each other. Any other name, none, and names that do not agree (`Host`, the
 * name of the TLS handshake, one in the request target) are `host-not-allowed`, 421, before a credential is looked at.
 *
 * A client that names no host in the TLS handshake is refused where TLS ends here. Behind a trusted proxy the name of
 * its client's handshake is not known: `Host` decides alone, and the proxy must keep the two in agreement.
 *
 * @throws TypeError when an option is unusable.
 * @see RFC 9110, sections 7.4 and 15.5.20
 */
export function connectpayHosts(options: ConnectPayHostsOptions): ConnectPayHosts {
  checkOptionTypes(options, { onVerdict: 'function' });
  const oneWay = hostNames(options.oneWay, 'oneWay');
  const twoWay = hostNames(options.twoWay, 'twoWay');
  for (const name of oneWay) {
    if (twoWay.has(name)) throw new TypeError(`oneWay and twoWay must not both hold ${name}`);
  }
  const servedUnder =
    (kind: string, names: ReadonlySet<string>) =>
    <P extends Principal>(verifier: Verifier<P>) =>
      onHosts(`${kind}(${verifier?.scheme})`, names, verifier, options.onVerdict);
  return { oneWay: servedUnder('one-way', oneWay), twoWay: servedUnder('two-way', twoWay) };
}

function onHosts<P extends Principal>(
  scheme: string,
  names: ReadonlySet<string>,
  verifier: Verifier<P>,
  onVerdict: VerdictHandler | undefined,
): Verifier<P> {
  if (typeof verifier?.verify !== 'function') {
    throw new TypeError('hosts need a verifier, such as connectpay.mutualTls({ … })');
  }
  return defineVerifier<P>({
    scheme,
    onVerdict,
    ...(verifier.claimant && { claimant: (request) => verifier.claimant?.(request) }),
    challenges: (verdict) => verifier.challenges?.(verdict) ?? [],
    refuse: (verdict, request) => refusalOf(verifier, verdict, request),
    check: (request, explain) => refuseHost(request, names, explain) ?? verifier.verify(request, { explain }),
  });
}

function refuseHost(
  request: InboundRequest,
  names: ReadonlySet<string>,
  explain: Explanation | undefined,
): Rejected | undefined {
  const [name, ...others] = new Set(namesOf(request));
  const allowed = name !== undefined && others.length === 0 && names.has(name);
  explain?.push({
    check: 'host name',
    outcome: allowed ? 'passed' : 'failed',
    detail: `served under ${[...names].join(', ')} alone`,
    ...(!allowed && {
      hint: 'The URL, the Host header and the name of the TLS handshake (SNI) must all name such a host.',
    }),
  });
  return allowed ? undefined : rejected('host-not-allowed');
}

/** Everything that names the host of a request. `undefined` for what should, and does not. */
function namesOf({ host, headers, target, transport }: InboundRequest): (string | undefined)[] {
  const { serverName } = transport;
  return [
    hostName(host),
    // With HTTP/2 beside `:authority`.
    ...headers.all('host').map(hostName),
    // As a proxy is asked, with a host of its own that counts in place of `Host` (RFC 9112, section 3.2.2).
    ...(target.startsWith('/') ? [] : [hostName(URL.parse(target)?.host)]),
    ...(serverName === undefined ? [] : [serverName || undefined]),
  ];
}

/** Without its port, lower case. */
function hostName(host: string | undefined): string | undefined {
  return host?.replace(/:\d{1,5}$/, '').toLowerCase();
}

function hostNames(list: readonly string[], option: string): ReadonlySet<string> {
  if (!Array.isArray(list) || list.length === 0 || !list.every(isHostName)) {
    throw new TypeError(
      `${option} must be a list of one or more host names without ports, such as ['api.connectpay.com']`,
    );
  }
  return new Set(list.map((name) => name.toLowerCase()));
}

/** As a client sends it: a name in another script is written as `xn--…`. */
function isHostName(name: unknown): name is string {
  return (
    typeof name === 'string' && isIP(name) === 0 && URL.parse(`https://${name}`)?.host === name.toLowerCase()
  );
}
