import { toast } from './announce.js';
import { element, messageOf } from './element.js';

/**
 * A button that copies a text, asked for when it is pressed: with its secrets, and freshly signed.
 *
 * @param {string} what for whom hears it and does not see it, such as `curl line of Pledg`
 * @param {() => Promise<string>} text
 */
export function copyButton(what, text) {
  return element(
    'button',
    {
      type: 'button',
      class: 'copy',
      'aria-label': `Copy ${what}`,
      onclick: async () => {
        try {
          await copy(text());
          toast(`Copied the ${what}`);
        } catch (error) {
          toast(`Nothing was copied: ${messageOf(error)}`);
        }
      },
    },
    'Copy',
  );
}

/**
 * Some browsers allow the clipboard only within the press itself: they are handed the promise.
 *
 * @param {Promise<string>} promised
 */
function copy(promised) {
  const blob = promised.then((text) => new Blob([text], { type: 'text/plain' }));
  return navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
}
