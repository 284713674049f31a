import type { House } from '#http';
import { civilOf } from '#kernel';
import type { Cable } from './cable.ts';
import { CUT_BEFORE_S } from './options.ts';
import { fetchWhileOnAir, keepFrames, type Transmitter } from './transmitter.ts';
import type { Village } from './village.ts';

/** A village whose network goes away before air, and the transmitter that stands in for it. */
export interface CutOff {
  readonly village: Village;
  readonly transmitter: Transmitter;
  readonly cable: Cable;
  readonly at: { readonly server: string; readonly out: string; readonly dataFolder: string };
}

/** The network is back so long after the end: the village then tells what it did alone. */
const BACK_AFTER_MS = 3000;

/**
 * Takes a village's network away ten seconds before air and gives it back after the end. Meanwhile it is the computer at
 * the transmitter, which takes the manifest, and it keeps the frames that went to the encoder. False: broken off.
 */
export async function loseNetwork(
  { world, settings }: House,
  { village, transmitter, cable, at }: CutOff,
  air: { readonly plannedAt: number; readonly durationMs: number },
  signal: AbortSignal,
): Promise<boolean> {
  const say = (vi: string, en: string) =>
    console.log(`${civilOf(world.clock.wallMs(), settings.zone).time}  ${vi} / ${en}`);
  const until = (at: number) => world.clock.sleep(Math.max(0, at - world.clock.wallMs()), signal);
  if (!(await until(air.plannedAt - CUT_BEFORE_S * 1000))) return false;
  cable.cut();
  say(`${village.name} mất mạng`, `${village.name} lost its network`);
  const manifest = await fetchWhileOnAir(world, at, transmitter, signal);
  if (manifest === null) return false;
  const { onAir } = JSON.parse(manifest) as { onAir: { rt: string; opens: Array<{ name: string }> } };
  const opened = onAir.opens.map((one) => one.name).join(', ');
  say(`manifest FM: “${onAir.rt}” cho ${opened}`, `FM manifest: “${onAir.rt}” for ${opened}`);
  if (!(await until(air.plannedAt + air.durationMs + BACK_AFTER_MS))) return false;
  cable.mend();
  say(`${village.name} có mạng lại, loa báo đã tự phát gì`, `${village.name} is back, and tells what it played alone`);
  const bytes = await keepFrames(world, at, transmitter);
  say(`khung UECP đã gửi: ${bytes} byte (uecp.bin)`, `UECP frames sent: ${bytes} bytes (uecp.bin)`);
  return true;
}
