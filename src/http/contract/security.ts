/** The part of the contract about from where and when the station is administered. */
import { z } from 'zod';
import { defineRoutes } from './words.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const weekSpan = z
  .strictObject({
    weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7).meta({ description: '1 is Monday' }),
    from: time,
    to: time.meta({ description: 'No later than from: it goes on past midnight' }),
  })
  .meta({ id: 'WeekSpan' });

const security = z
  .object({
    addresses: z.array(z.string()).meta({ description: 'Addresses and networks that administer; none: everywhere' }),
    isFixed: z.boolean().meta({ description: 'The list comes from LOAXA_ADMIN_FROM, and is changed only there' }),
    hours: z.array(weekSpan).meta({ description: 'When people and maintenance are open; none: always' }),
    yourAddress: z.string().meta({ description: 'From where this request came' }),
    adminPort: z.number().int().nullable().meta({ description: 'Null: administration is on the one port' }),
  })
  .meta({ id: 'Security' });

export const securityRoutes = defineRoutes({
  getSecurity: {
    method: 'get',
    path: '/security',
    summary: 'From which addresses and in which hours the station is administered',
    response: security,
  },
  setAdminAddresses: {
    method: 'put',
    path: '/security/addresses',
    summary: 'Addresses and networks from which people and maintenance are open; the one who asks must be among them',
    body: z.strictObject({ addresses: z.array(z.string().trim().min(1).max(60)).max(50) }),
    response: security,
  },
  setAdminHours: {
    method: 'put',
    path: '/security/hours',
    summary: 'Weekdays and hours in which people and maintenance are open; emergencies always are',
    body: z.strictObject({
      hours: z.array(weekSpan).max(20),
      confirm: z.boolean().default(false).meta({ description: 'Needed when it is closed just now' }),
    }),
    response: security,
  },
});
