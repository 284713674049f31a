/** `npm run demo`: the main job with nothing installed — a throwaway station, three village agents, one bulletin. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { csvHead, csvLine } from '#asrun';
import { readSettings } from '#config';
import type { House } from '#http';
import { type ChildProcess, isStationError, StationError, type World } from '#kernel';
import { addBulletin, putProgramme } from '#programme';
import { MISSED_AFTER_MS } from '#schedule';
import { realWorld } from '#system';
import { demoOptions } from './demo/options.ts';
import { sampleCommune, startAgent } from './demo/village.ts';
import { asRunText, watchBroadcast } from './demo/watch.ts';
import { HOME, runStation } from './run-station.ts';

const SAMPLE = join(HOME, 'media/sample-bulletin.opus');
const JOIN_MS = 30_000;
const BAD_USE = 64;

async function main(): Promise<number | null> {
  const options = demoOptions(process.argv.slice(2));
  if (typeof options === 'string') {
    console.error(options);
    return BAD_USE;
  }
  const world = realWorld('error');
  const folder = mkdtempSync(join(tmpdir(), 'loaxa-demo-'));
  const out = resolve(options.out ?? join(folder, 'out'));
  await world.files.makeFolder(out);
  const settings = readSettings({
    ...process.env,
    LOAXA_DATA: join(folder, 'data'),
    LOAXA_SCHEDULES: join(folder, 'schedules'),
    LOAXA_HOST: '127.0.0.1',
    LOAXA_PORT: String(options.port),
    LOAXA_NAME: 'Đài truyền thanh Xã Mẫu',
    LOAXA_RESERVE_MB: '8',
  });
  const running = await runStation(world, settings);
  const { house } = running.station;
  const agents: ChildProcess[] = [];
  const leaving = new AbortController();
  const leave = async () => {
    leaving.abort();
    for (const agent of agents) agent.kill();
    await Promise.all(agents.map((agent) => agent.ended));
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const asked = new Promise<number>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done(0));
  });
  try {
    const server = `http://127.0.0.1:${running.server.port}`;
    console.log(`Bảng điều khiển / console: ${server}/`);
    console.log(
      `Liên kết đăng nhập một lần / one-time sign-in link: ${server}/#sign-in=${await house.doorkeeper.newLink('sign_in')}`,
    );
    const { villages, zoneId } = await sampleCommune(house);
    const at = { server, folder, out };
    for (const village of villages) agents.push(startAgent(world, join(HOME, 'src/speaker/main.ts'), at, village));
    const job = playOne(house, options, villages, zoneId, out, leaving.signal);
    const result = await Promise.race([job, asked.then(() => null)]);
    if (result === null) return options.once ? 1 : 0;
    if (options.once) return result;
    console.log('Bảng điều khiển vẫn mở; Ctrl-C để dừng. / The console stays up; Ctrl-C stops it.');
    return await asked;
  } finally {
    await leave();
  }
}

async function playOne(
  house: House,
  options: { audio: string | null; inSeconds: number },
  villages: ReadonlyArray<{ endpointId: string }>,
  zoneId: string,
  out: string,
  signal: AbortSignal,
): Promise<number> {
  const { world, store, link } = house;
  const recordingId = await takeIn(house, options.audio === null ? SAMPLE : resolve(options.audio));
  console.log('đã chuẩn bị / prepared');
  const deadline = world.clock.monoMs() + JOIN_MS;
  while (!villages.every((village) => link.isReachable(village.endpointId))) {
    if (world.clock.monoMs() > deadline) throw new Error('the village agents did not join');
    if (!(await world.clock.sleep(50, signal))) return 1;
  }
  const plannedAt = Math.ceil((world.clock.wallMs() + options.inSeconds * 1000) / 1000) * 1000;
  const broadcastId = await store.transact(async (tx) => {
    const programme = await putProgramme(tx, world, {
      name: 'Bản tin xã',
      kind: 'bulletin',
      openingChimeId: null,
      closingChimeId: null,
      repeats: 1,
      pauseMs: 0,
      leadInMs: 0,
      tailMs: 0,
      interruption: 'resume',
    });
    const title = options.audio === null ? 'Lịch tiêm chủng tháng này' : basename(options.audio);
    const validity = { validFrom: null, validTo: null };
    const bulletin = await addBulletin(tx, world, {
      title,
      programmeId: programme.id,
      recordingId,
      language: 'vi',
      ...validity,
    });
    const [verdict] = await house.playout.accept(tx, [
      {
        bulletinId: bulletin.id,
        zoneIds: [zoneId],
        origin: 'operator',
        level: 'scheduled',
        plannedAt,
        notAfter: plannedAt + MISSED_AFTER_MS.bulletin,
        title: null,
        askedBy: 'demo',
      },
    ]);
    if (!verdict || 'refused' in verdict) throw verdict?.refused ?? new Error('nothing was accepted');
    return verdict.broadcast.id;
  });
  house.playout.wake();
  const lines = await watchBroadcast(house, broadcastId, signal);
  for (const line of lines) console.log(asRunText(line, house.settings.zone));
  const csv = csvHead() + lines.map((line) => csvLine(line, house.settings.zone)).join('');
  await world.files.replace(join(out, 'as-run.csv'), new TextEncoder().encode(csv));
  console.log(`WAV, as-run.csv: ${out}`);
  const isHeard =
    lines.length === villages.length && lines.every((line) => line.state === 'played' && line.evidence === 'E2');
  return isHeard ? 0 : 1;
}

/** Brings a file in by the same door as an upload from the console, and waits until it was checked. */
async function takeIn({ world, media }: House, path: string): Promise<string> {
  const totalBytes = await world.files.size(path);
  if (totalBytes === null) throw new StationError('NOT_FOUND', { what: path });
  const upload = await media.createUpload({ title: basename(path), totalBytes });
  const { recordingId } = await media.append(upload.id, 0, pieces(world, path));
  if (recordingId === null) throw new Error('the upload did not become a recording');
  const recording = await media.whenChecked(recordingId);
  if (recording.state !== 'ready') throw refusal(recording.reason?.text);
  return recordingId;
}

function refusal(text: { vi: string; en: string } | undefined): Error {
  return new Error(text ? `${text.vi}\n${text.en}` : 'the recording was not checked');
}

async function* pieces(world: World, path: string): AsyncGenerator<Uint8Array> {
  const file = await world.files.open(path, 'read');
  try {
    for (let at = 0; ; ) {
      const buffer = new Uint8Array(256 * 1024);
      const count = await file.read(buffer, at);
      if (count === 0) return;
      at += count;
      yield buffer.subarray(0, count);
    }
  } finally {
    await file.close();
  }
}

main().then(
  (code) => process.exit(code ?? 0),
  (error: unknown) => {
    console.error(
      isStationError(error) ? `${error.text.vi}\n${error.text.en}` : error instanceof Error ? error.message : error,
    );
    process.exit(1);
  },
);
