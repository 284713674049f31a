import { expect, it } from 'vitest';
import { coverOf } from '#handover';

const AREAS = [
  { id: 'xa', parentId: null, name: 'Xã Mẫu' },
  { id: 'tay', parentId: 'xa', name: 'Thôn Tây' },
  { id: 'dong', parentId: 'xa', name: 'Thôn Đông' },
  { id: 'xom', parentId: 'tay', name: 'Xóm Nhỏ' },
];
const speaker = (id: string, areaId: string | null) => ({ id, areaId, protocol: 'link', duty: 'main' }) as const;
const receivers = (id: string, areaId: string | null, duty: 'main' | 'stand_in' = 'stand_in') =>
  ({ id, areaId, protocol: 'fm', duty }) as const;

it('gives each loudspeaker to the receivers of its own place or of the nearest one above it', () => {
  const endpoints = [
    ...[speaker('loa tây', 'tay'), speaker('loa xóm', 'xom'), speaker('loa đông', 'dong'), speaker('loa lạc', null)],
    ...[receivers('fm tây', 'tay'), receivers('fm tây 2', 'tay')],
  ];
  expect(coverOf(AREAS, endpoints)).toEqual({
    covers: [
      { villageId: 'tay', name: 'Thôn Tây', mainIds: ['loa tây', 'loa xóm'], standInIds: ['fm tây', 'fm tây 2'] },
    ],
    uncovered: ['loa đông', 'loa lạc'],
  });
  const commune = coverOf(AREAS, [...endpoints, receivers('fm xã', 'xa')]);
  expect(commune.covers.map((one) => [one.villageId, one.mainIds])).toEqual([
    ['tay', ['loa tây', 'loa xóm']],
    ['xa', ['loa đông']],
  ]);
  expect(commune.uncovered).toEqual(['loa lạc']);
});

it('counts neither FM receivers nor loudspeakers that stand in among those that must be reached', () => {
  const spare = { id: 'loa dự phòng', areaId: 'tay', protocol: 'http', duty: 'stand_in' } as const;
  const endpoints = [
    spare,
    receivers('fm chính', 'tay', 'main'),
    receivers('fm tây', 'tay'),
    receivers('fm lạc', null),
  ];
  expect(coverOf(AREAS, endpoints)).toEqual({ covers: [], uncovered: [] });
});

it('ends in a tree that a fault has made into a ring', () => {
  const ring = [
    { id: 'a', parentId: 'b', name: 'A' },
    { id: 'b', parentId: 'a', name: 'B' },
  ];
  expect(coverOf(ring, [speaker('loa', 'a')]).uncovered).toEqual(['loa']);
});
