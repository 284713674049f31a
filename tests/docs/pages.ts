/** Pages for people, as the tests read them: their text, their links, and the blocks that are drawn from code. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ROOT } from '../support/source-code.ts';

const HOW_TO_REDRAW = 'the page is older than the code: LOAXA_DRAW_DOCS=1 npm test -- tests/docs';

export function page(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Every page of the project. */
export function pages(): string[] {
  const below = (folder: string) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`);
  const top = readdirSync(join(ROOT, '.'));
  const all = [...top, ...below('docs'), ...below('media'), ...below('schedules')];
  return all.filter((path) => path.endsWith('.md')).sort();
}

/** Holds the block `name` of a page equal to what the code says; writes it when asked to by the environment. */
export function expectDrawn(path: string, name: string, drawn: string): void {
  const text = page(path);
  const [open, close] = [`<!-- drawn from code: ${name} -->`, '<!-- end -->'];
  const from = text.indexOf(open);
  const to = text.indexOf(close, from);
  if (from === -1 || to === -1) throw new Error(`${path} has no block "${open}" … "${close}"`);
  const wanted = `${open}\n\n${drawn.trim()}\n\n`;
  if (process.env['LOAXA_DRAW_DOCS'] === '1') {
    writeFileSync(join(ROOT, path), text.slice(0, from) + wanted + text.slice(to));
    return;
  }
  expect(text.slice(from, to), HOW_TO_REDRAW).toBe(wanted);
}

/** A Markdown table. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The anchor that a heading gets. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}
