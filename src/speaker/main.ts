/** `npm run speaker`: the village agent on a real machine. */
import { resolve } from 'node:path';
import { isStationError, type World } from '#kernel';
import { findFfmpeg } from '#media';
import { realWorld } from '#system';
import { createAgent } from './agent.ts';
import { ffmpegDecoder } from './decoder.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { realDoor } from './real-door.ts';
import type { Sink } from './sink.ts';
import { ALSA, PULSE, processSink, shellPlayer } from './sinks/process.ts';
import { wavSink } from './sinks/wav.ts';

const BAD_USE = 64;
const NO_PERMISSION = 77;
/** A fault of the program; whoever supervises it starts it again. */
const DIED = 70;

function sinkOf(world: World, sink: Options['sink']): Sink {
  switch (sink.kind) {
    case 'wav':
      return wavSink(world, resolve(sink.path));
    case 'alsa':
      return processSink(world, ALSA);
    case 'pulse':
      return processSink(world, PULSE);
    case 'command':
      return processSink(world, shellPlayer(sink.line));
  }
}

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if ('problem' in options) {
    console.error(`${options.problem.vi}\n${USAGE.vi}\n\n${options.problem.en}\n${USAGE.en}`);
    process.exitCode = BAD_USE;
    return;
  }
  // The identity in the folder is a secret: only this user reads what the agent writes.
  process.umask(0o077);
  const world = realWorld();
  const ffmpeg = await findFfmpeg(world, process.env['FFMPEG_PATH'] ?? null);
  if (!ffmpeg)
    console.error('Không tìm thấy ffmpeg: loa không giải mã được. / ffmpeg was not found: nothing can be decoded.');
  const { processes, files, logger } = world;
  const ffmpegPath = ffmpeg?.path ?? 'ffmpeg';
  const agent = createAgent({
    world,
    door: realDoor(options.server),
    sink: sinkOf(world, options.sink),
    decoder: ffmpegDecoder({ processes, files, logger, ffmpegPath }),
    ffmpegPath,
    folder: resolve(options.folder),
    died(why) {
      console.error(
        `Chương trình loa gặp lỗi và phải chạy lại / the speaker program failed and must be restarted: ${why}`,
      );
      process.exit(DIED);
    },
    ...(options.claimCode === null ? {} : { claimCode: options.claimCode }),
  });
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    void agent.stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  await agent.start();
  const { endpointId } = agent.status() ?? {};
  if (endpointId) console.log(`Loa đang chạy / speaker is running: ${endpointId}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (isStationError(error)) console.error(`${error.text.vi}\n${error.text.en}`);
  else console.error(error);
  process.exit(isStationError(error, 'CLAIM_WRONG') || isStationError(error, 'LINK_REFUSED') ? NO_PERMISSION : 1);
});
