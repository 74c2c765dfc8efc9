/** Remembers what was used once. */
export interface ReplayGuard {
  /**
   * One atomic step: of any number of concurrent claims of one key exactly one is `fresh`.
   *
   * @param key what is used once, such as a verified digest. Only ever claimed after the proof holds.
   * @param acceptableUntil milliseconds since the epoch: until then the key is remembered, or refused for its age
   * @param scope whose key it is, and the time in it
   * @returns `too-old` where the seed lies so far back that the guard may have forgotten it
   * @throws when it cannot answer: the verdict is `unavailable` then, never accepted
   */
  claim(key: string, acceptableUntil: number, scope: ReplayScope): Promise<Claim>;
}

export interface ReplayScope {
  readonly account: string;
  /** When the credential says it was made, in milliseconds since the epoch. */
  readonly seed: number;
}

export type Claim = 'fresh' | 'seen' | 'too-old';
