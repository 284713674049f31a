/** Acts that are no requests, as the audit log tells them. */
import { type Act, fileReceiver, httpReceiver, type Receiver, syslogReceiver, type Who } from '#audit';
import type { Settings } from '#config';
import type { OpenWire } from '#delivery';
import { whoOf } from '#http';
import type { Fetch, World } from '#kernel';
import type { TalkFact } from '#live';
import type { WrittenAct } from '#place';
import { reachOf } from '#relay';

/**
 * Where copies of the log go, as the administrator set it: his own network is allowed, what no receiver can be (metadata of
 * clouds, multicast) is not.
 */
export function auditReceivers(parts: {
  readonly world: World;
  readonly settings: Settings;
  readonly fetch: Fetch;
  readonly openWire: OpenWire;
}): Receiver[] {
  const { world, fetch, openWire } = parts;
  const { file, syslog, url } = parts.settings.auditCopies;
  return [
    ...(file === '' ? [] : [fileReceiver(world.files, file)]),
    ...(syslog === '' ? [] : [syslogReceiver(openWire, world.clock, syslog)]),
    ...(url === '' ? [] : [httpReceiver(fetch, url, (address) => reachOf(address) !== 'never')]),
  ];
}

/** An act on areas took effect at its midnight, or could not: nobody was there, and who wrote it stands in the entry of that day. */
export function areaActNoted({ id, act, onDate, state, writtenBy }: WrittenAct): Act {
  const outcome = state === 'done' ? 'ok' : 'AREA_ACT_FAILED';
  return { what: 'carryOutAreaAct', outcome, on: { actId: id }, detail: { kind: act.kind, onDate, state, writtenBy } };
}

/** A voice went on air, or is over. */
export function talkNoted(talk: TalkFact, fact: 'began' | { readonly ended: string }): Act {
  const { sessionId, speaker, level, zoneIds, source, mountId, broadcastId } = talk;
  const who: Who = whoOf(speaker);
  const on = { sessionId, zoneIds, ...(mountId ? { mountId } : {}), ...(broadcastId ? { broadcastId } : {}) };
  if (fact === 'began') return { what: 'beginTalk', who, where: null, on, detail: { level, source } };
  return { what: 'endTalk', who, where: null, on, detail: { level, source, ended: fact.ended } };
}
