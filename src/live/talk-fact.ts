import type { TalkFact } from './ports.ts';
import type { LiveSession } from './session.ts';

/** A session as it is told to whoever keeps the books of the house. */
export function talkFact({ invitation, facts }: LiveSession, broadcastId = facts.broadcastId): TalkFact {
  const { id, owner, name, level, zoneIds, source, mountId } = invitation;
  return { sessionId: id, speaker: { owner, name }, level, zoneIds, source, mountId, broadcastId };
}
