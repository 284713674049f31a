/** What may be said of one broadcast in one village, over all the roads it took. Pure. */
import type { Evidence, FinalState } from '#kernel';
import type { Carrier } from './as-run-store.ts';
import type { Hearing } from './hearing-store.ts';

/** One delivery as the log, or the desk, knows it. */
export interface Course {
  readonly deliveryId: string;
  readonly carrier: Carrier;
  /** open: its last word is not known yet. */
  readonly state: FinalState | 'open';
  readonly evidence: Evidence;
  readonly renderedMs: number;
}

/** From the most that can be known to the least. */
export const VILLAGE_WORDS = {
  confirmed: { vi: 'đã xác nhận', en: 'confirmed by a device' },
  confirmed_part: { vi: 'đã xác nhận một phần', en: 'confirmed in part by a device' },
  reported: { vi: 'theo báo cáo', en: 'reported by a person' },
  not_heard: { vi: 'không nghe được', en: 'not heard' },
  sent: { vi: 'đã gửi', en: 'sent to players that cannot confirm' },
  handed_over: { vi: 'đã chuyển sang đài FM', en: 'handed over to the FM station' },
  open: { vi: 'chưa rõ', en: 'not known yet' },
  withheld: { vi: 'giữ lại theo quy định', en: 'held back by a rule' },
} as const;
export type VillageWord = keyof typeof VILLAGE_WORDS;

type Said = Pick<Hearing, 'id' | 'deliveryId' | 'heard' | 'createdAt'>;
type Proof = 'whole' | 'part' | null;

/** What a device proved of one delivery: its own audio clock, or a receiver that heard the transmitter. */
export function proofOf({ state, evidence, renderedMs }: Omit<Course, 'deliveryId' | 'carrier'>): Proof {
  if (state === 'open') return null;
  if (evidence === 'E2' && state === 'played') return 'whole';
  if (evidence === 'F2' && state === 'handed_over') return 'whole';
  return (evidence === 'E2' || evidence === 'F2') && renderedMs > 0 ? 'part' : null;
}

/** The word that counts of each delivery: what was written last, so that a slip of the pen can be made good. */
export function lastHearings<One extends Said>(hearings: readonly One[]): Map<string, One> {
  const last = new Map<string, One>();
  for (const one of hearings) {
    const before = last.get(one.deliveryId);
    const isLater = !before || one.createdAt > before.createdAt;
    if (isLater || (one.createdAt === before.createdAt && one.id > before.id)) last.set(one.deliveryId, one);
  }
  return last;
}

/**
 * The one word for one broadcast in one village. A device goes before a person; a person who heard it goes before one who
 * did not, since not every cluster reaches every house; anybody goes before "handed over". Nothing at all is open.
 */
export function villageWord(courses: readonly Course[], hearings: readonly Said[]): VillageWord {
  const proofs = courses.map(proofOf);
  if (proofs.includes('whole')) return 'confirmed';
  if (proofs.includes('part')) return 'confirmed_part';
  const last = lastHearings(hearings);
  const said = courses.flatMap(({ deliveryId }) => last.get(deliveryId)?.heard ?? []);
  if (said.some((heard) => heard !== 'not_heard')) return 'reported';
  if (said.length > 0) return 'not_heard';
  const isAny = (...states: Array<Course['state']>) => courses.some(({ state }) => states.includes(state));
  if (isAny('played', 'played_part')) return 'sent';
  if (isAny('handed_over')) return 'handed_over';
  if (isAny('open') || courses.length === 0) return 'open';
  return courses.every(({ state }) => state === 'withheld') ? 'withheld' : 'not_heard';
}
