const EARTH_M = 6_371_000;

/** Where an endpoint stands, in degrees, and how far it is heard, in metres. */
export interface Standing {
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly reachM: number;
}

/** How far apart two endpoints stand, in metres, when somebody between them hears both; null: nobody does, or unknown. */
export function earshotBetween(a: Standing, b: Standing): number | null {
  if (a.latitude === null || a.longitude === null || b.latitude === null || b.longitude === null) return null;
  const reachM = a.reachM + b.reachM;
  const north = radians(b.latitude - a.latitude);
  if (Math.abs(north) * EARTH_M > reachM) return null;
  const east = radians(b.longitude - a.longitude);
  const part =
    Math.sin(north / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(east / 2) ** 2;
  const distanceM = 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(part)));
  return distanceM <= reachM ? Math.round(distanceM) : null;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
