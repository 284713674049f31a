import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { openStore } from '#store';
import { realWorld } from '#system';
import { Territory } from '#territory';
import type { Measured } from './measured.ts';

const VILLAGES = 10_000;

/** A commune that is far too large: so many villages with a cluster each. */
function csv(name: string): Uint8Array {
  const lines = ['mã,loại,tên,mã cấp trên', 'X,xã,Xã Mẫu,'];
  for (let at = 0; at < VILLAGES; at += 1) {
    lines.push(`T${at},thôn,Thôn ${name} ${at},X`, `C${at},cụm loa,Loa ${at},T${at}`);
  }
  return Buffer.from(lines.join('\n'));
}

/** How long a file of areas holds up everybody else, from the first look to the last row: an alarm may come meanwhile. */
export async function areaImportBench(): Promise<Measured[]> {
  const world = { ...realWorld(), logger: { info() {}, warn() {}, error() {} } };
  const store = openStore(':memory:');
  const parts = { world, store, zone: 'Asia/Ho_Chi_Minh' };
  const territory = new Territory({ ...parts, changed: async () => undefined, tookEffect: () => undefined });
  const found: Measured[] = [];
  for (const [what, bytes] of [
    ['new', csv('Mới')],
    ['renamed', csv('Đổi')],
  ] as const) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const phases: string[] = [];
    let worst = 0;
    const timed = async <Result>(phase: string, act: () => Promise<Result>): Promise<Result> => {
      delay.reset();
      delay.enable();
      const startedMs = performance.now();
      const result = await act();
      // The delay of the last piece is seen one turn later.
      await world.clock.sleep(20);
      delay.disable();
      const held = delay.max / 1e6;
      worst = Math.max(worst, held);
      phases.push(`${phase} ${(performance.now() - startedMs).toFixed(0)} ms, held ${held.toFixed(1)}`);
      return result;
    };
    const { file, found: plan } = await timed('look', () => territory.lookThrough(bytes));
    await timed('take', () => territory.take(file, plan.seen, () => undefined));
    found.push({
      name: `loop held by ${what} villages`,
      value: worst,
      unit: 'ms',
      note: `${VILLAGES} villages with a cluster each; ${phases.join('; ')}`,
    });
  }
  return found;
}
