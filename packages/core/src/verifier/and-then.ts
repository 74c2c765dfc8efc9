/**
 * Goes on with a value: at once where it is there, and once it is there where it is a promise. As `await` does, but a
 * promise for what is there already would cost as much as comparing two secrets. Where even a closure would, ask
 * `isPromiseLike` and write out both ways.
 */
export function andThen<T, R>(value: T | PromiseLike<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return isPromiseLike(value) ? Promise.resolve(value).then(next) : next(value);
}

/** Whether `await` would wait for it. Not `instanceof`: a promise may be of another realm or of a library, or a function. */
export function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    'then' in value &&
    typeof value.then === 'function'
  );
}
