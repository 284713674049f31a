/** `npm run restore`: puts a backup in place as a new data folder. Its station begins fenced. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { passphraseIn, restoreBackup } from '#backup';
import { isStationError } from '#kernel';
import { realWorld } from '#system';

const BAD_USE = 64;
const USE = `npm run restore -- FILE --data NEW_DIR [--passphrase-file FILE]
  FILE               bản sao lưu / the backup
  --data             thư mục dữ liệu mới, phải trống / the new data folder, which must be empty
  --passphrase-file  tệp có mật khẩu ở dòng đầu / file with the passphrase in its first line`;
const OPTIONS = { data: { type: 'string' }, 'passphrase-file': { type: 'string' } } as const;

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
  LOAXA_DATA=${data} LOAXA_SCHEDULES=${data}/schedules npm start`);
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (isStationError(error)) console.error(`${error.code}\n${error.text.vi}\n${error.text.en}`);
    else console.error(error);
    process.exit(1);
  },
);
