import {
  ConfigError,
  readSandboxConfig,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '@countersign/sandbox';

interface RunSandboxOptions extends Pick<SandboxOptions, 'host' | 'throttle'> {
  readonly port?: number;
  readonly tlsPort?: number;
  /** False: HTTP alone, whatever `tlsPort` says. */
  readonly tls: boolean;
  readonly config?: string;
}

const defaults = { port: 4010, tlsPort: 4443 };

/**
 * Runs the sandbox until SIGINT or SIGTERM. What is wrong is said on stderr: exit code 2 for an option or a file that
 * cannot be so, 1 for what cannot be started.
 */
export async function runSandbox({ config, tls, ...said }: RunSandboxOptions): Promise<void> {
  try {
    const file = config === undefined ? {} : await readSandboxConfig(config);
    const sandbox = await startSandbox({ ...defaults, ...file, ...said, ...(!tls && { tlsPort: false }) });
    process.stdout.write(greeting(sandbox));
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void sandbox.close().catch(fail));
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  // Lines that begin with file:line:column are what editors and terminals lead to.
  process.stderr.write(`${error instanceof ConfigError ? '' : 'countersign sandbox: '}${message}\n`);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}

function greeting({ url, tlsUrl, certificates, curlLines }: Sandbox): string {
  const lines = curlLines.map(({ provider, command }) => `${provider}:\n  ${command}\n`);
  return [
    `Countersign sandbox on ${url}${tlsUrl ? ` and ${tlsUrl}` : ''}\n`,
    certificates ? `Demo certificates in ${certificates.folder}\n` : '',
    `What arrives, and why it is refused: ${url}/\n\n`,
    ...lines,
  ].join('');
}
