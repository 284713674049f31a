import { join } from 'node:path';
import { assignSources, registerEndpoint } from '#endpoint';
import { addFmStation, addReceiver, fmSettings, receiverSettings } from '#fm';
import type { House } from '#http';
import type { World } from '#kernel';
import type { Village } from './village.ts';

/** What the demo shows of FM: a transmitter whose receivers stand in for one village. */
export interface Transmitter {
  readonly stationId: string;
  readonly key: string;
  /** The agent whose line output is the exciter's source. */
  readonly exciter: Village;
}

const UECP_FILE = 'uecp.bin';

/**
 * An FM station of the sample commune: its encoder is a capture file of UECP frames, its sound comes from an agent at the
 * exciter, and the receivers of one village stand in for that village's loudspeakers.
 */
export async function sampleTransmitter(
  { store, world, fm, gateChanged }: House,
  standsInFor: { readonly areaId: string; readonly name: string },
): Promise<Transmitter> {
  const made = await store.transact(async (tx) => {
    const plain = { areaId: null, gainDb: 0, leadInMs: 0 };
    const agent = await registerEndpoint(tx, world, { name: 'Máy phát FM Xã Mẫu', protocol: 'link', ...plain });
    const line = { name: 'UECP', profile: 'uecp', transport: 'file', path: UECP_FILE, site: 1, encoder: 1 };
    const settings = fmSettings.parse({
      ...{ band: '54-68', frequencyKhz: 63_500, pi: '7A01', ps: 'XA MAU', fallbackText: 'Đài truyền thanh Xã Mẫu' },
      ...{ audio: 'agent', audioEndpointId: agent.endpoint.id, leadInMs: 0, lines: [line] },
    });
    const station = await addFmStation(tx, world, { name: 'Đài FM Xã Mẫu', areaId: null, settings });
    await assignSources(tx, [agent.endpoint.id]);
    const { endpoint } = await registerEndpoint(tx, world, {
      ...{ ...plain, areaId: standsInFor.areaId, name: `Cụm thu FM ${standsInFor.name}`, protocol: 'fm' },
      ...{ duty: 'stand_in', fmStationId: station.id },
    });
    await addReceiver(tx, endpoint.id, station.id, receiverSettings.parse({}));
    return { station, endpointId: agent.endpoint.id, claimCode: agent.claimCode ?? '' };
  });
  await fm.changed();
  // The receiver keeps the hours of its place: without this it would keep the strictest, and be silent at night.
  await gateChanged();
  const { station, endpointId, claimCode } = made;
  const exciter = { endpointId, claimCode, name: 'Máy phát FM', areaId: '' };
  return { stationId: station.id, key: station.key, exciter };
}

/**
 * Does what the computer beside a transmitter does: takes the manifest by its address and keeps it, as soon as it says
 * that something is on air. Answers the manifest.
 */
export async function fetchWhileOnAir(
  world: World,
  at: { readonly server: string; readonly out: string },
  { stationId, key }: Transmitter,
  signal: AbortSignal,
): Promise<string | null> {
  const address = `${at.server}/fm/${stationId}/manifest.json?key=${key}`;
  while (await world.clock.sleep(500, signal)) {
    const answer = await fetch(address, { signal }).catch(() => null);
    const text = answer?.ok ? await answer.text() : null;
    if (text === null || (JSON.parse(text) as { onAir: unknown }).onAir === null) continue;
    const now = await fetch(address.replace('manifest.json', 'now.txt'), { signal });
    await world.files.replace(join(at.out, 'manifest.json'), new TextEncoder().encode(text));
    await world.files.replace(join(at.out, 'now.txt'), new Uint8Array(await now.arrayBuffer()));
    return text;
  }
  return null;
}

/** Puts the frames that were sent to the encoder beside the other results; how many bytes. */
export async function keepFrames(
  world: World,
  at: { readonly dataFolder: string; readonly out: string },
  { stationId }: Transmitter,
): Promise<number> {
  const frames = await world.files.read(join(at.dataFolder, 'fm', stationId, UECP_FILE));
  if (frames) await world.files.replace(join(at.out, UECP_FILE), frames);
  return frames?.length ?? 0;
}
