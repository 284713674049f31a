import { describe, expect, test } from 'vitest';
import { ERROR_CODES, errorStatus, errorText } from '#kernel';
import { sourcesIn } from '../support/source-code.ts';
import { page } from './pages.ts';

const HINT =
  'docs/errors.md: "## CODE (status)", the two sentences as quotes, then "Vì sao", "Làm gì", "Why", "What to do"';

/** Each code's part of the page. */
const parts = new Map(
  page('docs/errors.md')
    .split(/^## /m)
    .slice(1)
    .map((part) => [part.split(/\s/)[0] ?? '', part] as const),
);

test('the page explains every code, each once, in the order of the registry, and no other', () => {
  expect([...parts.keys()], HINT).toEqual(ERROR_CODES);
  expect(page('docs/errors.md').match(/^## /gm)).toHaveLength(ERROR_CODES.length);
});

test('every code can happen: some file says it', () => {
  const said = sourcesIn('src')
    .filter((file) => file.path !== 'src/kernel/errors.ts')
    .map((file) => file.text)
    .join('\n');
  expect(ERROR_CODES.filter((code) => !said.includes(`'${code}'`))).toEqual([]);
});

describe.each(ERROR_CODES)('%s', (code) => {
  test('carries its status and its two sentences, and says why and what to do in both languages', () => {
    const part = parts.get(code) ?? '';
    expect(part.split('\n')[0], HINT).toBe(`${code} (${errorStatus(code)})`);
    const { vi, en } = errorText(code);
    expect(part, HINT).toContain(`> ${vi}\\\n> ${en}\n`);
    for (const label of ['Vì sao', 'Làm gì', 'Why', 'What to do'])
      expect(part, HINT).toMatch(new RegExp(`\\*\\*${label}:\\*\\* \\S.{15,}`));
  });
});
