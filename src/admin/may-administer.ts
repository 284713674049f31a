import { liesIn, type Network } from '#kernel';
import { isWithinHours, type WeekSpan } from './admin-hours.ts';

/** Which of the station's doors a request came through. `only`: there is no other. */
export type Plane = 'only' | 'public' | 'admin';

/**
 * What a request wants. `work`: everything that is not administration, emergencies first. `inspect`: reading the audit log.
 * `administer`: people and maintenance. `set_up`: the first account.
 */
export type Wish = 'work' | 'inspect' | 'administer' | 'set_up';

/** From where and when this station may be administered. */
export interface AdminRules {
  /** Null: from everywhere. */
  readonly networks: readonly Network[] | null;
  /** None: at any time. */
  readonly hours: readonly WeekSpan[];
}

export interface AdminRequest {
  readonly plane: Plane;
  readonly wish: Wish;
  /** The client's address; empty when it is not known. */
  readonly address: string;
  readonly at: number;
  /** Who came by a link that was printed at the machine itself: hours do not lock out who stands there. */
  readonly isBreakGlass: boolean;
}

/** `not_here`: this door knows no such thing. */
export type AdminWord = 'yes' | 'not_here' | 'address' | 'hours';

/** May this request administer the station? What is no administration is never refused, but for who stands at the wrong door. */
export function mayAdminister(rules: AdminRules, zone: string, asked: AdminRequest): AdminWord {
  const { plane, wish, address, at, isBreakGlass } = asked;
  if (plane === 'public' && wish !== 'work') return 'not_here';
  const isListed = rules.networks === null || liesIn(address, rules.networks);
  // The door of administration is for administrators; everybody else has the other one.
  if (plane === 'admin' && !isListed) return 'address';
  if (wish === 'work' || wish === 'inspect') return 'yes';
  if (!isListed) return 'address';
  if (wish === 'administer' && !isBreakGlass && !isWithinHours(rules.hours, zone, at)) return 'hours';
  return 'yes';
}
