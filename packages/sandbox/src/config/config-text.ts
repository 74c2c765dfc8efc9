import { type ErrorCode, isAlias, LineCounter, type ParsedNode, parseDocument, visit } from 'yaml';
import type { ConfigProblem } from './config-error.ts';

/** What a configuration file holds, each part of it with its place. */
export interface ConfigText {
  /** `null` for a file with nothing in it. */
  readonly content: ParsedNode | null;
  /** What is no YAML. Where there is any of it, `content` is not to be relied on. */
  readonly problems: readonly ConfigProblem[];
  /** @param offset in characters from the beginning */
  placeOf(offset: number): Pick<ConfigProblem, 'line' | 'column'>;
}

/** Reads YAML 1.2 (YAML Core Schema), of which JSON is a part. Nothing of the text gets into a problem. */
export function readConfigText(text: string): ConfigText {
  const lines = new LineCounter();
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problem = (offset: number, message: string) => ({ ...placeOf(offset), field: '', message });
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    // The library's own messages quote the text, which may be a secret.
    prettyErrors: false,
    logLevel: 'error',
    // Told with its field by whoever reads the mapping.
    uniqueKeys: false,
  });
  const found = [...document.errors, ...document.warnings];
  // What is said after the library gave up comes of its having done so.
  const exhausted = found.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  const problems = firstOfEachPlace(
    (exhausted ? [exhausted] : found).map(({ code, pos }) => problem(pos[0], told[code] ?? notYaml)),
  );
  // A few aliases of aliases stand for millions of values. A configuration of accounts is as clear without.
  if (problems.length === 0) {
    visit(document, (_key, node) => {
      if (!isAlias(node)) return;
      problems.push(problem(node.range?.[0] ?? 0, 'aliases (*) are not read: write it out'));
    });
  }
  return { content: document.contents, problems, placeOf };
}

const notYaml = 'is neither YAML nor JSON from here on';

/** In our own words. What is not named here is what somebody who writes YAML by hand hardly meets. */
const told: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: 'aliases (*) are not read: write it out, or put it in quotes',
  BAD_DQ_ESCAPE:
    'after \\ in double quotes only the escapes of JSON and YAML may come: \\\\ for the character itself',
  BAD_INDENT: 'is indented by another amount than what it belongs to, or a bracket before it is not closed',
  BAD_SCALAR_START: 'text that begins with @ or ` must be in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'has a second key on one line: text with ": " in it must be in quotes',
  MISSING_CHAR: 'a quote, a bracket, a comma or a space is missing here',
  MULTIPLE_DOCS: 'only one document may be in the file',
  RESOURCE_EXHAUSTION: 'is nested too deeply',
  TAB_AS_INDENT: 'YAML is indented with spaces, not with tabs',
  TAG_RESOLVE_FAILED: 'tags (!) are not read: leave it out, or put the text in quotes',
};

/** Where one thing is wrong, the library often finds others that come of it. */
function firstOfEachPlace(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const places = new Map(problems.toReversed().map((one) => [`${one.line}:${one.column}`, one]));
  return [...places.values()];
}
