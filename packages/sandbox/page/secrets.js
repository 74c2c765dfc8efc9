import { byId } from './element.js';

const shown = new Set();

/** `shown` once somebody asked for them on this page, and until they take it back. */
export function secrets() {
  return byId('show-secrets').checked ? 'shown' : 'masked';
}

/** Calls this whenever that changes. */
export function onSecrets(listener) {
  shown.add(listener);
}

export function watchSecrets() {
  // A browser may remember the switch over a reload: what is masked starts masked.
  byId('show-secrets').checked = false;
  byId('show-secrets').addEventListener('change', () => {
    for (const listener of shown) listener();
  });
}
