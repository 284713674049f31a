import { type Act, AuditLog } from '#audit';
import type { Logger } from '#kernel';
import { newKeyPair } from '#link';
import { openStore, type Store } from '#store';
import { VirtualClock } from '../../support/virtual-clock.ts';

export const START = Date.UTC(2026, 10, 23);
export const KEYS = newKeyPair();

/** A log of its own on a virtual clock, with what it told its keeper. */
export async function openLog(
  options: { store?: Store; keepMonths?: number; epoch?: number; clock?: VirtualClock } = {},
) {
  const { store = openStore(':memory:'), keepMonths = 24, epoch = 1 } = options;
  const clock = options.clock ?? new VirtualClock({ wallMs: START });
  const errors: string[] = [];
  const logger: Logger = { info: () => undefined, warn: () => undefined, error: (fact) => void errors.push(fact) };
  const log = new AuditLog({ world: { clock, logger }, store, signer: { ...KEYS, epoch }, keepMonths });
  await log.start();
  return { clock, store, log, errors };
}

export type Scene = Awaited<ReturnType<typeof openLog>>;

/** An officer who does something. */
export function actOf(number: number, more: Partial<Act> = {}): Act {
  const who = { kind: 'account', id: `acc_${number % 3}`, name: `Người ${number % 3}` } as const;
  return { what: 'addArea', who, from: '10.0.0.7', on: { id: `are_${number}` }, where: [null], ...more };
}

export const rowsOf = (store: Store) =>
  store.db.selectFrom('audit_entries').select(['seq', 'body', 'hash']).orderBy('seq').execute();
export const checkpointsOf = (store: Store) =>
  store.db.selectFrom('audit_checkpoints').selectAll().orderBy('number').execute();
