import type { ServedAt } from './served-at.ts';

const namesOfThisMachine = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * What clients may sign as the host of a sandbox: each name that it has on this machine, with each of its ports, and
 * with `http://` too, because a client takes off `https://` alone. None before the ports are known.
 */
export function ownAuthorities({ url, tls }: ServedAt): readonly string[] {
  const urls = [url, tls?.url ?? ''].filter((one) => one !== '');
  return [...new Set(urls.flatMap(authoritiesOf))];
}

function authoritiesOf(url: string): string[] {
  const { hostname, port, protocol } = new URL(url);
  const authorities = [hostname, ...namesOfThisMachine].map((name) =>
    port === '' ? name : `${name}:${port}`,
  );
  return protocol === 'https:' ? authorities : authorities.flatMap((one) => [one, `http://${one}`]);
}
