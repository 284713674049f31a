import { describe, expect, it } from 'vitest';
import { isStationError } from '#kernel';
import { imageKind } from '../../../src/place/image-kind.ts';
import { readOutline } from '../../../src/place/outline.ts';

const RING = [
  [104.1, 21.8],
  [104.2, 21.8],
  [104.2, 21.9],
  [104.1, 21.8],
];
const polygon = (ring: unknown = RING) => ({ type: 'Polygon', coordinates: [ring] });
const text = (thing: unknown) => JSON.stringify(thing);

describe('an outline', () => {
  it('is read from polygons and points, alone, in features and in collections', () => {
    expect(readOutline(text(polygon())).rings).toEqual([RING]);
    const features = [
      { type: 'Feature', properties: { name: 'Xã' }, geometry: polygon() },
      {
        type: 'Feature',
        properties: { ten: 'Nhà văn hóa' },
        geometry: { type: 'Point', coordinates: [104.15, 21.85, 900] },
      },
      { type: 'Feature', properties: null, geometry: { type: 'MultiPolygon', coordinates: [[RING], [RING]] } },
    ];
    const { rings, points } = readOutline(`\uFEFF${text({ type: 'FeatureCollection', features })}`);
    expect(rings).toHaveLength(3);
    expect(points).toEqual([{ at: [104.15, 21.85], name: 'Nhà văn hóa' }]);
  });

  it.each([
    ['no JSON', 'xã', 'không phải GeoJSON'],
    ['a list', '[]', 'không phải GeoJSON'],
    ['swapped', text(polygon(RING.map(([lon, lat]) => [lat, lon]))), 'bị đổi chỗ'],
    ['metres', text(polygon([[503_000, 2_412_000], ...RING])), 'tính bằng mét'],
    ['elsewhere', text(polygon([[2.35, 48.85], ...RING])), 'nằm ngoài Việt Nam'],
    ['a road', text({ type: 'LineString', coordinates: RING }), 'chỉ nhận Polygon'],
    ['no border', text({ type: 'Point', coordinates: [104, 21] }), 'không có đường viền'],
    ['a short border', text(polygon(RING.slice(0, 3))), 'ít hơn 4 điểm'],
    ['words for numbers', text(polygon([['104', '21'], ...RING])), 'không phải hai số'],
    ['no coordinates', text({ type: 'Polygon' }), 'thiếu danh sách'],
    ['too many points', text(polygon(Array.from({ length: 20_001 }, () => [104, 21]))), 'đơn giản hóa'],
    [
      'nesting',
      text(Array.from({ length: 20 }).reduce((inner) => ({ type: 'Feature', geometry: inner }), polygon())),
      'không phải GeoJSON',
    ],
  ])('with %s is refused, and the sentence says why', (_, file, why) => {
    try {
      readOutline(file);
      expect.unreachable();
    } catch (error) {
      expect(isStationError(error, 'MAP_BAD') && error.text.vi).toContain(why);
    }
  });
});

describe('what an image is', () => {
  const png = (width: number, height: number) => {
    const bytes = Buffer.alloc(40);
    bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    bytes.write('IHDR', 12);
    bytes.writeUInt32BE(width, 16);
    bytes.writeUInt32BE(height, 20);
    return bytes;
  };
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8, 0, 100, 0, 200, 1, 0, 0, 0]);
  it.each([
    ['a PNG', png(640, 480), { contentType: 'image/png', width: 640, height: 480 }],
    ['a JPEG behind other segments', jpeg, { contentType: 'image/jpeg', width: 200, height: 100 }],
    ['a PNG without a size', png(0, 480), null],
    ['a PNG that was cut off', png(640, 480).subarray(0, 20), null],
    ['a JPEG that was cut off', jpeg.subarray(0, 10), null],
    ['an SVG', Buffer.from('<svg onload="alert(1)"/>'), null],
    ['nothing', Buffer.alloc(0), null],
  ])('%s', (_, bytes, kind) => expect(imageKind(bytes)).toEqual(kind));
});
