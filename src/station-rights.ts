/** Who may speak, and who may cut whom off. */
import { asProved, demandRight } from '#http';
import type { LivePorts } from '#live';
import type { Doorkeeper, Parents } from '#people';
import { listAreas } from '#place';
import type { Store } from '#store';

/** Area → the one above it: a right counts there and in everything below. */
export function areaParents({ db }: Pick<Store, 'db'>): Parents {
  return async () => new Map((await listAreas(db)).map(({ id, parentId }) => [id, parentId]));
}

/** An emergency and the voice of the system above are cut off only by those who may speak so. */
export function voiceRights(house: { doorkeeper: Doorkeeper; store: Store }): LivePorts['rights'] {
  return {
    demand(who, act, { level, zoneIds }) {
      const visitor = act === 'cut_off' ? asProved(who) : who;
      if (level === 'emergency') return demandRight(house, visitor, ['emergency'], { zoneIds });
      if (level === 'live_authority') return demandRight(house, visitor, ['authority'], { zoneIds });
      return demandRight(house, visitor, act === 'speak' ? ['live'] : ['operate', 'authority'], { zoneIds });
    },
  };
}
