import { call } from '../api/client.ts';
import type { RepeatKey } from '../api/repeat-key.ts';
import { rules } from '../live/lists.ts';
import { broadcasts } from '../today/broadcasts.ts';
import type { PlayDraft } from './form-state.ts';
import { patternOf, startAtOf } from './when.ts';

export interface PlayKeys {
  readonly bulletin: RepeatKey;
  readonly broadcast: RepeatKey;
  readonly rule: RepeatKey;
}

/** Makes the bulletin, then its broadcast or rule. Running it again after a lost answer creates nothing twice. */
export async function sendPlay(draft: PlayDraft, recordingId: string, zone: string, keys: PlayKeys): Promise<void> {
  const title = draft.title.trim();
  const zoneIds = [...draft.zoneIds];
  const bulletin = { title, programmeId: draft.programmeId, recordingId };
  const { id: bulletinId } = await call('addBulletin', { body: bulletin, key: keys.bulletin.of(bulletin) });
  const pattern = patternOf(draft.when);
  if (pattern === null) {
    const body = { bulletinId, zoneIds, startAt: startAtOf(draft.when, zone) };
    await call('addBroadcast', { body, key: keys.broadcast.of(body) });
    keys.broadcast.done();
  } else {
    const body = { title, bulletinId, zoneIds, pattern };
    await call('addRule', { body, key: keys.rule.of(body) });
    keys.rule.done();
  }
  // The bulletin's key is kept: the same bulletin aired once more stays one bulletin.
  void broadcasts.refresh();
  void rules.refresh();
}
