#!/usr/bin/env node
import { Command, InvalidArgumentError } from 'commander';
import { contractCommand } from './contract.ts';
import { inspectChainCommand } from './inspect-chain.ts';
import { openapiCommand } from './openapi.ts';
import type { runSandbox } from './run-sandbox.ts';

const program = new Command('countersign')
  .description('Verifies the credentials on inbound payment-gateway requests, and mocks the gateways')
  .showHelpAfterError();

program
  .command('sandbox')
  .description('run the mock providers until interrupted')
  .option('--port <number>', 'HTTP port (environment: PORT)', portNumber, fromEnvironment('PORT', 4010))
  .option(
    '--tls-port <number>',
    'TLS port (environment: TLS_PORT)',
    portNumber,
    fromEnvironment('TLS_PORT', 4443),
  )
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--config <file>', 'JSON file with accounts in place of the demo accounts')
  .option('--throttle', 'count failures, and answer too many of them with 429')
  // The sandbox is most of the code that there is: other commands need not wait for it.
  .action(async (...args: Parameters<typeof runSandbox>) =>
    (await import('./run-sandbox.ts')).runSandbox(...args),
  );

program.addCommand(inspectChainCommand());
program.addCommand(contractCommand());
program.addCommand(openapiCommand());

await program.parseAsync();

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError('a port is a number from 0 to 65535');
  }
  return Number(text);
}

function fromEnvironment(name: string, otherwise: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return otherwise;
  try {
    return portNumber(text);
  } catch {
    return program.error(`error: ${name} must be a port, a number from 0 to 65535`);
  }
}
