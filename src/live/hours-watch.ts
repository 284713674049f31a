import type { Bilingual, World } from '#kernel';
import type { Store } from '#store';
import type { LivePorts } from './ports.ts';
import type { LiveSession } from './session.ts';

/** How often the hours are looked at while somebody speaks. */
const GATE_EVERY_MS = 5000;

/** Ends each talk on air for which every endpoint is closed by now, until `signal`. */
export async function watchHours(
  { world, store, gate }: { readonly world: World; readonly store: Store; readonly gate: LivePorts['gate'] },
  running: () => readonly LiveSession[],
  signal: AbortSignal,
): Promise<void> {
  while (await world.clock.sleep(GATE_EVERY_MS, signal)) {
    for (const session of running()) {
      if (session.facts.onAirAt === null) continue;
      const { endpointIds, level } = session.invitation;
      const closed = await gate.closed(store.db, endpointIds, level).catch((error: unknown) => {
        world.logger.error('the hours could not be looked at', { error: String(error) });
        return new Map<string, Bilingual>();
      });
      const [why] = closed.values();
      if (why && endpointIds.every((id) => closed.has(id))) session.end('outside_hours', why);
    }
  }
}
