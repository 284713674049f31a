import { rateLimit } from 'express-rate-limit';
import { StationError } from '#kernel';
import type { OwnRoute } from './api.ts';
import { clearSession, sessionOf, setSession } from './guard.ts';
import type { House } from './house.ts';

/** The way in and out of a village helper's phone. */
export function villageDoor({ helpers }: House): Record<'signInVillage' | 'signOutVillage', OwnRoute> {
  return {
    signInVillage: async (request, response, { body }) => {
      setSession(request, response, await helpers.signIn((body as { code: string }).code));
      response.json({});
    },
    signOutVillage: async (request, response) => {
      await helpers.signOut(sessionOf(request) ?? '');
      clearSession(response);
      response.json({});
    },
  };
}

/** A code has 80 bits: ten wrong ones a minute from one address lead nowhere. */
export function codeLimit() {
  return rateLimit({
    windowMs: 60_000,
    limit: 10,
    standardHeaders: true,
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    handler: () => {
      throw new StationError('RATE_LIMITED', { seconds: 60 });
    },
  });
}
