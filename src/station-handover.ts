/** What the hand-over to FM asks of the other rooms. */
import { findBroadcast } from '#broadcast';
import type { Carriage, LinkDriver } from '#delivery';
import { findFmStation, licencesOver } from '#fm';
import type { HandoverPorts } from '#handover';
import { type Bilingual, civilOf, type World } from '#kernel';
import type { Playout } from '#playout';
import type { Store } from '#store';
import type { Why } from '#why';
import { carryWord, type FmHouse } from './station-fm.ts';

interface Parts {
  readonly world: World;
  readonly store: Store;
  readonly playout: Playout;
  readonly carriage: Carriage;
  readonly link: LinkDriver;
  readonly fm: FmHouse;
  readonly isReachable: (endpointId: string) => boolean;
  readonly note: Why['fact'];
  readonly zone: string;
}

const UNKNOWN: Bilingual = { vi: 'đài FM không còn sử dụng', en: 'the FM station is not in use' };
const SILENT: Bilingual = {
  vi: 'bộ mã hóa và máy tính của đài FM không trả lời',
  en: 'neither encoder nor computer of the FM station answers',
};
const BY_HAND: Bilingual = {
  vi: 'đài FM chỉ phát bằng tay: hãy gọi người trực máy phát',
  en: 'the FM station is played by hand only: call whoever is on duty there',
};

const NO_SOUND: Bilingual = {
  vi: 'không có máy nào ở phòng máy phát đang lấy tiếng từ trạm',
  en: 'nothing at the transmitter takes its sound from us now',
};

export function handoverPorts(parts: Parts): HandoverPorts {
  const { world, store, playout, carriage, link, fm, isReachable, note, zone } = parts;
  const { noteMayNot } = carryWord(zone, note);
  return {
    air: { open: () => playout.open() },
    async deliveriesOf(broadcastId) {
      const written = (await findBroadcast(store.db, broadcastId))?.deliveries ?? [];
      // What is open is known better by whoever carries it than by the disk.
      const carried = new Map(carriage.courseOf(broadcastId).map((one) => [one.endpointId, one]));
      return written.map((one) => carried.get(one.endpointId) ?? one);
    },
    reach: { isReachable, quietMs: (endpointId) => link.quietMs(endpointId) },
    mayAir: (endpointId, broadcast, at) => playout.standIns.mayStart(endpointId, broadcast.id, at),
    stations: {
      async isUsable(fmStationId) {
        const room = fm.driver.room(fmStationId);
        const station = await findFmStation(store.db, fmStationId);
        if (!room || !station) return UNKNOWN;
        if (station.audio === 'hand' && station.lines.length === 0) return BY_HAND;
        if (!room.isReachable()) return SILENT;
        // The best encoder opens receivers only on to what the transmitter sounds.
        const isMute =
          (station.audio === 'mount' && fm.driver.listeners(fmStationId) === 0) ||
          (station.audio === 'agent' && !link.isReachable(station.audioEndpointId ?? ''));
        return isMute ? NO_SOUND : null;
      },
    },
    async standIn(broadcastId, endpointIds) {
      const broadcast = playout.find(broadcastId);
      if (!broadcast) return false;
      const over = await licencesOver(store.db, endpointIds, civilOf(world.clock.wallMs(), zone).date);
      // Life goes before the licence: an emergency is carried all the same.
      const may = broadcast.level === 'emergency' ? endpointIds : endpointIds.filter((id) => !over.has(id));
      noteMayNot(broadcast, over);
      if (may.length === 0) return false;
      const added = await store.transact((tx) => playout.standIns.add(tx, broadcastId, may));
      await playout.standIns.joined(added);
      return added.length > 0;
    },
    note,
  };
}
