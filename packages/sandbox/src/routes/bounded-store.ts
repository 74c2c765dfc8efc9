import { LRUCache } from 'lru-cache';

const REMEMBERED = 1000;

export type BoundedStore<T extends object> = ReturnType<typeof boundedStore<T>>;

/** Things that clients of the sandbox made, each of one account and unknown to the others. The oldest go first. */
export function boundedStore<T extends object>() {
  const things = new LRUCache<string, { account: string; thing: T }>({ max: REMEMBERED });
  let lastId = 0;
  return {
    add(account: string, make: (id: number) => T): T {
      lastId += 1;
      const thing = make(lastId);
      things.set(String(lastId), { account, thing });
      return thing;
    },
    find(account: string, id: unknown): T | undefined {
      const found = typeof id === 'string' ? things.get(id) : undefined;
      return found?.account === account ? found.thing : undefined;
    },
    list: (account: string): T[] =>
      [...things.rvalues()].flatMap((entry) => (entry?.account === account ? [entry.thing] : [])),
  };
}
