/** What is there already, or is waited for. */
export type Awaitable<T> = T | PromiseLike<T>;

/**
 * Goes on with a value: at once where it is there, and once it is there where it is a promise. As `await` does, but a
 * promise for what is there already would cost as much as comparing two secrets.
 */
export function andThen<T, R>(value: Awaitable<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return isPromiseLike(value) ? Promise.resolve(value).then(next) : next(value);
}

/** Not `instanceof`: a promise may be of another realm, or of a library. */
export function isPromiseLike<T>(value: Awaitable<T>): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
