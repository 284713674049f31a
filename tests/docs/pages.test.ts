import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { ROOT, sourcesIn } from '../support/source-code.ts';
import { anchorOf, page, pages } from './pages.ts';

const TOP = ['README.md', 'ARCHITECTURE.md', 'GLOSSARY.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'];

test('every page that a newcomer looks for is there', () => {
  expect(pages()).toEqual(expect.arrayContaining(TOP));
  expect(page('LICENSE')).toContain('Apache License');
});

describe.each(pages())('%s', (path) => {
  const text = page(path);
  const prose = text.replaceAll(/```[\s\S]*?```/g, '').replaceAll(/`[^`\n]*`/g, '');

  test('its links lead somewhere', () => {
    const lost: string[] = [];
    for (const [, target = ''] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [file = '', anchor] = target.split('#');
      const place = file === '' ? path : normalize(join(dirname(path), file));
      if (!existsSync(join(ROOT, place))) lost.push(target);
      else if (anchor && !headingsOf(place).includes(anchor)) lost.push(target);
    }
    expect(lost).toEqual([]);
  });

  test('the files and commands that it names exist', () => {
    const lost: string[] = [];
    for (const [, name = ''] of text.matchAll(
      /`((?:src|tests|docs|scripts|bench|schedules|media|public)\/[\w./-]*\w\/?)`/g,
    )) {
      if (!existsSync(join(ROOT, name))) lost.push(name);
    }
    for (const [, name = ''] of text.matchAll(/npm run ([a-z0-9-]+)/g))
      if (!(name in manifest.scripts)) lost.push(`npm run ${name}`);
    expect(lost).toEqual([]);
  });

  test('it is written for anybody, not for one machine', () => {
    expect(text).not.toMatch(/\/(home|root|Users|work|tmp)\//);
  });
});

function headingsOf(path: string): string[] {
  const headings = [...page(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    anchorOf(heading.replaceAll('`', '')),
  );
  const named = [...page(path).matchAll(/<a id="([^"]+)">/g)].map(([, name = '']) => name);
  return [...headings, ...named];
}

test('the first screen of README.md names the two commands and says what it is in two languages', () => {
  const screen = page('README.md').split('\n').slice(0, 30).join('\n');
  for (const command of ['npm run demo', 'npm test']) expect(screen).toContain(command);
  expect(screen).toMatch(/đài truyền thanh/);
});

test('documents that the sources point to exist', () => {
  const lost: string[] = [];
  for (const file of ['src', 'tests', 'scripts'].flatMap(sourcesIn)) {
    for (const [, name = ''] of file.text.matchAll(/\b(docs\/[\w./-]+\.(?:md|json))/g)) {
      if (!existsSync(join(ROOT, name))) lost.push(`${file.path}: ${name}`);
    }
  }
  expect(lost).toEqual([]);
});

describe('decisions', () => {
  const decisions = pages().filter((path) => path.startsWith('docs/adr/'));

  test('each has a number of its own', () => {
    const numbers = decisions.map((path) => Number(/\/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1]));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(numbers.length).toBeGreaterThan(10);
  });

  test.each(decisions)('%s is one page that says what would change our mind', (path) => {
    const headings = [...page(path).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['Context', 'Decision', 'Consequences', 'What would change our mind']);
    expect(page(path).split('\n').length).toBeLessThan(70);
  });
});
