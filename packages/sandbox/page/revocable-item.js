import { change } from './change.js';
import { element } from './element.js';
import { PROVIDERS, timeOf } from './words.js';

/** @typedef {import('../src/authority/certificate-register.ts').RegisteredCertificate} Certificate */
/** @typedef {import('../src/state/token-register.ts').RegisteredToken} Token */

/**
 * A certificate: revoked, and good again.
 *
 * @param {Certificate} certificate
 */
export function certificateItem({ name, serialNumber }) {
  const path = `certificates/${encodeURIComponent(name)}`;
  const state = element('span');
  const button = element('button', { type: 'button' });
  let next = 'revoked';
  button.addEventListener('click', () => change(path, { status: next }, `${name}: ${next}`));
  return {
    item: card(name, serialNumber, state, button),
    /** @param {Certificate} certificate */
    update({ status }) {
      show(state, status);
      next = status === 'revoked' ? 'good' : 'revoked';
      button.textContent = next === 'good' ? 'Restore' : 'Revoke';
      button.setAttribute('aria-label', `${button.textContent} certificate ${name}`);
    },
  };
}

/**
 * A token: revoked, once and for all.
 *
 * @param {Token} token
 */
export function tokenItem({ id, provider, account, expiresAt }) {
  const short = id.slice(0, 8);
  const called = PROVIDERS[provider] ?? provider;
  const what = `${called} token of ${account}, ${short}`;
  const state = element('span');
  const revoke = () =>
    change(`tokens/${encodeURIComponent(id)}`, { status: 'revoked' }, `Revoked the ${what}`);
  const button = element(
    'button',
    { type: 'button', 'aria-label': `Revoke ${what}`, onclick: revoke },
    'Revoke',
  );
  return {
    item: card(account, `${called}, ${short}, until ${timeOf(expiresAt)} UTC`, state, button),
    /** @param {Token} token */
    update({ status }) {
      show(state, status);
      button.disabled = status === 'revoked';
    },
  };
}

/**
 * @param {string} name
 * @param {string} more
 * @param {...HTMLElement} controls
 */
function card(name, more, ...controls) {
  const title = element(
    'div',
    { class: 'card-name' },
    element('code', {}, name),
    element('span', { class: 'quiet' }, more),
  );
  return element('li', { class: 'card' }, title, ...controls);
}

/**
 * @param {HTMLElement} state
 * @param {'good' | 'revoked'} status
 */
function show(state, status) {
  state.className = 'verdict';
  state.textContent = status === 'revoked' ? 'Revoked' : 'Good';
  state.dataset.outcome = status === 'revoked' ? 'rejected' : 'accepted';
}
