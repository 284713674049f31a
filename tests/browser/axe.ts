import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from './chromium.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 AA, and what axe holds to be good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
export const THEMES = ['light', 'dark', 'contrast'] as const;

interface Violation {
  readonly id: string;
  readonly nodes: ReadonlyArray<{ readonly html: string; readonly failureSummary: string }>;
}

/** What axe finds on the page in these colours, one line for each element. Beside light ones only the colours are judged again. */
export async function axeFaults(page: Page, theme: (typeof THEMES)[number] = 'light'): Promise<string[]> {
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(AXE);
  await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
  const asked = JSON.stringify(theme === 'light' ? RULES : { type: 'rule', values: ['color-contrast'] });
  const run = `axe.run(document, { runOnly: ${asked} }).then(({ violations }) => violations)`;
  const violations = (await page.evaluate(run)) as Violation[];
  const line = (id: string) => (node: Violation['nodes'][number]) => `${id}: ${node.html} ${node.failureSummary}`;
  return violations.flatMap(({ id, nodes }) => nodes.map(line(id)));
}
