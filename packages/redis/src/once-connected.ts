import type { Connection } from './connection.ts';

/** What is found out anew for each connection, because the server behind it may be another. */
export interface OnceConnected<T> {
  /** What was found out for this connection; `undefined` where that is still to be done. */
  readonly known: T | undefined;
  /** Finds it out where it is not known. Who asks meanwhile shares the answer. */
  get(): Promise<T>;
  forget(): void;
}

/** @param find must end: what never ends would be waited for by all */
export function onceConnected<T>(connection: Connection, find: () => Promise<T>): OnceConnected<T> {
  let known: T | undefined;
  let finding: Promise<T> | undefined;

  const get = async (): Promise<T> => {
    if (known !== undefined) return known;
    finding ??= find();
    const mine = finding;
    try {
      const found = await mine;
      // Found on a connection that has been lost since, it says nothing of this one.
      if (finding !== mine) return get();
      known = found;
      return found;
    } finally {
      if (finding === mine) finding = undefined;
    }
  };
  // At once and not when it is first needed; what fails now is tried again when it is.
  const begin = () => void get().catch(() => {});

  begin();
  connection.onReady(() => {
    known = undefined;
    finding = undefined;
    begin();
  });
  return {
    get known() {
      return known;
    },
    get,
    forget() {
      known = undefined;
    },
  };
}
