const wanted = {
  boolean: 'true or false',
  function: 'a function',
  string: 'a string that is not empty',
} as const;

/**
 * Options of these types, each of which may be absent: never taken for what they would be coerced to, as the text
 * "false" would be for a switch, or `null` for one that is off.
 *
 * @throws TypeError naming the first that is anything else, and where there are no options at all.
 */
export function checkOptionTypes<O extends object>(
  options: O,
  types: { readonly [N in keyof O]?: keyof typeof wanted },
): void {
  if (typeof options !== 'object' || options === null) throw new TypeError('options must be an object');
  for (const name in types) {
    const type = types[name];
    const value: unknown = options[name];
    if (type === undefined || value === undefined) continue;
    if (typeof value !== type || value === '')
      throw new TypeError(`${name} must be ${wanted[type]}, or absent`);
  }
}
