/**
 * An element with attributes and children. A child that is a string becomes text, never markup: much of what the page
 * shows was sent by somebody else.
 *
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {Record<string, string | number | boolean | undefined | ((event: any) => unknown)>} [attributes]
 *   `onclick` and the like take a function; false and undefined leave one out
 * @param {...(Node | string | undefined | false)} children
 * @returns {HTMLElementTagNameMap[N]}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

/**
 * The element of the page that has this id.
 *
 * @param {string} id
 * @returns {HTMLElement}
 * @throws {Error} where the page has none
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found;
}

/**
 * What is chosen in a field of the page.
 *
 * @param {string} id of a select
 */
export function chosen(id) {
  return /** @type {HTMLSelectElement} */ (byId(id)).value;
}

/** @param {unknown} error */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
