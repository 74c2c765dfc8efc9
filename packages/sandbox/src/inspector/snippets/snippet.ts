import type { PassingRequest } from '../passing/passing-request.ts';
import { curl } from './curl.ts';
import { java } from './java.ts';
import { javascript } from './javascript.ts';
import { php } from './php.ts';
import { python } from './python.ts';

/** A request in a language, ready to paste: curl with every value written out, and programs that sign for themselves. */
export const SNIPPETS = { curl, javascript, php, python, java } as const satisfies Record<
  string,
  (request: PassingRequest) => string
>;

export type SnippetLanguage = keyof typeof SNIPPETS;

export const SNIPPET_LANGUAGES = Object.keys(SNIPPETS) as SnippetLanguage[];
