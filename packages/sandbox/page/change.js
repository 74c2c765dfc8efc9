import { toast } from './announce.js';
import { ask } from './ask.js';
import { messageOf } from './element.js';

/**
 * Changes something, and says what came of it.
 *
 * @param {string} path below `/_sandbox/`
 * @param {object} body
 * @param {string} said where it was changed
 * @returns {Promise<any>} what the sandbox answers; undefined where it refuses
 */
export async function change(path, body, said) {
  try {
    const answer = await ask(path, { method: 'PATCH', body });
    toast(said);
    return answer;
  } catch (error) {
    toast(messageOf(error));
    return undefined;
  }
}
