/** Who may speak, and who may cut whom off. */
import { demandRight } from '#http';
import type { LivePorts } from '#live';
import type { Doorkeeper } from '#people';
import type { Store } from '#store';

/** The voice of the system above is cut off only by those who may speak as it. */
export function voiceRights(house: { doorkeeper: Doorkeeper; store: Store }): LivePorts['rights'] {
  return {
    demand(visitor, act, { level, zoneIds }) {
      if (level === 'live_authority') return demandRight(house, visitor, ['authority'], { zoneIds });
      return demandRight(house, visitor, act === 'speak' ? ['live'] : ['operate', 'authority'], { zoneIds });
    },
  };
}
