import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';

type Names = 'getSession' | 'getStation';

export function peopleHandlers({ settings, version, world }: House): Handlers<Names> {
  return {
    getSession: async (_input, { visitor }): Promise<RouteAnswer<'getSession'>> => ({ name: visitor.name }),
    getStation: async () => ({ name: settings.name, zone: settings.zone, now: world.clock.wallMs(), version }),
  };
}
