/** The control list of safety level 2 says nothing that no test proves. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { level2Page, readLevel2 } from '../../scripts/level2/controls.ts';
import { ROOT } from '../support/source-code.ts';

const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const list = readLevel2(text('docs/level2.yaml'));
const controls = list.families.flatMap((family) => family.controls);

test('the page is drawn from the list', () => {
  expect(text('docs/level2.md'), 'npm run level2').toBe(level2Page(list));
});

test('each control has an id of its own', () => {
  const ids = controls.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(30);
});

test.each(controls)('$id: what it names is there, and what it claims has a proof', ({ mark, where, proof }) => {
  for (const path of where) expect(existsSync(join(ROOT, path)), path).toBe(true);
  for (const { file, says } of proof) {
    expect(file, 'a test, or the data of one').toMatch(/^tests\//);
    expect(existsSync(join(ROOT, file)), file).toBe(true);
    expect(text(file).toLowerCase(), `${file} does not say "${says}"`).toContain(says.toLowerCase());
  }
  if (mark === 'met' || mark === 'by_setting') {
    expect(where.length).toBeGreaterThan(0);
    expect(proof.length).toBeGreaterThan(0);
  }
});

test('what is not met is said as plainly as what is', () => {
  const page = level2Page(list);
  for (const { id, mark } of controls)
    if (mark === 'not_met') expect(page).toMatch(new RegExp(`\\| ${id} \\|.*CHƯA đáp ứng`));
  expect(() => readLevel2('title: x')).toThrow();
});
