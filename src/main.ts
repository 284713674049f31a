/** `npm start`: the station on a data folder. Reads the environment, chooses the real world, stops on signals. */
import { join } from 'node:path';
import { readSettings } from '#config';
import { isStationError } from '#kernel';
import { realWorld } from '#system';
import { addFirstProgrammes } from './first-programmes.ts';
import { addFirstSignals } from './first-signals.ts';
import { HOME, runStation } from './run-station.ts';

const BAD_USE = 64;

async function main(options: readonly string[]): Promise<void> {
  const unknown = options.filter((option) => option !== '--sign-in-link');
  if (unknown.length > 0) {
    console.error(`Tùy chọn không có: ${unknown.join(' ')}. Chỉ có --sign-in-link (in liên kết đăng nhập một lần).`);
    console.error(
      `No such option: ${unknown.join(' ')}. There is only --sign-in-link (prints a one-time sign-in link).`,
    );
    process.exit(BAD_USE);
  }
  const settings = readSettings(process.env);
  const running = await runStation(realWorld(), settings);
  const { house } = running.station;
  const addressOf = (host: string, port: number) =>
    `http://${['0.0.0.0', '::'].includes(host) ? 'localhost' : host}:${port}/`;
  console.log(`${settings.name}: ${addressOf(settings.host, running.server.port)}`);
  // Links of the administrator open the door of administration.
  const host = settings.adminPort === null ? settings.host : settings.adminHost;
  const address = addressOf(host, running.adminServer.port);
  if (settings.adminPort !== null) console.log(`Cổng quản trị / administration: ${address}`);
  if (await house.doorkeeper.isNew()) {
    const token = await house.doorkeeper.newLink('set_up');
    console.log(
      `Mở một lần để tạo tài khoản đầu tiên / open once to create the first account:\n  ${address}#set-up=${token}`,
    );
  } else if (options.includes('--sign-in-link')) {
    const token = await house.doorkeeper.newLink('sign_in');
    console.log(`Liên kết đăng nhập một lần / one-time sign-in link:\n  ${address}#sign-in=${token}`);
  }
  if (!house.ffmpeg) console.log('Chưa có ffmpeg: không nhận được tệp mới. / No ffmpeg: new audio is refused.');

  const sounds = join(HOME, 'media');
  void addFirstProgrammes(house, sounds)
    .then(() => addFirstSignals(house, sounds))
    .catch((error: unknown) =>
      house.world.logger.warn('the first programmes and signals were not added', { error: String(error) }),
    );

  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    void running.stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (isStationError(error)) console.error(`${error.text.vi}\n${error.text.en}`);
  else console.error(error);
  process.exit(1);
});
