import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './running-program.ts';

/** The fenced blocks of a page that are in this language, in order. */
export function blocksOf(page: string, language: string): string[] {
  const fenced = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms');
  return [...textOf(page).matchAll(fenced)].map(([, block = '']) => block);
}

/** The body rows of every table of a page that has these columns, each by the names of its columns. */
export function rowsOf(page: string, ...columns: string[]): Record<string, string>[] {
  const rows: Record<string, string>[] = [];
  let names: string[] = [];
  for (const line of textOf(page).split('\n')) {
    const cells = line.startsWith('|') ? line.split('|').slice(1, -1).map(trimmed) : [];
    if (cells.length === 0) names = [];
    else if (names.length === 0) names = cells;
    else if (!cells[0]?.startsWith('---') && columns.every((column) => names.includes(column))) {
      rows.push(Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])));
    }
  }
  return rows;
}

function textOf(page: string): string {
  return readFileSync(join(repository, page), 'utf8');
}

function trimmed(cell: string): string {
  return cell.trim();
}
