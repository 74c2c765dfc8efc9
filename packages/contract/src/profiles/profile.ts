import type { CaseText, Exchange, Suite } from '../contract-case.ts';
import type { Credentials } from './credentials.ts';

/** A case that knows what to send. */
export interface BoundCase extends CaseText {
  /** Its suite and its name: `basic/splits-at-the-second-colon`. */
  readonly id: string;
  run(exchange: Exchange): Promise<void>;
}

/** Suites, and what each of them needs to know, found in the credentials. */
export interface Profile {
  /** What the cases say, for who has no credentials at hand. */
  readonly texts: readonly (CaseText & { readonly id: string })[];
  /** Takes note of what is missing or wrong in the credentials: see `Credentials`. */
  bind(credentials: Credentials): BoundCase[];
}

/**
 * One suite of a profile.
 * @param subjectOf gives `undefined` where the credentials say that the server has nothing that the suite is about
 */
export function part<S>(suite: Suite<S>, subjectOf: (credentials: Credentials) => S | undefined): Profile {
  const idOf = (name: string) => `${suite.name}/${name}`;
  return {
    texts: suite.cases.map(({ run, ...text }) => ({ ...text, id: idOf(text.name) })),
    bind(credentials) {
      const subject = subjectOf(credentials);
      if (subject === undefined) return [];
      return suite.cases.map(({ run, ...text }) => ({
        ...text,
        id: idOf(text.name),
        run: (exchange) => run(subject, exchange),
      }));
    },
  };
}

export function profileOf(...parts: readonly Profile[]): Profile {
  return {
    texts: parts.flatMap(({ texts }) => texts),
    bind: (credentials) => parts.flatMap((one) => one.bind(credentials)),
  };
}
