import { StationError } from '#kernel';
import type { RouteAnswer } from '../../src/http/contract.ts';
import type { FakeHandlers } from './fake-house.ts';

const DAY_MS = 86_400_000;
export const FAKE_SECRET = `loaxa_${'k7qxm2rd9w'.repeat(4)}zb4tn0a`;

/** Keys and limits of administration of the fake station. */
export class FakeSecurity {
  readonly now: RouteAnswer<'getSecurity'> = {
    addresses: [],
    isFixed: false,
    hours: [],
    yourAddress: '10.0.0.5',
    adminPort: null,
  };
  readonly keys: RouteAnswer<'listOwnKeys'> = [];
  /** Any hours close administration just now. */
  closesNow = false;

  add(name: string, rights: RouteAnswer<'listOwnKeys'>[number]['rights'], days: number): void {
    const [createdAt, state] = [Date.now(), days <= 30 ? ('ending' as const) : ('good' as const)];
    this.keys.push({
      ...{ id: `key_${this.keys.length}`, name, owner: 'Nguyễn Văn An', rights, emergencySystem: null, state },
      ...{ createdAt, expiresAt: createdAt + days * DAY_MS, lastUsedAt: null },
    });
  }

  readonly handlers: FakeHandlers = {
    getSecurity: () => this.now,
    setAdminAddresses: ({ body: { addresses } }) => {
      const address = this.now.yourAddress;
      if (addresses.length > 0 && !addresses.includes(address)) throw new StationError('ADMIN_LOCKED_OUT', { address });
      return Object.assign(this.now, { addresses });
    },
    setAdminHours: ({ body: { hours, confirm } }) => {
      // biome-ignore lint/suspicious/noUnnecessaryConditions: tests set it from outside
      if (this.closesNow && !confirm) throw new StationError('ADMIN_HOURS_NOW', { time: '20:15' });
      return Object.assign(this.now, { hours });
    },
    listOwnKeys: () => this.keys,
    addKey: ({ body }) => {
      this.add(body.name, body.rights, body.days);
      const key = this.keys.at(-1);
      if (!key) throw new Error('no key was made');
      return { key, secret: FAKE_SECRET };
    },
    revokeOwnKey: ({ params }) => {
      for (const key of this.keys) if (key.id === params.id) key.state = 'revoked';
      return {};
    },
  };
}
