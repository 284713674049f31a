/** The outline of a commune as a GeoJSON file draws it, looked through with suspicion. Pure. */
import { type Bilingual, StationError } from '#kernel';

/** Longitude and latitude in degrees, WGS 84. */
export type LonLat = readonly [lon: number, lat: number];

export interface Outline {
  /** Closed lines: borders, and holes in them. */
  readonly rings: ReadonlyArray<readonly LonLat[]>;
  /** Named spots of the file, like village halls. */
  readonly points: ReadonlyArray<{ readonly at: LonLat; readonly name: string }>;
}

/** Việt Nam with its islands. */
const BOUNDS = { west: 102, east: 118, south: 6, north: 24 } as const;
const MOST_POINTS = 20_000;
const MOST_SPOTS = 500;
const NAME_LENGTH = 100;
/** No outline is deeper: collection, feature, geometry, polygons, rings, places, numbers. */
const MOST_LEVELS = 12;

const bad = (vi: string, en: string) => new StationError('MAP_BAD', { problem: { vi, en } satisfies Bilingual });
const isInside = (lon: number, lat: number) =>
  lon >= BOUNDS.west && lon <= BOUNDS.east && lat >= BOUNDS.south && lat <= BOUNDS.north;

type Thing = Record<string, unknown>;
const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads Polygon, MultiPolygon and Point, alone or in features. Throws MAP_BAD, which says what is wrong with the file. */
export function readOutline(text: string): Outline {
  let whole: unknown;
  try {
    whole = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw bad('tệp không phải GeoJSON', 'it is not GeoJSON');
  }
  const rings: LonLat[][] = [];
  const points: Array<{ at: LonLat; name: string }> = [];
  let count = 0;

  const place = (value: unknown): LonLat => {
    count += 1;
    if (count > MOST_POINTS)
      throw bad(
        `có hơn ${MOST_POINTS} điểm, hãy đơn giản hóa đường viền`,
        `it has more than ${MOST_POINTS} points: simplify the outline`,
      );
    const [lon, lat] = Array.isArray(value) ? (value as unknown[]) : [];
    if (typeof lon !== 'number' || typeof lat !== 'number' || !Number.isFinite(lon) || !Number.isFinite(lat))
      throw bad('có một điểm không phải hai số', 'a point is not two numbers');
    if (isInside(lon, lat)) return [lon, lat];
    if (isInside(lat, lon))
      throw bad(
        'vĩ độ và kinh độ bị đổi chỗ: GeoJSON ghi kinh độ (102 đến 118) trước, vĩ độ (6 đến 24) sau',
        'latitude and longitude are swapped: GeoJSON has longitude (102 to 118) first, then latitude (6 to 24)',
      );
    if (Math.abs(lon) > 360 || Math.abs(lat) > 360)
      throw bad(
        'tọa độ tính bằng mét (như VN-2000), hãy xuất lại theo WGS 84 (độ)',
        'its coordinates are metres (like VN-2000): export it as WGS 84, in degrees',
      );
    throw bad(`điểm ${lon}, ${lat} nằm ngoài Việt Nam`, `the point ${lon}, ${lat} lies outside Việt Nam`);
  };
  const listOf = (value: unknown): unknown[] => {
    if (!Array.isArray(value)) throw bad('thiếu danh sách tọa độ', 'a list of coordinates is missing');
    return value as unknown[];
  };
  const polygon = (value: unknown) => {
    for (const ring of listOf(value)) {
      const line = listOf(ring).map(place);
      if (line.length < 4) throw bad('một đường viền có ít hơn 4 điểm', 'a border has fewer than 4 points');
      rings.push(line);
    }
  };
  const read = (thing: unknown, name: string, level: number): void => {
    if (!isThing(thing) || level > MOST_LEVELS) throw bad('tệp không phải GeoJSON', 'it is not GeoJSON');
    switch (thing['type']) {
      case 'FeatureCollection':
        for (const feature of listOf(thing['features'])) read(feature, name, level + 1);
        return;
      case 'Feature': {
        const properties = isThing(thing['properties']) ? thing['properties'] : {};
        const own = properties['name'] ?? properties['ten'] ?? '';
        read(thing['geometry'], typeof own === 'string' ? own.slice(0, NAME_LENGTH) : '', level + 1);
        return;
      }
      case 'Polygon':
        polygon(thing['coordinates']);
        return;
      case 'MultiPolygon':
        for (const one of listOf(thing['coordinates'])) polygon(one);
        return;
      case 'Point':
        points.push({ at: place(thing['coordinates']), name });
        if (points.length > MOST_SPOTS)
          throw bad(`có hơn ${MOST_SPOTS} điểm lẻ`, `it has more than ${MOST_SPOTS} single points`);
        return;
      default:
        throw bad('chỉ nhận Polygon, MultiPolygon và Point', 'only Polygon, MultiPolygon and Point are taken');
    }
  };
  read(whole, '', 0);
  if (rings.length === 0) throw bad('không có đường viền (Polygon) nào', 'there is no outline (Polygon) in it');
  return { rings, points };
}
