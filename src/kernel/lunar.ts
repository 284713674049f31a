import { dateOfDay, dayNumber } from './civil.ts';

/** A day of the Vietnamese lunar calendar. The leap month has the number of the month before it. */
export interface LunarDay {
  readonly day: number;
  readonly month: number;
  readonly isLeap: boolean;
  readonly year: number;
}

/** Noon of 1970-01-01 in julian days. */
const EPOCH_JD = 2_440_588;
const SYNODIC_DAYS = 29.530588853;
/** The new moon of 1900-01-01, from which they are counted. */
const FIRST_NEW_MOON_JD = 2_415_021.076998695;
const CENTURY_DAYS = 36_525;
/** Since 1968 months begin by the clock of Hà Nội, seven hours before Greenwich (Decision 121/CP of 1967). */
const ZONE_DAYS = 7 / 24;
const RADIANS = Math.PI / 180;
const sin = (degrees: number) => Math.sin(degrees * RADIANS);

/**
 * The lunar day of a civil date. Reckoned, not looked up: new moons and the sun's longitude by Meeus's shorter series (some
 * minutes exact), months as the calendar rules say: the month with the winter solstice is the eleventh, and between two of
 * these, where there are thirteen, the first without a major solar term is the leap month. Null: no such date.
 */
export function lunarOf(date: string): LunarDay | null {
  const number = dayNumber(date);
  if (number === null) return null;
  const jd = number + EPOCH_JD;
  const year = Number(date.slice(0, 4));
  let eleventh = eleventhMoon(year);
  let solarYear = year;
  if (newMoonDay(eleventh) > jd) eleventh = eleventhMoon(--solarYear);
  const next = eleventhMoon(solarYear + 1);
  const moon = moonAt(jd);
  const after = moon - eleventh;
  const leap = next - eleventh === 13 ? leapAfter(eleventh) : null;
  const place = leap !== null && after >= leap ? after - 1 : after;
  const month = ((place + 10) % 12) + 1;
  return {
    day: jd - newMoonDay(moon) + 1,
    month,
    isLeap: leap !== null && after === leap,
    year: place < 2 ? solarYear : solarYear + 1,
  };
}

/** The civil date of the first day of a lunar year. */
export function lunarNewYear(year: number): string {
  const eleventh = eleventhMoon(year - 1);
  const leap = eleventhMoon(year) - eleventh === 13 ? leapAfter(eleventh) : null;
  const moon = eleventh + (leap !== null && leap <= 2 ? 3 : 2);
  return dateOfDay(newMoonDay(moon) - EPOCH_JD);
}

/** Which new moon begins the month of a day. */
function moonAt(jd: number): number {
  let moon = Math.floor((jd - FIRST_NEW_MOON_JD) / SYNODIC_DAYS) + 1;
  while (newMoonDay(moon) > jd) moon -= 1;
  return moon;
}

/** The new moon that begins the month with the winter solstice of a civil year. */
function eleventhMoon(year: number): number {
  const last = (dayNumber(`${String(year).padStart(4, '0')}-12-31`) ?? 0) + EPOCH_JD;
  const moon = moonAt(last);
  // The solstice may lie before it: then its month is the one before.
  return solarTerm(newMoonDay(moon)) >= 9 ? moon - 1 : moon;
}

/** How many months after the eleventh the leap month comes. */
function leapAfter(eleventh: number): number {
  for (let after = 1; after < 14; after += 1) {
    const term = (more: number) => solarTerm(newMoonDay(eleventh + after + more));
    if (term(0) === term(1)) return after;
  }
  throw new Error('thirteen months without a leap month');
}

/** Which twelfth of its way the sun is in when the local day begins; 9 begins with the winter solstice. */
function solarTerm(jd: number): number {
  const centuries = (jd - 0.5 - ZONE_DAYS - 2_451_545) / CENTURY_DAYS;
  const anomaly = 357.5291 + 35999.0503 * centuries - 0.0001559 * centuries ** 2;
  const mean = 280.46645 + 36000.76983 * centuries + 0.0003032 * centuries ** 2;
  const centre =
    (1.9146 - 0.004817 * centuries - 0.000014 * centuries ** 2) * sin(anomaly) +
    (0.019993 - 0.000101 * centuries) * sin(2 * anomaly) +
    0.00029 * sin(3 * anomaly);
  // Seen from the moving earth, a little behind.
  const longitude = mean + centre - 0.00569 - 0.00478 * sin(125.04 - 1934.136 * centuries);
  return Math.floor((((longitude % 360) + 360) % 360) / 30);
}

/** The local day on which a new moon falls, as the julian day of its noon. */
function newMoonDay(moon: number): number {
  const centuries = moon / 1236.85;
  const mean =
    2_415_020.75933 +
    29.53058868 * moon +
    0.0001178 * centuries ** 2 +
    0.00033 * sin(166.56 + 132.87 * centuries - 0.009173 * centuries ** 2);
  const sun = 359.2242 + 29.10535608 * moon - 0.0000333 * centuries ** 2;
  const self = 306.0253 + 385.81691806 * moon + 0.0107306 * centuries ** 2;
  const node = 21.2964 + 390.67050646 * moon - 0.0016528 * centuries ** 2;
  const wave =
    (0.1734 - 0.000393 * centuries) * sin(sun) +
    0.0021 * sin(2 * sun) -
    0.4068 * sin(self) +
    0.0161 * sin(2 * self) +
    0.0104 * sin(2 * node) -
    0.0051 * sin(sun + self) -
    0.0074 * sin(sun - self) +
    0.0004 * sin(2 * node + sun) -
    0.0004 * sin(2 * node - sun) -
    0.0006 * sin(2 * node + self) +
    0.001 * sin(2 * node - self) +
    0.0005 * sin(2 * self + sun);
  const jd = mean + wave - deltaDays(centuries);
  return Math.floor(jd + 0.5 + ZONE_DAYS);
}

/** How far the even time of the formulas is ahead of the clock of the turning earth, in days; centuries since 1900. */
function deltaDays(centuries: number): number {
  return -0.000278 + 0.000265 * centuries + 0.000262 * centuries ** 2;
}
