/** The acts of the calendar as the edge carries them out, without sockets: for whole days on a virtual clock. */
import type { House } from '#http';
import type { RouteAnswer, RouteInput, RouteName } from '../../src/http/contract.ts';
import { broadcastHandlers } from '../../src/http/handlers/broadcasts.ts';
import { calendarHandlers } from '../../src/http/handlers/calendar.ts';
import { consequenceHandlers } from '../../src/http/handlers/consequences.ts';
import { moveHandlers } from '../../src/http/handlers/moves.ts';
import { ruleHandlers } from '../../src/http/handlers/rules.ts';
import { weekCopyHandlers } from '../../src/http/handlers/week-copies.ts';
import type { Asking } from '../../src/http/house.ts';

const noInput = { params: undefined, query: undefined, body: undefined };
const asking = <Name extends RouteName>(): Asking<Name> =>
  ({ visitor: { owner: 'test', name: 'Chị Hoa' }, remember: async () => undefined }) as unknown as Asking<Name>;

/** `house`: of the station that lives now. */
export function apiHandlers(house: () => House) {
  return {
    addBroadcast: (body: RouteInput<'addBroadcast'>['body']): Promise<RouteAnswer<'addBroadcast'>> =>
      Promise.resolve(broadcastHandlers(house()).addBroadcast({ ...noInput, body }, asking())),
    moveBroadcast: (id: string, body: RouteInput<'moveBroadcast'>['body']): Promise<RouteAnswer<'moveBroadcast'>> =>
      Promise.resolve(moveHandlers(house()).moveBroadcast({ ...noInput, params: { id }, body }, asking())),
    moveConsequences: (
      id: string,
      body: RouteInput<'moveConsequences'>['body'],
    ): Promise<RouteAnswer<'moveConsequences'>> =>
      Promise.resolve(consequenceHandlers(house()).moveConsequences({ ...noInput, params: { id }, body }, asking())),
    addRule: (more: { bulletinId: string; zoneIds: string[]; times: string[] }): Promise<RouteAnswer<'addRule'>> => {
      const { times, ...rest } = more;
      const plain = { title: 'Lịch', templateId: null, cutInAfterMs: null, active: true, confirmUnusual: true };
      const body = { ...plain, ...rest, pattern: { every: 'daily', times } };
      return Promise.resolve(ruleHandlers(house()).addRule({ ...noInput, body }, asking()));
    },
    previewCopy: async (from: string, to: string): Promise<RouteAnswer<'previewWeekCopy'>> =>
      weekCopyHandlers(house()).previewWeekCopy({ ...noInput, body: { from, to } }, asking()),
    copyWeek: async (body: RouteInput<'copyWeek'>['body']): Promise<RouteAnswer<'copyWeek'>> =>
      weekCopyHandlers(house()).copyWeek({ ...noInput, body }, asking()),
    undoCopy: async (id: string): Promise<RouteAnswer<'undoWeekCopy'>> =>
      weekCopyHandlers(house()).undoWeekCopy({ ...noInput, params: { id } }, asking()),
    calendar: async (from: string, days: number): Promise<RouteAnswer<'getCalendar'>['slots']> =>
      (await calendarHandlers(house()).getCalendar({ ...noInput, query: { from, days } }, asking())).slots,
  };
}
