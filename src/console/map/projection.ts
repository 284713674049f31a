/** Degrees on a flat sheet: a commune is so small that the earth is flat. Pure. */
export interface Frame {
  readonly west: number;
  readonly north: number;
  /** Parts of the sheet for one degree of longitude and latitude. */
  readonly perLon: number;
  readonly perLat: number;
  /** Height of the sheet in parts of its width. */
  readonly ratio: number;
}

/** A spot in parts of the sheet, from the upper left. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

const MARGIN = 0.12;
const SMALLEST_DEGREES = 0.001;

/** A sheet on which all these points lie, with a margin; null: there are none. */
export function frameOf(points: ReadonlyArray<readonly [lon: number, lat: number]>): Frame | null {
  if (points.length === 0) return null;
  let [west, east, south, north] = [180, -180, 90, -90];
  for (const [lon, lat] of points) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const width = Math.max(east - west, SMALLEST_DEGREES);
  const height = Math.max(north - south, SMALLEST_DEGREES);
  const wide = width * (1 + 2 * MARGIN);
  const high = height * (1 + 2 * MARGIN);
  return {
    ...{ west: west - width * MARGIN, north: north + height * MARGIN },
    ...{ perLon: 1 / wide, perLat: 1 / high, ratio: Math.min(2.5, Math.max(0.4, high / (wide * squeeze))) },
  };
}

export const spotOf = ({ west, north, perLon, perLat }: Frame, lon: number, lat: number): Spot => ({
  x: (lon - west) * perLon,
  y: (north - lat) * perLat,
});

/** Degrees with six digits: a hand's breadth. */
export function degreesOf(
  { west, north, perLon, perLat }: Frame,
  { x, y }: Spot,
): { longitude: number; latitude: number } {
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  return { longitude: round(west + x / perLon), latitude: round(north - y / perLat) };
}

/** Stays on the sheet. */
export const within = ({ x, y }: Spot): Spot => ({ x: Math.min(1, Math.max(0, x)), y: Math.min(1, Math.max(0, y)) });
