import { byId } from './element.js';

const QUIET_MILLISECONDS = 4000;
let waiting = false;
let latest = '';

/**
 * Tells a screen reader of what arrived: at most once in four seconds, the latest alone.
 *
 * @param {string} text
 */
export function announce(text) {
  latest = text;
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    byId('announcer').textContent = latest;
  }, QUIET_MILLISECONDS);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let shown;

/**
 * Tells everybody what came of what they did.
 *
 * @param {string} text
 */
export function toast(text) {
  const place = byId('toast');
  place.textContent = text;
  place.classList.add('shown');
  clearTimeout(shown);
  shown = setTimeout(() => place.classList.remove('shown'), 4000);
}
