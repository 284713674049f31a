import { join } from 'node:path';
import { registerEndpoint } from '#endpoint';
import { OPEN_RULES } from '#gate';
import type { House } from '#http';
import { type ChildProcess, civilOf, type World } from '#kernel';
import { addArea, addGateVersion, putZone } from '#place';

export interface Village {
  readonly endpointId: string;
  readonly name: string;
  readonly claimCode: string;
  readonly areaId: string;
}

const VILLAGES = ['Thôn Đông', 'Bản Nà Phặc', 'Ấp Bình Hòa'] as const;

/** A commune of three villages with one loudspeaker cluster each, all in one zone. */
export async function sampleCommune({
  store,
  world,
  settings,
  gateChanged,
}: House): Promise<{ villages: Village[]; zoneId: string }> {
  const commune = await store.transact(async (tx) => {
    const dates = { validFrom: null, validTo: null };
    const commune = await addArea(tx, world, { parentId: null, kind: 'xã', name: 'Xã Mẫu', ...dates });
    const villages: Village[] = [];
    for (const name of VILLAGES) {
      const [kind = ''] = name.toLowerCase().split(' ');
      const area = await addArea(tx, world, { parentId: commune.id, kind, name, ...dates });
      const { endpoint, claimCode } = await registerEndpoint(tx, world, {
        name: `Cụm loa ${name}`,
        areaId: area.id,
        protocol: 'link',
        gainDb: 0,
        leadInMs: 0,
      });
      villages.push({ endpointId: endpoint.id, name, claimCode: claimCode ?? '', areaId: area.id });
    }
    const endpointIds = villages.map((village) => village.endpointId);
    const zone = await putZone(tx, world, { name: 'Toàn xã', areaId: commune.id, endpointIds });
    // Whoever tries the program at night would hear nothing: nobody sleeps in a sample commune.
    const author = { ...world, zone: settings.zone, writtenBy: null };
    const from = civilOf(world.clock.wallMs(), settings.zone).date;
    await addGateVersion(tx, author, { areaId: null, from, rules: OPEN_RULES, note: 'Xã mẫu: phát giờ nào cũng được' });
    return { villages, zoneId: zone.id };
  });
  await gateChanged();
  return commune;
}

/** Starts a real village agent whose sound goes to a WAV file, in real time. */
export function startAgent(
  world: World,
  program: string,
  at: { server: string; folder: string; out: string },
  village: Village,
): ChildProcess {
  return world.processes.start({
    command: process.execPath,
    args: [
      program,
      ...['--server', at.server],
      ...['--claim', village.claimCode],
      ...['--data', join(at.folder, 'speakers', village.endpointId)],
      ...['--sink', `wav:${join(at.out, `${village.endpointId}.wav`)}`],
    ],
    onStderrLine: (line) => world.logger.warn('village agent said', { village: village.name, line }),
  });
}
