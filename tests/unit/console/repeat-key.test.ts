import { describe, expect, it } from 'vitest';
import { failureOf, Refused, Unreachable } from '../../../src/console/api/failure.ts';
import { freshKey, repeatKey } from '../../../src/console/api/repeat-key.ts';
import { pathOf, queryText } from '../../../src/console/api/routes.ts';

describe('a repeat key', () => {
  it('stays the same for the same content until the thing is made', () => {
    let count = 0;
    const key = repeatKey(() => `key-${++count}`);
    expect(key.of({ name: 'a' })).toBe('key-1');
    expect(key.of({ name: 'a' })).toBe('key-1');
    expect(key.of({ name: 'b' })).toBe('key-2');
    key.done();
    expect(key.of({ name: 'b' })).toBe('key-3');
  });

  it('is one that the station takes', () => {
    expect(freshKey()).toMatch(/^[\x21-\x7e]{8,200}$/);
    expect(freshKey()).not.toBe(freshKey());
  });
});

describe('asking the station', () => {
  it('fills paths and leaves empty filters out', () => {
    expect(pathOf('/zones/{id}', { id: 'zon/1' })).toBe('/api/v1/zones/zon%2F1');
    expect(queryText({ date: '2026-11-23', village: '', before: undefined })).toBe('?date=2026-11-23');
    expect(queryText({})).toBe('');
  });

  it('tells a refusal from a silence', () => {
    const refusal = failureOf(409, { code: 'IN_USE', detail: { vi: 'đang dùng', en: 'in use' } });
    expect(refusal).toBeInstanceOf(Refused);
    expect(failureOf(502, '<html>')).toBeInstanceOf(Unreachable);
    expect(failureOf(500, null)).toBeInstanceOf(Unreachable);
  });
});
