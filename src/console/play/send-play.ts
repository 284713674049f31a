import { type Answer, call } from '../api/client.ts';
import type { RepeatKey } from '../api/repeat-key.ts';
import { programmes, rules } from '../live/lists.ts';
import { broadcasts } from '../today/broadcasts.ts';
import { cutInOf, type PlayDraft } from './form-state.ts';
import { patternOf, startAtOf } from './when.ts';

export interface PlayKeys {
  readonly bulletin: RepeatKey;
  readonly broadcast: RepeatKey;
  readonly rule: RepeatKey;
}

export type Consequences = Answer<'broadcastConsequences'>;

/** What is to be sent once a person has seen what comes of it. */
export interface Prepared {
  readonly answer: Consequences;
  send(confirmUnusual: boolean): Promise<void>;
}

/** Makes the bulletin and asks what airing it would do. Running it again after a lost answer creates nothing twice. */
export async function preparePlay(
  draft: PlayDraft,
  recordingId: string,
  zone: string,
  keys: PlayKeys,
): Promise<Prepared> {
  const title = draft.title.trim();
  const zoneIds = [...draft.zoneIds];
  const bulletin = { title, programmeId: draft.programmeId, recordingId };
  // The bulletin's key is kept: the same bulletin aired once more stays one bulletin.
  const { id: bulletinId } = await call('addBulletin', { body: bulletin, key: keys.bulletin.of(bulletin) });
  const pattern = patternOf(draft.when);
  const cutInAfterMs = cutInOf(draft.start);
  if (pattern === null) {
    const kind = programmes.data.value?.find(({ id }) => id === draft.programmeId)?.kind;
    const level = kind === 'priority' ? ('priority' as const) : ('scheduled' as const);
    const asked = { bulletinId, zoneIds, level, cutInAfterMs, startAt: startAtOf(draft.when, zone) };
    return {
      answer: await call('broadcastConsequences', { body: asked }),
      async send(confirmUnusual) {
        const body = { ...asked, confirmUnusual };
        await call('addBroadcast', { body, key: keys.broadcast.of(body) });
        keys.broadcast.done();
        void broadcasts.refresh();
      },
    };
  }
  const asked = { title, bulletinId, zoneIds, pattern, cutInAfterMs };
  return {
    answer: await call('ruleConsequences', { query: {}, body: asked }),
    async send(confirmUnusual) {
      const body = { ...asked, confirmUnusual };
      await call('addRule', { body, key: keys.rule.of(body) });
      keys.rule.done();
      void broadcasts.refresh();
      void rules.refresh();
    },
  };
}
