// Packs every package, lints the tarballs, and installs them in an empty project that imports and type-checks them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = readdirSync(join(root, 'packages'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ folder: join(root, 'packages', name), ...manifestOf(join(root, 'packages', name)) }));
const peers = ['express@5', 'passport', 'vitest@5'];
const work = mkdtempSync(join(tmpdir(), 'countersign-packages-'));

try {
  const tarballs = [];
  for (const { folder, name } of packages) {
    const tarball = join(work, `${name.replace(/[@/]/g, '-')}.tgz`);
    run('npx', ['--yes', 'pnpm@12', 'pack', '--out', tarball], folder);
    tarballs.push(tarball);
    await lint(name, tarball);
  }
  const importable = packages.flatMap(modulesOf);
  installAndUse(tarballs, importable);
  console.log(`${packages.length} packages pack, lint, install, import and type-check`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** What can be imported of a package: `@countersign/contract`, `@countersign/contract/vitest`. */
function modulesOf({ name, exports = {} }) {
  const subpaths = Object.keys(exports).filter((subpath) => !subpath.endsWith('.json'));
  return subpaths.map((subpath) => name + subpath.slice(1));
}

async function lint(name, tarball) {
  const { messages, pkg } = await publint({ pack: { tarball: readFileSync(tarball) }, strict: true });
  if (messages.length === 0) return;
  throw new Error(`${name}: ${messages.map((message) => formatMessage(message, pkg)).join('\n')}`);
}

function installAndUse(tarballs, names) {
  const project = mkdtempSync(join(work, 'project-'));
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ name: 'project', private: true, type: 'module' }),
  );
  run('npm', ['install', '--no-audit', '--no-fund', ...tarballs, ...peers, '@types/node@24'], project);

  const imports = names.map((name, index) => `import * as p${index} from '${name}';`).join('\n');
  const used = `console.log(${names.map((_, index) => `Object.keys(p${index}).length`).join(' + ')}, 'exports');\n`;
  writeFileSync(join(project, 'use.mts'), `${imports}\n${used}`);
  const options = ['--strict', '--target', 'es2023', '--module', 'nodenext', '--types', 'node'];
  run(join(root, 'node_modules/.bin/tsc'), [...options, 'use.mts'], project);
  run(process.execPath, ['use.mjs'], project);
  run(join(project, 'node_modules/.bin/countersign'), ['--help'], project);
  checkPage(project);
}

/** The inspector is files that no import leads to: each has to be in the tarball, and be served from there. */
function checkPage(project) {
  const files = readdirSync(join(root, 'packages/sandbox/page'));
  const paths = ['/', ...files.map((file) => `/_sandbox/inspector/${file}`)];
  writeFileSync(
    join(project, 'page.mjs'),
    `import { startSandbox } from '@countersign/sandbox';
const sandbox = await startSandbox({ tlsPort: false });
for (const path of ${JSON.stringify(paths)}) {
  const { ok, status } = await fetch(sandbox.url + path);
  if (!ok) throw new Error(\`\${path}: \${status}\`);
}
await sandbox.close();
`,
  );
  run(process.execPath, ['page.mjs'], project);
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function run(file, args, cwd) {
  execFileSync(file, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}
