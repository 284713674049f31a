import { type Entry, pageOfEntries } from '#audit';
import { dayBounds } from '../asking.ts';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';

export function auditHandlers({ audit, store, settings, stationKey }: House): Handlers<'listAudit' | 'auditStanding'> {
  return {
    async listAudit({ query: { limit, before, date, refused, ...asked } }) {
      const day = date === undefined ? {} : dayBounds(date, settings.zone);
      const filter = { ...asked, ...day, refused: refused !== undefined };
      const rows = await pageOfEntries(store.db, filter, { limit, before });
      return rows.map(({ body, hash }) => {
        const { type: _type, v: _v, prev: _prev, ...entry } = JSON.parse(body) as Entry;
        return { ...entry, hash } as RouteAnswer<'listAudit'>[number];
      });
    },
    auditStanding: async () => {
      const { copies, ...standing } = audit.standing();
      return { ...standing, key: stationKey, keepMonths: settings.auditMonths, copies: [...copies] };
    },
  };
}
