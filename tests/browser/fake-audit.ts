import { civilOf } from '#kernel';
import type { RouteAnswer } from '../../src/http/contract.ts';
import { FAKE_ZONE } from './fake-day.ts';
import type { FakeHandlers } from './fake-house.ts';

type Entry = RouteAnswer<'listAudit'>[number];

/** The audit log of the fake station. */
export class FakeAudit {
  readonly entries: Entry[] = [];
  readonly standing: RouteAnswer<'auditStanding'> = {
    broken: null,
    waiting: 0,
    lost: 0,
    problem: null,
    key: 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=',
    keepMonths: 24,
    copies: [],
  };

  add(at: number, name: string | null, what: string, outcome = 'ok'): void {
    const id = name === null ? null : `acc_${name.length}`;
    const who = { kind: name === null ? 'system' : 'account', id, name };
    const from = name === null ? null : '10.0.0.5';
    const seq = this.entries.length + 1;
    this.entries.push({ seq, at, who, from, what, on: {}, where: [], outcome, detail: null, hash: '0'.repeat(64) });
  }

  readonly handlers: FakeHandlers = {
    auditStanding: () => this.standing,
    listAudit: ({ query: { date, who, before, limit } }) =>
      this.entries
        .filter((entry) => before === undefined || entry.seq < before)
        .filter((entry) => who === undefined || entry.who.id === who)
        .filter((entry) => date === undefined || civilOf(entry.at, FAKE_ZONE).date === date)
        .reverse()
        .slice(0, limit),
  };
}
