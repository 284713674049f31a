import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hints as en } from '../../../src/console/words/en/hints.ts';
import { hints as vi } from '../../../src/console/words/vi/hints.ts';

test('every word that has a hint is a word of the glossary, in both languages', () => {
  const lines = readFileSync(new URL('../../../GLOSSARY.md', import.meta.url), 'utf8').split('\n');
  const entries = lines.map((line) => line.split('|').map((cell) => cell.trim()));
  for (const name of Object.keys(vi) as Array<keyof typeof vi>) {
    const isThere = entries.some(([, english = '', vietnamese = '']) => {
      return english.split(', ').includes(en[name].word) && vietnamese.split(', ').includes(vi[name].word);
    });
    expect(isThere, `${en[name].word}, ${vi[name].word}`).toBe(true);
    for (const { text } of [vi[name], en[name]]) expect(text.length).toBeLessThan(240);
  }
});
