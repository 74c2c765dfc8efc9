import { Command, InvalidArgumentError, Option } from 'commander';
import type { ContractCommand } from './run-contract.ts';

/** `countersign contract`: exit code 0 where every case passed, 1 where one failed, 2 where it could not run. */
export function contractCommand(): Command {
  return new Command('contract')
    .description('send the cases of a profile to a server, and say which of them it fails')
    .requiredOption(
      '--profile <name>',
      'what the server is to do, such as placetopay; a wrong one lists them all',
    )
    .option('--base-url <url>', 'the server, and what comes before every path')
    .option('--credentials <file>', 'JSON file with test credentials of the server; - for standard input')
    .addOption(
      new Option('--reporter <name>', 'the form of the report')
        .choices(['people', 'tap', 'junit', 'json'])
        .default('people'),
    )
    .option('--output <file>', 'write the report to a file, and for people to standard output')
    .option('--only <pattern>', 'only cases whose id holds this; * stands for anything')
    .option('--concurrency <number>', 'cases under way at a time', wholeNumber, 4)
    .option('--timeout <milliseconds>', 'time for each answer', wholeNumber, 10_000)
    .option('--ca <file>', "the authority of the server's certificate, in PEM")
    .addOption(
      new Option('--advice <what>', 'whether advice that is not followed is a failure')
        .choices(['fail', 'report'])
        .default('fail'),
    )
    .option('--list', 'print the cases of the profile, and send nothing')
    .addHelpText(
      'after',
      '\nExit codes: 0 every case passed, 1 a case failed, 2 it could not run. Skipped cases fail nothing.',
    )
    .showHelpAfterError()
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .action(async (options: ContractCommand) =>
      (await import('./run-contract.ts')).runContractCommand(options),
    );
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('a whole number, 1 or more');
  return Number(text);
}
