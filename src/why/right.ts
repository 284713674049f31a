import { type Level, rankOf } from '#kernel';

/** What a right to the air is made of. */
export interface Right {
  readonly broadcastId: string;
  readonly level: Level;
  readonly precedence: number;
  readonly plannedAt: number;
  readonly acceptedAt: number;
}

/** The parts of the right to the air in the order in which they decide; each stands only when those before are equal. */
export const RULES = ['level', 'precedence', 'planned', 'accepted', 'id'] as const;
export type Rule = (typeof RULES)[number];

/** Which rule puts one before the other, whichever of them that is. Pure; a law holds it against the queue's order. */
export function ruleBetween(one: Right, other: Right): Rule {
  if (rankOf(one.level) !== rankOf(other.level)) return 'level';
  if (one.precedence !== other.precedence) return 'precedence';
  if (one.plannedAt !== other.plannedAt) return 'planned';
  return one.acceptedAt === other.acceptedAt ? 'id' : 'accepted';
}
