import { dateOfDay, dayNumber, notFound } from '#kernel';
import { readFonts, type Timetable, timetable } from '#paper';
import { listAreas } from '#place';
import { dayBounds } from './asking.ts';
import { calendarOf } from './calendar.ts';
import type { RouteInput } from './contract.ts';
import type { House } from './house.ts';

/** What was taken off the air, or never got there, is not for the wall. */
const OFF: readonly string[] = ['cancelled', 'expired', 'dropped'];

/** The timetable of an area with all below it, or of the whole station, as PDF. Throws NOT_FOUND. */
export async function paperOfDays(
  house: House,
  { from, days, areaId }: RouteInput<'printCalendar'>['query'],
): Promise<Uint8Array> {
  const { store, settings, world } = house;
  const areas = await listAreas(store.db);
  const place = areaId === undefined ? null : areas.find(({ id }) => id === areaId);
  if (place === undefined) throw notFound('area');
  const within = new Set<string>();
  for (let more = place ? [place.id] : []; more.length > 0; ) {
    for (const id of more) within.add(id);
    more = areas
      .filter((one) => one.parentId !== null && more.includes(one.parentId) && !within.has(one.id))
      .map((one) => one.id);
  }
  const printed: Array<Timetable['days'][number]> = [];
  // Day by day: no day is cut short because the others are full.
  for (let day = 0; day < days; day += 1) {
    const date = dateOfDay((dayNumber(from) ?? 0) + day);
    const bounds = dayBounds(date, settings.zone);
    const { slots } = await calendarOf(house, bounds.from, bounds.to);
    const here = slots.filter(({ areaIds }) => place === null || areaIds.some((id) => within.has(id)));
    const rows = here
      .filter(({ state }) => !OFF.includes(state))
      .map(({ plannedAt, title, durationMs, hindrance }) => {
        return { plannedAt, title, durationMs, note: hindrance?.text.vi ?? '' };
      });
    printed.push({ date, rows });
  }
  const { name: station, zone } = settings;
  const data = { station, place: place?.name ?? null, zone, days: printed, printedAt: world.clock.wallMs() };
  // What is on air goes on while somebody prints.
  return timetable(data, await readFonts(world.files), true, () => world.clock.sleep(0));
}
