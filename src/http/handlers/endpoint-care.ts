import { claimsOf, findEndpoint } from '#endpoint';
import { civilOf, notFound, StationError } from '#kernel';
import { readRecording, readyDurations } from '#media';
import type { Draft } from '#playout';
import { chimesOf, listProgrammes, listTemplates } from '#programme';
import { askedOnce } from '../asking.ts';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';
import { outlookOf } from '../outlook.ts';
import { mustBeSaveable, unusualAt } from '../saving.ts';

type Names = 'listTestSounds' | 'testEndpoint' | 'listClaims';
type Sound = RouteAnswer<'listTestSounds'>[number];

/** Whoever stands under the pole hears enough, and the village is not kept waiting. */
const LONGEST_MS = 30_000;
/** As soon as the audio can be on the speaker. */
const SOON_MS = 4000;
const TOO_LATE_MS = 60_000;

export function endpointCareHandlers(house: House): Handlers<Names> {
  const { store, world, settings, playout, approvals } = house;

  /** Chimes that are approved as they sound now, and short. */
  async function testSounds(): Promise<Sound[]> {
    const programmes = await listProgrammes(store.db);
    const chimes = programmes.flatMap(({ openingChimeId, closingChimeId }) => [openingChimeId, closingChimeId]);
    const framing = (await listTemplates(store.db)).flatMap(({ parts }) => chimesOf(parts));
    const ids = [...new Set([...chimes, ...framing])].filter((id) => id !== null);
    const durations = await readyDurations(store.db, ids);
    const sounds: Sound[] = [];
    for (const recordingId of ids) {
      const durationMs = durations.get(recordingId);
      if (durationMs === undefined || durationMs > LONGEST_MS || !approvals.book.mayFrame(recordingId)) continue;
      sounds.push({ recordingId, title: (await readRecording(store.db, recordingId))?.title ?? '', durationMs });
    }
    return sounds;
  }

  return {
    listTestSounds: testSounds,
    async testEndpoint({ params, body }, { visitor, remember }) {
      const endpoint = await findEndpoint(store.db, params.id);
      if (!endpoint || endpoint.retiredAt !== null) throw notFound('endpoint');
      const { id, name, protocol, leadInMs } = endpoint;
      // A transmitter has no single loudspeaker: all of its villages would hear it.
      if (protocol === 'fm') throw new StationError('FM_RECEIVER', { name });
      const sound = (await testSounds()).find(({ recordingId }) => recordingId === body.recordingId);
      if (!sound) throw new StationError('TEST_SOUND', { seconds: LONGEST_MS / 1000 });
      const { recordingId, durationMs } = sound;
      const silence = leadInMs > 0 ? [{ kind: 'silence', durationMs: leadInMs } as const] : [];
      const items = [...silence, { kind: 'audio', recordingId, durationMs } as const];
      const runningOrder = { items, durationMs: leadInMs + durationMs };
      const plannedAt = world.clock.wallMs() + SOON_MS;
      const draft: Draft = {
        ...{ bulletinId: null, ready: { kind: 'bulletin', interruption: 'drop', runningOrder } },
        ...{ zoneIds: [], endpointIds: [id], origin: 'operator', level: 'scheduled', note: null },
        ...{ plannedAt, notAfter: plannedAt + TOO_LATE_MS, title: `Thử loa: ${name}`, askedBy: visitor.owner },
      };
      const asked = askedOnce(house, draft);
      const outlook = await outlookOf(house, asked);
      if (outlook.refused) throw outlook.refused;
      await mustBeSaveable(house, asked, outlook, { isRule: false, confirmUnusual: true });
      // Nobody may confirm an odd hour for a test: what can wait until people are awake waits.
      const odd = await unusualAt(house, asked, outlook);
      if (odd !== null) throw new StationError('TEST_HOUR', { time: civilOf(odd, settings.zone).time.slice(0, 5) });
      const answer = await store.transact(async (tx) => {
        const [verdict] = await playout.accept(tx, [draft]);
        if (!verdict || 'refused' in verdict) throw verdict?.refused ?? notFound('endpoint');
        const accepted = { broadcastId: verdict.broadcast.id, startAt: plannedAt, durationMs };
        await remember(tx, accepted);
        return accepted;
      });
      playout.wake();
      return answer;
    },
    listClaims: async ({ params }) => {
      if (!(await findEndpoint(store.db, params.id))) throw notFound('endpoint');
      return claimsOf(store.db, params.id);
    },
  };
}
