import { type OpenApiProfile, openApiFor } from '@countersign/contract';
import { stringify } from 'yaml';

export interface OpenApiCommand {
  readonly profile: string;
  readonly format: 'json' | 'yaml';
}

/** A profile that there is not is told on stderr, with those that there are, and is exit code 2. */
export function runOpenApiCommand({ profile, format }: OpenApiCommand): void {
  try {
    const document = openApiFor(profile as OpenApiProfile);
    process.stdout.write(
      format === 'json' ? `${JSON.stringify(document, undefined, 2)}\n` : stringify(document),
    );
  } catch (error) {
    process.stderr.write(`countersign openapi: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
