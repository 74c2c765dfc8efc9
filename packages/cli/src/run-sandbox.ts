import { accountsFromFile, type Sandbox, type SandboxOptions, startSandbox } from '@countersign/sandbox';

interface SandboxCommand {
  readonly port: number;
  readonly tlsPort: number;
  readonly host: string;
  readonly config?: string;
  readonly throttle?: boolean;
}

/** Runs the sandbox until SIGINT or SIGTERM. What cannot be started is one line on stderr and exit code 1. */
export async function runSandbox({ config, ...options }: SandboxCommand): Promise<void> {
  try {
    const sandbox = await startSandbox(withAccounts(options, config));
    process.stdout.write(greeting(sandbox));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
  } catch (error) {
    process.stderr.write(`countersign sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

function withAccounts(options: SandboxOptions, config: string | undefined): SandboxOptions {
  return config === undefined ? options : { ...options, accounts: accountsFromFile(config) };
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
