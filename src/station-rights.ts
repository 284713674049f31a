/** Who may speak, and who may cut whom off. */
import { demandRight } from '#http';
import type { LivePorts } from '#live';
import type { Doorkeeper } from '#people';
import type { Store } from '#store';

/** An emergency and the voice of the system above are cut off only by those who may speak so. */
export function voiceRights(house: { doorkeeper: Doorkeeper; store: Store }): LivePorts['rights'] {
  return {
    demand(visitor, act, { level, zoneIds }) {
      if (level === 'emergency') return demandRight(house, visitor, ['emergency'], { zoneIds });
      if (level === 'live_authority') return demandRight(house, visitor, ['authority'], { zoneIds });
      return demandRight(house, visitor, act === 'speak' ? ['live'] : ['operate', 'authority'], { zoneIds });
    },
  };
}
