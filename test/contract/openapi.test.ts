import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { openApiFor, openApiProfiles, profileNames } from '@countersign/contract';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { call, post } from '../support/call.ts';
import { repository } from '../support/running-program.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox({ tlsPort: false });

/** Every `$ref` in a document. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '$ref' ? [String(inner)] : references(inner),
  );
}

// biome-ignore lint/suspicious/noExplicitAny: a document of any shape
function resolved(document: any, reference: string): any {
  return reference
    .split('/')
    .slice(1)
    .reduce((part, name) => part?.[name], document);
}

describe.each(openApiProfiles)('%s', (profile) => {
  const document = openApiFor(profile);

  test('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document) as Record<string, unknown>);
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  test('names nothing that is not in it', () => {
    const lost = references(document).filter((reference) => resolved(document, reference) === undefined);
    expect(lost).toEqual([]);
    const { security = [], components } = document as {
      security?: Record<string, unknown>[];
      components: { securitySchemes?: object };
    };
    const required = security.flatMap((one) => Object.keys(one));
    expect(Object.keys(components.securitySchemes ?? {})).toEqual(expect.arrayContaining(required));
  });

  test('says how it refuses: 401 or its like, too many, and not now', () => {
    const { 'x-responses': responses } = document as { 'x-responses': Record<string, unknown> };
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['429', '503']));
    expect(Object.keys(responses)).toContain(profile === 'placetopay-soap' ? '500' : '401');
  });
});

test('every profile has a description', () => {
  expect(openApiProfiles).toEqual(expect.arrayContaining([...profileNames]));
});

test('there is no description of what is no profile', () => {
  expect(() => openApiFor('acme' as 'basic')).toThrow(/«acme»: it is one of smart2pay, connectpay/);
  expect(() => openApiFor('toString' as 'basic')).toThrow(TypeError);
});

// What is described is what the kit's own mock of the provider says.
test.each([
  { profile: 'smart2pay', send: (url: string) => call(`${url}/v1/methods`) },
  { profile: 'connectpay', send: (url: string) => call(`${url}/baas-sca/user-management/client/users/me`) },
  { profile: 'pledg', send: (url: string) => post(`${url}/api/purchases/p1/release`, {}) },
  { profile: 'placetopay', send: (url: string) => post(`${url}/api/session`, {}) },
] as const)('the sandbox refuses as $profile is described', async ({ profile, send }) => {
  const document = openApiFor(profile);
  const { status, headers, json } = await send(sandbox().url);
  expect(status).toBe(401);
  const response = resolved(document, '#/components/responses/Unauthorized');
  const examples: { value: string }[] = Object.values(response.headers['WWW-Authenticate'].examples);
  expect(examples.map(({ value }) => value)).toContain(headers['www-authenticate']);
  expect(headers['cache-control']).toBe(resolved(document, '#/components/headers/No-Store').schema.const);
  const [mediaType = ''] = String(headers['content-type']).split(';');
  const { schema } = response.content[mediaType];
  const valid = new Ajv2020({ strict: true, validateFormats: false, strictSchema: false }).validate(
    { ...resolved(document, schema.$ref), components: document.components },
    json,
  );
  expect(valid).toBe(true);
});

test('the token endpoint of the sandbox answers and refuses as it is described', async () => {
  const { paths, components } = openApiFor('pledg') as {
    // biome-ignore lint/suspicious/noExplicitAny: a document of any shape
    paths: any;
    components: object;
  };
  const { responses } = paths['/api/token'].post;
  const validator = new Ajv2020({ strictSchema: false });
  const fits = (response: (typeof responses)[string], value: unknown) =>
    validator.validate({ ...response.content['application/json'].schema, components }, value);
  const ask = (body: string) =>
    call(`${sandbox().url}/api/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from('your_key:your_secret').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body,
    });
  const [issued, refused] = [await ask('grant_type=client_credentials'), await ask('grant_type=password')];
  expect(issued.status).toBe(200);
  expect(fits(responses['200'], issued.json)).toBe(true);
  expect(refused.status).toBe(400);
  expect(fits(responses.default, refused.json)).toBe(true);
  expect(fits(responses.default, issued.json)).toBe(false);
});

describe('countersign openapi', () => {
  const run = (...args: string[]) =>
    promisify(execFile)(
      process.execPath,
      ['--conditions=@countersign/source', 'packages/cli/src/main.ts', 'openapi', ...args],
      { cwd: repository },
    );

  test('prints YAML, or JSON where it is asked for', async () => {
    const document = openApiFor('placetopay');
    const yaml = (await run('--profile', 'placetopay')).stdout;
    expect(yaml).toMatch(/^openapi: 3\.1\.0\n/);
    expect(parse(yaml)).toEqual(document);
    expect(JSON.parse((await run('--profile', 'placetopay', '--format', 'json')).stdout)).toEqual(document);
  });

  test.each([
    { args: ['--profile', 'acme'], told: /«acme»: it is one of .*placetopay/ },
    { args: [], told: /--profile/ },
    { args: ['--profile', 'basic', '--format', 'toml'], told: /yaml, json/ },
  ])('what cannot be printed is exit code 2: $args', async ({ args, told }) => {
    await expect(run(...args)).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(told),
    });
  });
});
