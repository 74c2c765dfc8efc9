import { Command, Option } from 'commander';
import type { OpenApiCommand } from './run-openapi.ts';

/** `countersign openapi`: exit code 0, or 2 for a profile that there is not. */
export function openapiCommand(): Command {
  return new Command('openapi')
    .description('print what a profile asks of a request, and how it refuses one, as OpenAPI 3.1')
    .requiredOption('--profile <name>', 'such as placetopay; a wrong one lists them all')
    .addOption(new Option('--format <name>', 'the form').choices(['yaml', 'json']).default('yaml'))
    .showHelpAfterError()
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .action(async (options: OpenApiCommand) => (await import('./run-openapi.ts')).runOpenApiCommand(options));
}
