/** The time, in milliseconds since the Unix epoch. `Date.now` unless a test says otherwise. */
export type Clock = () => number;
