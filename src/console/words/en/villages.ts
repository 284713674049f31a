import type { Words } from '../vi.ts';

export const villages: Words['villages'] = {
  title: 'Village report',
  link: 'Village report',
  back: 'As-run log',
  hint: 'A broadcast counts once for a village, however many roads it took. “Confirmed” is by a device; “reported” is what people said.',
  from: 'From',
  to: 'To',
  print: 'Print this page',
  backwards: '“From” must come before “To”.',
  none: 'No village to report on yet.',
  span: (from, to) => `${from} to ${to}`,
  village: 'Village',
  noVillage: 'In no area',
  technology: 'Carried by',
  technologies: { wired: 'Wire', fm: 'FM', both: 'Wire and FM', it: 'IT (IP)', none: 'No loudspeaker' },
  clusters: (it, fm, wired) =>
    [it > 0 ? `${it} IP` : '', fm > 0 ? `${fm} FM` : '', wired > 0 ? `${wired} wired` : '']
      .filter((part) => part !== '')
      .join(', '),
  broadcasts: 'Broadcasts',
  confirmed: 'Confirmed',
  reported: 'Reported',
  handedOver: 'Handed to FM, not known',
  notHeard: 'Not heard',
  inPart: (count) => `and ${count} in part`,
  other: 'Other',
  others: {
    sent: (count) => `${count} streamed, not known`,
    withheld: (count) => `${count} held back by rules`,
    open: (count) => `${count} not over`,
  },
  airTime: 'Air time proved by devices',
  roads: (ip, fm) => `${ip} by IP, ${fm} by FM`,
  sign: 'Made by',
  signDate: (date) => `Made on ${date}`,
};
