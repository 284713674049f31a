import { describe, expect, it } from 'vitest';
import { LONGEST_MS, lastOf } from '../../../src/console/kept/last-known.ts';
import { wayOf } from '../../../src/console/worker/ways.ts';

const HERE = 'https://loa.xa.vn';

describe('the service worker', () => {
  it.each([
    ['GET', '/', true, 'page'],
    ['GET', '/?x=1', true, 'page'],
    ['GET', '/thon.html', true, 'leave'],
    ['GET', '/api/v1/as-run/export', true, 'leave'],
    ['GET', '/assets/index-abc.js', false, 'asset'],
    ['GET', '/icon.svg', false, 'asset'],
    ['GET', '/api/v1/zones', false, 'leave'],
    ['GET', '/api/v1/recordings/rec_1/listen', false, 'leave'],
    ['GET', '/stream/edp_1.mp3?key=k', false, 'leave'],
    ['GET', '/sw.js', false, 'leave'],
    ['GET', '/healthz', false, 'leave'],
    ['HEAD', '/', true, 'leave'],
    ['POST', '/chia-se', true, 'share'],
    ['POST', '/api/v1/broadcasts', false, 'leave'],
    ['GET', '/chia-se', true, 'leave'],
  ] as const)('%s %s, page: %s → %s', (method, path, isPage, way) => {
    expect(wayOf({ method, url: HERE + path, isPage }, HERE)).toBe(way);
    expect(wayOf({ method, url: `https://elsewhere.vn${path}`, isPage }, HERE)).toBe('leave');
  });
});

describe('the last known state', () => {
  const now = Date.UTC(2026, 10, 23, 21, 12);
  const of = (owner: string, at: number) => ({ owner, at, date: '2026-11-24', standing: {}, shown: {} });

  it('is the one that was seen last', () => {
    expect(lastOf([of('acc_an', now - 9), of('acc_binh', now - 5), of('acc_chi', now - 7)], now)?.owner).toBe(
      'acc_binh',
    );
  });

  it('is nothing when it is older than a session lives alone, from the future, or damaged', () => {
    expect(lastOf([], now)).toBeNull();
    expect(lastOf([of('acc_an', now - LONGEST_MS - 1), of('acc_an', now + 1)], now)).toBeNull();
    expect(lastOf([null, 7, {}, { at: now, owner: 'acc_an' }], now)).toBeNull();
    expect(lastOf([of('acc_an', now - LONGEST_MS)], now)?.owner).toBe('acc_an');
  });
});
