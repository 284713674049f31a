/** How ready one endpoint is, from what the station knows. Pure. */
import type { RouteAnswer } from '../../http/contract.ts';

type Broadcast = Pick<RouteAnswer<'listBroadcasts'>[number], 'title' | 'plannedAt' | 'deliveries'>;

/** What lies on a speaker: so many broadcasts without a gap, and the first that lacks its audio. */
export interface HeldPlan {
  readonly count: number;
  readonly untilAt: number | null;
  readonly gap: { readonly title: string; readonly plannedAt: number } | null;
}

const COMING: ReadonlySet<string> = new Set(['planned', 'ordered', 'playing']);

/** What an endpoint holds of what is to come, soonest first. */
export function heldPlan(broadcasts: readonly Broadcast[], endpointId: string): HeldPlan {
  const own = broadcasts
    .flatMap(({ title, plannedAt, deliveries }) =>
      deliveries
        .filter((one) => one.endpointId === endpointId && COMING.has(one.state))
        .map(({ evidence }) => ({ title, plannedAt, isHeld: evidence !== 'E0' })),
    )
    .sort((a, b) => a.plannedAt - b.plannedAt);
  const gapAt = own.findIndex(({ isHeld }) => !isHeld);
  const held = gapAt === -1 ? own : own.slice(0, gapAt);
  const gap = gapAt === -1 ? undefined : own[gapAt];
  return {
    count: held.length,
    untilAt: held.at(-1)?.plannedAt ?? null,
    gap: gap ? { title: gap.title, plannedAt: gap.plannedAt } : null,
  };
}

/** "1.250.000" or "1,250,000 đ" as a number of đồng; null: empty; undefined: no amount. */
export function readCost(text: string): number | null | undefined {
  const plain = text.replace(/(đồng|đ|vnd|vnđ)\s*$/i, '').replaceAll(/[\s.,]/g, '');
  if (plain === '') return text.trim() === '' ? null : undefined;
  return /^\d{1,12}$/.test(plain) ? Number(plain) : undefined;
}

/** "104,15" or "104.15" as degrees; null: empty; undefined: no number. */
export function readDegrees(text: string): number | null | undefined {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return null;
  return /^-?\d{1,3}(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}
