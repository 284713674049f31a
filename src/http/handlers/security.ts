import type { Request } from 'express';
import type { WeekSpan } from '#admin';
import type { OwnRoute } from '../api.ts';
import { clientAddress } from '../client-address.ts';
import type { RouteAnswer } from '../contract.ts';
import type { House } from '../house.ts';

type Names = 'getSecurity' | 'setAdminAddresses' | 'setAdminHours';

/** They want to know from where somebody asks: nobody locks themselves out. */
export function securityHandlers({ admin, settings }: House): Record<Names, OwnRoute> {
  async function shown(request: Request): Promise<RouteAnswer<'getSecurity'>> {
    const { addresses, hours } = await admin.rules();
    return {
      addresses: [...addresses],
      isFixed: admin.isFixed,
      hours: hours.map((span) => ({ ...span, weekdays: [...span.weekdays] })),
      yourAddress: clientAddress(request),
      adminPort: settings.adminPort,
    };
  }
  return {
    getSecurity: async (request, response) => void response.json(await shown(request)),
    setAdminAddresses: async (request, response, { body }) => {
      const { addresses } = body as { addresses: string[] };
      await admin.setAddresses(addresses, clientAddress(request));
      response.json(await shown(request));
    },
    setAdminHours: async (request, response, { body }) => {
      const { hours, confirm } = body as { hours: WeekSpan[]; confirm: boolean };
      await admin.setHours(hours, confirm);
      response.json(await shown(request));
    },
  };
}
