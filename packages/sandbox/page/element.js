/**
 * An element with attributes and children. A child that is a string becomes text, never markup: much of what the page
 * shows was sent by somebody else.
 *
 * @param {string} name
 * @param {Record<string, unknown>} [attributes] `onclick` and the like take a function; false and undefined leave one out
 * @param {...(Node | string | undefined | false)} children
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

/** The element of the page that has this id. */
export function byId(id) {
  return document.getElementById(id);
}
