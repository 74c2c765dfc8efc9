import { expect, test } from 'vitest';
import { call } from '../support/call.ts';
import { blocksOf, rowsOf } from '../support/document.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox({ tlsPort: false });

const routes = rowsOf('docs/sandbox.md', 'route', 'what it does').map(({ route = '' }) => {
  const [method = '', path = ''] = route.replaceAll('`', '').split(' ');
  return { method, path };
});

test('the page names every kind of control route', () => {
  expect(routes.length).toBeGreaterThan(12);
});

test.each(routes.filter(({ path }) => !path.endsWith('/events')))(
  '$method $path is there',
  async ({ method, path }) => {
    await call(`${sandbox().url}/v1/methods/`);
    const [{ id } = { id: 0 }] = sandbox().requests();
    const target = path
      .replace('requests/{id}', `requests/${id}`)
      .replace('{provider}/{id}', 'placetopay/siteLogin')
      .replace('…', 'x');
    const answer = await call(sandbox().url + target, { method: method === 'ANY' ? 'PUT' : method });
    // A PATCH without a body is told what it would have to say: the route is there.
    expect(answer.status).toBe(method === 'PATCH' ? 400 : method === 'DELETE' ? 204 : 200);
  },
);

test('its lines work as they stand', async () => {
  const [lines = ''] = blocksOf('docs/sandbox.md', 'sh');
  expect(lines).toContain('"allowReplay":true');
  const paths = [...lines.matchAll(/http:\/\/127\.0\.0\.1:4010(\/[^\s']*)/g)].map(([, path = '']) => path);
  expect((await call(sandbox().url + paths[1])).json).toEqual(sandbox().curlLines);
  const patched = await call(sandbox().url + paths[0], {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: '{"allowReplay":true}',
  });
  expect(patched.status).toBe(200);
});
