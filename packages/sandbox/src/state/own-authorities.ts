/**
 * What clients may sign as the host of a sandbox: each name that it has on this machine, with each of its ports, and
 * with `http://` too, because a client takes off `https://` alone. Filled once the ports are known.
 */
export interface OwnAuthorities {
  list(): readonly string[];
  /** @param urls where the sandbox listens, such as `http://127.0.0.1:4010` */
  fill(urls: readonly string[]): void;
}

const namesOfThisMachine = ['127.0.0.1', 'localhost', '[::1]'];

export function ownAuthorities(): OwnAuthorities {
  let known: readonly string[] = [];
  return {
    list: () => known,
    fill(urls) {
      known = [...new Set(urls.flatMap(authoritiesOf))];
    },
  };
}

function authoritiesOf(url: string): string[] {
  const { hostname, port, protocol } = new URL(url);
  const authorities = [hostname, ...namesOfThisMachine].map((name) =>
    port === '' ? name : `${name}:${port}`,
  );
  return protocol === 'https:' ? authorities : authorities.flatMap((one) => [one, `http://${one}`]);
}
