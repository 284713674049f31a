/** `npm run restore`: puts a backup in place as a new data folder, and gives a restored station its command. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { passphraseIn, restoreBackup } from '#backup';
import { isStationError, StationError } from '#kernel';
import { holdFolder, openStore } from '#store';
import { realWorld } from '#system';
import { openEpoch } from './station-life.ts';

const BAD_USE = 64;
const USE = `npm run restore -- FILE --data NEW_DIR [--passphrase-file FILE]
  FILE               bản sao lưu / the backup
  --data             thư mục dữ liệu mới, phải trống / the new data folder, which must be empty
  --passphrase-file  tệp có mật khẩu ở dòng đầu / file with the passphrase in its first line
npm run restore -- --open-epoch DIR
  Máy cũ đã tắt hẳn: trạm trong thư mục DIR bắt đầu ra lệnh cho loa (khi trạm đang dừng).
  The old machine is off for good: the station in DIR begins to command its speakers (while it is stopped).`;
const OPTIONS = {
  ...({ data: { type: 'string' }, 'passphrase-file': { type: 'string' } } as const),
  ...({ 'open-epoch': { type: 'string' } } as const),
};

async function main(args: string[]): Promise<number> {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: true });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USE}`);
    return BAD_USE;
  }
  const { values, positionals } = parsed;
  const [file, ...more] = positionals;
  const folder = values['open-epoch'];
  if (folder !== undefined && file === undefined) return giveCommand(resolve(folder));
  if (file === undefined || more.length > 0 || values.data === undefined) {
    console.error(USE);
    return BAD_USE;
  }
  const world = realWorld('warn');
  const keyFile = values['passphrase-file'];
  const passphrase = keyFile === undefined ? null : passphraseIn(await world.files.read(resolve(keyFile)));
  const data = resolve(values.data);
  const { manifest } = await restoreBackup(world, resolve(file), data, passphrase);
  console.log(`Đã khôi phục “${manifest.station.name}” vào ${data}. Lịch phát nằm ở ${data}/schedules.
Restored “${manifest.station.name}” to ${data}. Schedule files are in ${data}/schedules.
  LOAXA_DATA=${data} LOAXA_SCHEDULES=${data}/schedules npm start
Trạm này chưa ra lệnh cho loa. Hãy tắt hẳn máy cũ, rồi bấm nút ở trang Quản lý, hoặc chạy lệnh --open-epoch.
It commands no speaker yet. Switch the old machine off for good, then use the button on the page Manage, or --open-epoch.`);
  return 0;
}

async function giveCommand(folder: string): Promise<number> {
  const world = realWorld('warn');
  const path = `${folder}/station.db`;
  if ((await world.files.size(path)) === null) throw new StationError('BACKUP_MISSING', { file: path });
  const hold = holdFolder(folder);
  const store = openStore(path);
  try {
    const { epoch } = await openEpoch(store, world.clock, true);
    console.log(`Kỷ mới: ${epoch}. Trạm sẽ ra lệnh cho loa khi khởi động. Máy cũ phải tắt hẳn.
New epoch: ${epoch}. The station will command its speakers when it is started. The old machine must be off.`);
    return 0;
  } finally {
    await store.close();
    hold.release();
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (isStationError(error)) console.error(`${error.code}\n${error.text.vi}\n${error.text.en}`);
    else console.error(error);
    process.exit(1);
  },
);
