interface Limits {
  readonly entries: number;
  /** Of the entries as JSON, at two bytes a character: what they take in memory, roughly. */
  readonly bytes: number;
}

/** What a subscriber is told: an entry that was added, or that all are gone. */
export type NewestChange<T> = { readonly added: T } | 'cleared';

export interface Newest<T> {
  add(entry: T): void;
  /** Newest first. */
  entries(): T[];
  find(id: number): T | undefined;
  clear(): void;
  /** Tells of every change, at once, until the function that is returned is called. */
  subscribe(listener: (change: NewestChange<T>) => void): () => void;
}

/** The newest of what was added, within bounds of count and of memory; the oldest go first. */
export function newestWithin<T extends { readonly id: number }>(limits: Limits): Newest<T> {
  // A map keeps the order of insertion, and gives up its first entry in one step.
  const byId = new Map<number, { readonly entry: T; readonly bytes: number }>();
  const listeners = new Set<(change: NewestChange<T>) => void>();
  let bytes = 0;

  function tell(change: NewestChange<T>): void {
    for (const listener of listeners) listener(change);
  }

  function dropOldest(): void {
    for (const [id, oldest] of byId) {
      if (byId.size <= limits.entries && bytes <= limits.bytes) return;
      byId.delete(id);
      bytes -= oldest.bytes;
    }
  }

  return {
    add(entry) {
      const size = 2 * JSON.stringify(entry).length;
      byId.set(entry.id, { entry, bytes: size });
      bytes += size;
      dropOldest();
      tell({ added: entry });
    },
    entries: () => [...byId.values()].map(({ entry }) => entry).reverse(),
    find: (id) => byId.get(id)?.entry,
    clear() {
      byId.clear();
      bytes = 0;
      tell('cleared');
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
