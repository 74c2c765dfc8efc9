/**
 * Asks a control route of the sandbox, and gives its JSON.
 *
 * @param {string} path below `/_sandbox/`
 * @param {{ method?: string, body?: object }} [options]
 * @returns {Promise<any>}
 * @throws {Error} with what the sandbox says is wrong
 */
export async function ask(path, { method = 'GET', body } = {}) {
  const response = await fetch(`/_sandbox/${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (response.ok) return response.status === 204 ? undefined : response.json();
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail ?? problem.title ?? `The sandbox answered ${response.status}.`);
}
