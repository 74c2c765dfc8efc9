import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from './support/running-program.ts';

// docs/architecture.md: which way imports may point. A scheme never imports another scheme, and core nobody.
const schemes = ['basic', 'bearer', 'client-certificate', 'username-token', 'request-signature'];
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  ...Object.fromEntries(schemes.map((scheme) => [scheme, ['core']])),
  express: ['core'],
  passport: ['core'],
  redis: ['core'],
  providers: ['core', ...schemes],
  contract: ['core', ...schemes, 'providers'],
  sandbox: ['core', ...schemes, 'providers', 'contract', 'express'],
  cli: ['core', ...schemes, 'providers', 'contract', 'sandbox'],
};

const frameworks = ['express', 'passport', 'passport-http', 'body-parser'];
const mayUseFramework = ['express', 'passport', 'sandbox'];

const packagesFolder = join(repository, 'packages');
const packages = readdirSync(packagesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

interface Manifest {
  readonly name: string;
  readonly type: string;
  readonly license: string;
  readonly engines: { readonly node: string };
  readonly exports?: object;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(join(packagesFolder, name, 'package.json'), 'utf8'));
}

// The last line of an import or export that names another module; those of this package start with a dot.
const importing = /^(?:(?:import|export|\}) .*?from |import )'([^'.][^']*)';$/gm;

/** What the sources of a package import, its tests apart: names of packages, without their subpaths. */
function importsOf(name: string): string[] {
  const folder = join(packagesFolder, name, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const imported = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(importing)].map(([, specifier = '']) => specifier),
  );
  const names = imported
    .filter((specifier) => !specifier.startsWith('node:'))
    .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
  return [...new Set(names)].sort();
}

describe.each(packages)('@countersign/%s', (name) => {
  const { dependencies = {}, peerDependencies = {}, ...manifest } = manifestOf(name);
  const imports = importsOf(name);

  test('imports only what it may', () => {
    const others = imports.filter((one) => one.startsWith('@countersign/')).map((one) => one.split('/')[1]);
    const forbidden = others.filter((other) => !mayImport[name]?.includes(other ?? ''));
    expect(forbidden).toEqual([]);
    if (!mayUseFramework.includes(name)) {
      expect(imports.filter((one) => frameworks.includes(one))).toEqual([]);
    }
  });

  test('declares what it imports, and nothing else', () => {
    const declared = Object.keys({ ...dependencies, ...peerDependencies });
    const known = declared.map((one) => one.replace(/^@types\//, ''));
    expect(imports.filter((one) => !known.includes(one))).toEqual([]);
    expect(known.filter((one) => one !== 'node' && !imports.includes(one))).toEqual([]);
  });

  test('is ESM, under the MIT licence, for Node.js 22.12 and newer', () => {
    expect(manifest).toMatchObject({
      name: name === 'cli' ? expect.any(String) : `@countersign/${name}`,
      type: 'module',
      license: 'MIT',
      engines: { node: '>=22.12' },
    });
  });

  test('has a room on the map', () => {
    const map = readFileSync(join(repository, 'docs/architecture.md'), 'utf8');
    expect(map).toMatch(new RegExp(`^ {2}${name} {2,}\\S`, 'm'));
  });
});
