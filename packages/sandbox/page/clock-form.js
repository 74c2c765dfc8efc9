import { change } from './change.js';
import { element } from './element.js';

/** @type {Readonly<Record<string, number>>} seconds */
const USUAL = { '−1 hour': -3600, '−301 s': -301, 'On time': 0, '+301 s': 301, '+1 hour': 3600 };

/** The sandbox's clock, which ticks here as well. */
export function clockForm() {
  const input = element('input', { type: 'number', step: 1, value: 0, id: 'offset' });
  const now = element('span', { class: 'quiet now' });
  /** Milliseconds that the sandbox is ahead of this machine. */
  let ahead = 0;

  function tick() {
    const time = new Date(Date.now() + ahead).toISOString();
    now.textContent = `Sandbox time ${time.slice(0, 19).replace('T', ' ')} UTC`;
  }

  /** @param {number} offsetSeconds */
  const set = (offsetSeconds) => change('clock', { offsetSeconds }, `The clock is off by ${offsetSeconds} s`);

  const usual = Object.entries(USUAL).map(([label, seconds]) =>
    element('button', { type: 'button', class: 'plain', onclick: () => set(seconds) }, label),
  );
  const form = element(
    'form',
    { class: 'clock' },
    element('label', { for: 'offset' }, 'Offset in seconds'),
    element('div', { class: 'together' }, input, element('button', { type: 'submit' }, 'Set')),
    element('div', { class: 'together', role: 'group', 'aria-label': 'Usual offsets' }, ...usual),
    now,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!Number.isNaN(input.valueAsNumber)) void set(input.valueAsNumber);
  });
  setInterval(tick, 1000);

  return {
    form,
    /** @param {{ offsetSeconds: number, now: string }} clock */
    show(clock) {
      ahead = Date.parse(clock.now) - Date.now();
      if (document.activeElement !== input) input.value = String(clock.offsetSeconds);
      tick();
    },
  };
}
