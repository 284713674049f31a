/** What is done with one endpoint where it hangs: a test, and who took it up. */
import { z } from 'zod';
import { defineRoutes, durationMs, id, idParams, instant } from './words.ts';

export const endpointRoutes = defineRoutes({
  listTestSounds: {
    method: 'get',
    path: '/test-sounds',
    summary: 'Approved chimes that are short enough to test a loudspeaker with',
    response: z.array(z.object({ recordingId: id, title: z.string(), durationMs })),
  },
  testEndpoint: {
    method: 'post',
    path: '/endpoints/{id}/test',
    summary: 'Play an approved chime on one endpoint: a broadcast like any other, within the hours, and in the log',
    params: idParams,
    body: z.strictObject({ recordingId: id }),
    response: z.object({ broadcastId: id, startAt: instant, durationMs }),
    status: 201,
  },
  listClaims: {
    method: 'get',
    path: '/endpoints/{id}/claims',
    summary: 'Which devices took up this endpoint with its code, the newest first',
    params: idParams,
    response: z.array(z.object({ at: instant, publicKey: z.string() })),
  },
});
