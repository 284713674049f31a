import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** Looks up every address of a name. */
export type LookUpAll = (name: string, answer: (error: Error | null, addresses?: LookupAddress[]) => void) => void;

/** An address that may not be connected to. */
export class RefusedAddress extends Error {}

export const systemLookUp: LookUpAll = (name, answer) => lookup(name, { all: true, verbatim: true }, answer);

/**
 * A lookup for a socket that judges what it finds: what was judged is what is connected to. One address that may not be
 * reached refuses the whole name: which one would be taken is chance.
 */
export function judgedLookup(lookUp: LookUpAll, mayReach: (address: string) => boolean): LookupFunction {
  return (name, options, answer) => {
    // Sockets of datagrams say the family instead of options.
    const asked = typeof options === 'number' ? { family: options as number } : options;
    lookUp(name, (error, addresses) => {
      if (error || !addresses?.length) return answer(error ?? new Error('ENOTFOUND'), '', 0);
      if (!addresses.every((one) => mayReach(one.address))) return answer(new RefusedAddress('address refused'), '', 0);
      const [first] = addresses.filter(({ family }) => !asked.family || asked.family === family);
      if (!first) return answer(new Error('ENOTFOUND'), '', 0);
      if ('all' in asked && asked.all) answer(null, addresses);
      else answer(null, first.address, first.family);
    });
  };
}
