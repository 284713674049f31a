import type { Bilingual } from '#kernel';
import { call } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
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

/** What the person was asked about the hour already, and how he is asked when the station finds it odd. */
export interface OddHour {
  readonly isConfirmed: boolean;
  confirm(text: Bilingual): Promise<boolean>;
}

/**
 * Makes the bulletin, then its broadcast or rule. Running it again after a lost answer creates nothing twice. False when
 * the station found the hour odd and the person thought better of it.
 */
export async function sendPlay(
  draft: PlayDraft,
  recordingId: string,
  zone: string,
  keys: PlayKeys,
  odd: OddHour,
): Promise<boolean> {
  const title = draft.title.trim();
  const zoneIds = [...draft.zoneIds];
  const bulletin = { title, programmeId: draft.programmeId, recordingId };
  const { id: bulletinId } = await call('addBulletin', { body: bulletin, key: keys.bulletin.of(bulletin) });
  const pattern = patternOf(draft.when);
  if (pattern === null) {
    const asked = { bulletinId, zoneIds, startAt: startAtOf(draft.when, zone) };
    const send = (confirmUnusual: boolean) => {
      const body = { ...asked, confirmUnusual };
      return call('addBroadcast', { body, key: keys.broadcast.of(body) });
    };
    if (!(await sendConfirmed(send, odd))) return false;
    keys.broadcast.done();
  } else {
    const asked = { title, bulletinId, zoneIds, pattern };
    const send = (confirmUnusual: boolean) => {
      const body = { ...asked, confirmUnusual };
      return call('addRule', { body, key: keys.rule.of(body) });
    };
    if (!(await sendConfirmed(send, odd))) return false;
    keys.rule.done();
  }
  // The bulletin's key is kept: the same bulletin aired once more stays one bulletin.
  void broadcasts.refresh();
  void rules.refresh();
  return true;
}

/** Sends it; when the station finds the hour odd, the person is asked once more. */
async function sendConfirmed(send: (confirmUnusual: boolean) => Promise<unknown>, odd: OddHour): Promise<boolean> {
  try {
    await send(odd.isConfirmed);
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'UNUSUAL_HOUR') throw error;
    if (!(await odd.confirm(error.text))) return false;
    await send(true);
  }
  return true;
}
