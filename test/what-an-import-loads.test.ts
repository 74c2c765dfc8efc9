import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { repository } from './support/running-program.ts';

// What is in memory once a package is imported, itself apart. What is new or gone is a decision: it is taken here.
const core = ['@countersign/core', 'ipaddr.js', 'lru-cache', 'rate-limiter-flexible'];
const asn1 = [
  '@peculiar/asn1-ocsp',
  '@peculiar/asn1-rsa',
  '@peculiar/asn1-schema',
  '@peculiar/asn1-x509',
  '@peculiar/asn1-x509-qualified',
  '@peculiar/asn1-x509-qualified-etsi',
  '@peculiar/utils',
  'asn1js',
  'pvtsutils',
  'pvutils',
  'tslib',
];

test.each([
  { name: 'core', loads: core },
  { name: 'basic', loads: core },
  { name: 'bearer', loads: [...core, 'jose'] },
  { name: 'username-token', loads: [...core, 'saxes', 'xmlchars'] },
  { name: 'request-signature', loads: core },
  { name: 'client-certificate', loads: [...core, ...asn1, 'structured-headers'] },
  { name: 'express', loads: core },
  { name: 'passport', loads: [...core, 'passport', 'passport-strategy', 'pause', 'utils-merge'] },
  { name: 'redis', loads: core },
])('@countersign/$name loads what it needs itself, and nothing of another', ({ name, loads }) => {
  const self = `@countersign/${name}`;
  expect(loadedBy(self)).toEqual([...new Set([self, ...loads])].sort());
});

const TELL_WHAT_IS_LOADED = `
  import { registerHooks } from 'node:module';
  const urls = [];
  registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) });
  await import(process.argv[1]);
  console.log(JSON.stringify(urls));
`;

/** The packages of which something is loaded by an import, in a process of its own. */
function loadedBy(module: string): string[] {
  const args = [
    '--conditions=@countersign/source',
    '--input-type=module',
    '--eval',
    TELL_WHAT_IS_LOADED,
    module,
  ];
  const told = execFileSync(process.execPath, args, { cwd: join(repository, 'test'), encoding: 'utf8' });
  const files = (JSON.parse(told) as string[])
    .filter((url) => url.startsWith('file:'))
    .map((url) => fileURLToPath(url));
  return [...new Set(files.map(packageOf))].sort();
}

function packageOf(file: string): string {
  const own = /^packages\/([^/]+)\//.exec(file.slice(repository.length))?.[1];
  if (own && !file.includes('node_modules')) return `@countersign/${own}`;
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? file;
}
