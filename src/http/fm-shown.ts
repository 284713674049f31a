import { programmeService } from '#delivery';
import type { Endpoint } from '#endpoint';
import { type FmReceiver, type FmStation, licenceStanding, warningsOf } from '#fm';
import { type Bilingual, civilOf } from '#kernel';
import type { RouteAnswer } from './contract.ts';
import type { House } from './house.ts';

export type StationShown = RouteAnswer<'addFmStation'>;

/** A group of receivers as the contract tells it. */
export function receiverShown(receiver: FmReceiver, endpoint: Endpoint): RouteAnswer<'addFmReceiver'> {
  const { onGroups, offGroups } = receiver;
  const { name, areaId } = endpoint;
  const duty = endpoint.duty === 'stand_in' ? 'stand_in' : 'main';
  return { ...receiver, onGroups: [...onGroups], offGroups: [...offGroups], name, areaId, duty };
}

/** Where the computer at the transmitter fetches what it is to play and to show, below this server. */
function fmPaths({ id, key }: Pick<FmStation, 'id' | 'key'>): NonNullable<StationShown['paths']> {
  return {
    manifest: `/fm/${id}/manifest.json?key=${key}`,
    now: `/fm/${id}/now.txt?key=${key}`,
    nowUtf8: `/fm/${id}/now-utf8.txt?key=${key}`,
    audio: `/fm/${id}/audio.mp3?key=${key}`,
  };
}

/** Letters that receivers do not have are seen here, before they are missed there. */
function nameWarning(ps: string): Bilingual[] {
  const shown = programmeService(ps).trimEnd();
  if (shown === ps) return [];
  return [{ vi: `Máy thu hiện tên đài là “${shown}”.`, en: `Receivers show the name as “${shown}”.` }];
}

/**
 * A station as the contract tells it: what is set, what is known just now, and what somebody should look at. Its addresses
 * only for whoever `mayKnowKey`: who opens them counts as the computer at the transmitter.
 */
export function stationShown(
  { world, settings, fm }: House,
  station: FmStation,
  receivers: ReadonlyArray<{ readonly receiver: FmReceiver; readonly endpoint: Endpoint }>,
  mayKnowKey: boolean,
): StationShown {
  const { key: _key, createdAt: _createdAt, retiredAt: _retiredAt, lines, ...plain } = station;
  const today = civilOf(world.clock.wallMs(), settings.zone).date;
  const { lines: lineStandings, ...standing } = fm.standing(station.id);
  const named = receivers.map(({ receiver, endpoint }) => ({ ...receiver, name: endpoint.name }));
  return {
    ...plain,
    languages: [...plain.languages],
    lines: lines.map(({ password, ...line }) => ({ ...line, hasPassword: password !== '' })),
    licence: licenceStanding(station.licenceEndsOn, station.licenceNote, today),
    warnings: [...warningsOf(station, named, today), ...nameWarning(station.ps)],
    receivers: receivers
      .map(({ receiver, endpoint }) => receiverShown(receiver, endpoint))
      .sort((a, b) => a.name.localeCompare(b.name, 'vi')),
    ...standing,
    lineStandings: [...lineStandings],
    paths: mayKnowKey ? fmPaths(station) : null,
  };
}
