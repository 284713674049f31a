/** Acts that are no requests, as the audit log tells them. */
import type { Act, Who } from '#audit';
import { whoOf } from '#http';
import type { TalkFact } from '#live';

/** A voice went on air, or is over. */
export function talkNoted(talk: TalkFact, fact: 'began' | { readonly ended: string }): Act {
  const { sessionId, speaker, level, zoneIds, source, mountId, broadcastId } = talk;
  const who: Who = whoOf(speaker);
  const on = { sessionId, zoneIds, ...(mountId ? { mountId } : {}), ...(broadcastId ? { broadcastId } : {}) };
  if (fact === 'began') return { what: 'beginTalk', who, where: null, on, detail: { level, source } };
  return { what: 'endTalk', who, where: null, on, detail: { level, source, ended: fact.ended } };
}
