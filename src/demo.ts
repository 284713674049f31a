/** `npm run demo`: the main job with nothing installed — a throwaway station, three village agents, one bulletin. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { approve, begin, subjectOf, submit } from '#approval';
import { csvHead, csvLine } from '#asrun';
import { readSettings } from '#config';
import type { House } from '#http';
import { type ChildProcess, isStationError } from '#kernel';
import { takeInFile } from '#media';
import { addBulletin, putProgramme } from '#programme';
import { MISSED_AFTER_MS } from '#schedule';
import { realWorld } from '#system';
import { type Cable, layCable } from './demo/cable.ts';
import { type CutOff, loseNetwork } from './demo/cut-off.ts';
import { type DemoOptions, demoOptions } from './demo/options.ts';
import { sampleTransmitter } from './demo/transmitter.ts';
import { sampleCommune, startAgent, type Village } from './demo/village.ts';
import { asRunText, villageTexts, watchBroadcast } from './demo/watch.ts';
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
  let cable: Cable | null = null;
  const leaving = new AbortController();
  const leave = async () => {
    leaving.abort();
    for (const agent of agents) agent.kill();
    await Promise.all(agents.map((agent) => agent.ended));
    await cable?.close();
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
    const cutOff = villages[(options.cutVillage ?? 0) - 1];
    const transmitter = cutOff ? await sampleTransmitter(house, cutOff) : null;
    if (cutOff) cable = await layCable(running.server.port);
    for (const village of [...villages, ...(transmitter ? [transmitter.exciter] : [])]) {
      const way = cable && village === cutOff ? `http://127.0.0.1:${cable.port}` : server;
      agents.push(startAgent(world, join(HOME, 'src/speaker/main.ts'), { ...at, server: way }, village));
    }
    const cut =
      cutOff && transmitter && cable
        ? { village: cutOff, transmitter, cable, at: { ...at, dataFolder: settings.dataFolder } }
        : null;
    const job = playOne(house, options, { villages, zoneId, cut }, out, leaving.signal);
    const result = await Promise.race([job, asked.then(() => null)]);
    if (result === null) return options.once ? 1 : 0;
    if (options.once) return result;
    console.log('Bảng điều khiển vẫn mở; Ctrl-C để dừng. / The console stays up; Ctrl-C stops it.');
    return await asked;
  } finally {
    await leave();
  }
}

/** What is played to, and whose network goes away. */
interface Scene {
  readonly villages: readonly Village[];
  readonly zoneId: string;
  readonly cut: CutOff | null;
}

async function playOne(
  house: House,
  options: DemoOptions,
  { villages, zoneId, cut }: Scene,
  out: string,
  signal: AbortSignal,
): Promise<number> {
  const { world, store, link } = house;
  const path = options.audio === null ? SAMPLE : resolve(options.audio);
  const recording = await takeInFile(world.files, house.media, path, basename(path));
  if (recording.state !== 'ready') throw refusal(recording.reason?.text);
  console.log('đã chuẩn bị / prepared');
  const deadline = world.clock.monoMs() + JOIN_MS;
  const agents = [...villages, ...(cut ? [cut.transmitter.exciter] : [])];
  while (!agents.every((one) => link.isReachable(one.endpointId))) {
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
      recordingId: recording.id,
      language: 'vi',
      ...validity,
    });
    const by = { id: 'demo', name: 'npm run demo' };
    await begin(tx, world.clock, bulletin.id, 'bulletin', by);
    await submit(tx, world.clock, bulletin.id, by);
    await approve(tx, world.clock, bulletin.id, (await subjectOf(tx, bulletin.id)).sha256, by);
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
  await house.approvals.settle();
  house.playout.wake();
  const standingIn = cut && loseNetwork(house, cut, { plannedAt, durationMs: recording.durationMs ?? 0 }, signal);
  const lines = await watchBroadcast(house, broadcastId, signal);
  if (!(await (standingIn ?? true))) return 1;
  for (const line of lines) console.log(asRunText(line, house.settings.zone));
  for (const text of villageTexts(lines)) console.log(text);
  const csv = csvHead() + lines.map((line) => csvLine(line, house.settings.zone)).join('');
  await world.files.replace(join(out, 'as-run.csv'), new TextEncoder().encode(csv));
  // A throwaway folder is thrown away with --once: its path would lead nowhere.
  if (options.out !== null || !options.once) console.log(`WAV, as-run.csv: ${out}`);
  const byIp = lines.filter((line) => line.carrier === 'ip');
  const byFm = lines.filter((line) => line.carrier === 'fm');
  const isHeard =
    byIp.length === villages.length && byIp.every((line) => line.state === 'played' && line.evidence === 'E2');
  const stoodIn = cut === null || byFm.some((line) => line.state === 'handed_over' && line.standIn);
  return isHeard && stoodIn ? 0 : 1;
}

function refusal(text: { vi: string; en: string } | undefined): Error {
  return new Error(text ? `${text.vi}\n${text.en}` : 'the recording was not checked');
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
