/** Source text as the architecture test sees it: which files there are, what they import, and what they say as code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export interface SourceFile {
  /** From the root of the project, with "/". */
  readonly path: string;
  readonly text: string;
  /** The text without comments and without what stands inside quotes. */
  readonly code: string;
  readonly imports: readonly ImportedName[];
}

export interface ImportedName {
  readonly from: string;
  /** The names in braces, as the imported module calls them. */
  readonly names: readonly string[];
  readonly isTypeOnly: boolean;
}

/** Every source file below `folder`, sorted. */
export function sourcesIn(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts'))
    .sort()
    .map((path) => sourceFile(path, readFileSync(join(ROOT, path), 'utf8')));
}

export function sourceFile(path: string, text: string): SourceFile {
  return { path, text, code: blank(text, true), imports: importsOf(blank(text, false)) };
}

const IMPORT = /\b(?:import|export)\s+(type\s+)?([^'"`;=()]*?)\bfrom\s*['"]([^'"]+)['"]/g;
const BARE_IMPORT = /\bimport\s*\(?\s*['"]([^'"]+)['"]/g;

function importsOf(text: string): ImportedName[] {
  const found: ImportedName[] = [];
  for (const [, type, clause = '', from = ''] of text.matchAll(IMPORT)) {
    const inBraces = (/\{([^}]*)\}/.exec(clause)?.[1] ?? '').split(',').map((name) => name.trim());
    const names = inBraces
      .filter((name) => name !== '')
      .map((name) => name.replace(/^type\s+/, '').split(/\s+as\s/)[0] ?? '');
    const onlyTypes = names.length > 0 && inBraces.every((name) => name === '' || name.startsWith('type '));
    found.push({ from, names, isTypeOnly: type !== undefined || onlyTypes });
  }
  for (const [, from = ''] of text.matchAll(BARE_IMPORT)) found.push({ from, names: [], isTypeOnly: false });
  return found;
}

/** Blanks comments, and the insides of quotes where `quotesToo`; `${…}` in a template stays code. Keeps line breaks. */
function blank(text: string, quotesToo: boolean): string {
  let out = '';
  let at = 0;
  /** Depth of braces in each open `${`. */
  const holes: number[] = [];
  const copy = (count: number) => {
    out += text.slice(at, at + count);
    at += count;
  };
  const hide = (count: number) => {
    out += text.slice(at, at + count).replaceAll(/[^\n]/g, ' ');
    at += count;
  };
  const inside = quotesToo ? hide : copy;
  const template = () => {
    while (at < text.length) {
      if (text[at] === '\\') inside(2);
      else if (text[at] === '`') return copy(1);
      else if (text.startsWith('${', at)) {
        holes.push(0);
        return copy(2);
      } else inside(1);
    }
  };
  while (at < text.length) {
    const char = text[at] ?? '';
    if (text.startsWith('//', at)) hide(lengthTo(text, at, '\n', 0));
    else if (text.startsWith('/*', at)) hide(lengthTo(text, at, '*/', 2));
    else if (char === '\\') copy(2);
    else if (char === "'" || char === '"') {
      copy(1);
      while (at < text.length && text[at] !== char && text[at] !== '\n') inside(text[at] === '\\' ? 2 : 1);
      copy(1);
    } else if (char === '`') {
      copy(1);
      template();
    } else if (char === '}' && holes.at(-1) === 0) {
      holes.pop();
      copy(1);
      template();
    } else {
      const depth = holes.pop();
      if (depth !== undefined) holes.push(depth + (char === '{' ? 1 : char === '}' ? -1 : 0));
      copy(1);
    }
  }
  return out;
}

function lengthTo(text: string, at: number, end: string, including: number): number {
  const found = text.indexOf(end, at);
  return (found === -1 ? text.length : found + including) - at;
}
