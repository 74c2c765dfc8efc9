#!/usr/bin/env node
import { Command } from 'commander';
import { contractCommand } from './contract.ts';
import { inspectChainCommand } from './inspect-chain.ts';
import { openapiCommand } from './openapi.ts';
import { sandboxCommand } from './sandbox-command.ts';
import { exitOnUsageError } from './usage-error.ts';

const program = new Command('countersign')
  .description('Verifies the credentials on inbound payment-gateway requests, and mocks the gateways')
  .showHelpAfterError()
  .exitOverride(exitOnUsageError);

program.addCommand(sandboxCommand());
program.addCommand(inspectChainCommand());
program.addCommand(contractCommand());
program.addCommand(openapiCommand());

await program.parseAsync();
