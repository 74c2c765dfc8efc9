import { Command, InvalidArgumentError } from 'commander';
import type { initSandbox } from './init-sandbox.ts';
import type { runSandbox } from './run-sandbox.ts';
import { exitOnUsageError } from './usage-error.ts';

/** `countersign sandbox` and `countersign sandbox init`. */
export function sandboxCommand(): Command {
  const sandbox = new Command('sandbox')
    .description('run the mock providers until interrupted')
    .option('--port <number>', 'HTTP port, 0 for any (environment: PORT; default: 4010)', portNumber)
    .option('--tls-port <number>', 'TLS port, 0 for any (environment: TLS_PORT; default: 4443)', portNumber)
    .option('--no-tls', 'HTTP alone')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--config <file>', 'YAML or JSON: accounts in place of the demo accounts, and more')
    .option('--throttle', 'count failures, and answer too many of them with 429')
    .option('--no-throttle', 'whatever the file says')
    .addHelpText(
      'after',
      '\nWhat an option says comes before the environment, the environment before the file.' +
        '\nExit codes: 0 interrupted, 1 it could not start, 2 an option or the file is wrong.',
    )
    .showHelpAfterError()
    .exitOverride(exitOnUsageError)
    // The sandbox is most of the code that there is: other commands need not wait for it.
    .action(async (...[options]: Parameters<typeof runSandbox>) =>
      (await import('./run-sandbox.ts')).runSandbox({ ...environment(sandbox), ...options }),
    );
  return sandbox.addCommand(initCommand());
}

function initCommand(): Command {
  return new Command('init')
    .description('write an example for --config: the demo accounts, and every option')
    .argument('[file]', 'where to; - for standard output', 'countersign.yaml')
    .option('--force', 'overwrite what is there')
    .addHelpText('after', '\nExit codes: 0 written, 1 it could not be written, 2 there is a file already.')
    .showHelpAfterError()
    .exitOverride(exitOnUsageError)
    .action(async (...args: Parameters<typeof initSandbox>) =>
      (await import('./init-sandbox.ts')).initSandbox(...args),
    );
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError('a port is a number from 0 to 65535');
  }
  return Number(text);
}

/** The ports that the environment says. An empty variable says none. */
function environment(command: Command): { port?: number; tlsPort?: number } {
  const { PORT, TLS_PORT } = process.env;
  return {
    ...(PORT && { port: fromEnvironment(command, 'PORT', PORT) }),
    ...(TLS_PORT && { tlsPort: fromEnvironment(command, 'TLS_PORT', TLS_PORT) }),
  };
}

function fromEnvironment(command: Command, name: string, text: string): number {
  try {
    return portNumber(text);
  } catch {
    return command.error(`error: ${name} must be a port, a number from 0 to 65535`);
  }
}
