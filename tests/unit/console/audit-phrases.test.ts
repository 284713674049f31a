import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { phraseOf } from '../../../src/console/house/audit-phrases.ts';
import { isAudited } from '../../../src/http/audit-desk.ts';
import { type Route, type RouteName, routes } from '../../../src/http/contract.ts';

const SRC = new URL('../../../src/', import.meta.url).pathname;

test('every request that the audit log tells of has a phrase that a person understands', () => {
  const audited = (Object.entries(routes) as Array<[RouteName, Route]>)
    .filter(([name, route]) => isAudited(name, route))
    .map(([name]) => name);
  expect(audited.filter((name) => phraseOf(name) === undefined)).toEqual([]);
  expect(audited.length).toBeGreaterThan(60);
});

test('so has what the station does by itself', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const noted = files.flatMap((name) => {
    const text = readFileSync(join(SRC, name), 'utf8');
    if (!text.includes('#audit') && !name.startsWith('audit/')) return [];
    return [...text.matchAll(/what: '([a-z]+[A-Z][a-zA-Z]+)'|#tell\(bulletinId, '(\w+)'/g)].map(
      ([, a, b]) => a ?? b ?? '',
    );
  });
  expect([...new Set(noted)].filter((name) => phraseOf(name) === undefined)).toEqual([]);
  expect(noted.length).toBeGreaterThan(8);
});
