import { byId } from './element.js';

/** @type {Set<() => void>} */
const listeners = new Set();

const box = () => /** @type {HTMLInputElement} */ (byId('show-secrets'));

/** `shown` once somebody asked for them on this page, and until they take it back. */
export function secrets() {
  return box().checked ? 'shown' : 'masked';
}

/**
 * Calls this whenever that changes.
 *
 * @param {() => void} listener
 */
export function onSecrets(listener) {
  listeners.add(listener);
}

export function watchSecrets() {
  // A browser may remember the switch over a reload: what is masked starts masked.
  box().checked = false;
  box().addEventListener('change', () => {
    for (const listener of listeners) listener();
  });
}
