/** `npm run backup`: makes a backup of a station that runs or not, or checks one by restoring it into a scratch folder. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkBackup, makeBackup, makeProvedBackup, passphraseIn } from '#backup';
import { readSettings } from '#config';
import { isStationError, type World } from '#kernel';
import { realWorld } from '#system';

const HOME = join(import.meta.dirname, '..');
const BAD_USE = 64;
const USE = `npm run backup -- [--data DIR] [--schedules DIR] --to FILE [--prove] [--passphrase-file FILE]
npm run backup -- --check FILE [--scratch DIR] [--passphrase-file FILE]
  --data             thư mục dữ liệu (mặc định LOAXA_DATA) / data folder (default LOAXA_DATA)
  --schedules        thư mục lịch phát (mặc định LOAXA_SCHEDULES) / schedule files (default LOAXA_SCHEDULES)
  --to               tệp sao lưu sẽ tạo / the file to make
  --check            kiểm tra một bản sao lưu / check a backup
  --scratch          thư mục nháp để kiểm tra / scratch folder of the check
  --passphrase-file  tệp có mật khẩu ở dòng đầu / file with the passphrase in its first line
  --prove            khôi phục thử rồi mới đặt tên / restore it for a trial before it gets its name
  --name             tên đài (mặc định LOAXA_NAME) / name of the station (default LOAXA_NAME)
  --leave-free-mb    chừa lại bao nhiêu MB trên ổ / room to leave on the disk, in MB
  --json             in kết quả và lỗi dạng JSON / print result and errors as JSON
  --progress         cùng --json: báo tiến độ / with --json: tell how far it is`;
const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const OPTIONS = {
  ...{ data: TEXT, schedules: TEXT, to: TEXT, check: TEXT, scratch: TEXT },
  ...{ 'passphrase-file': TEXT, name: TEXT, 'leave-free-mb': TEXT },
  ...{ json: FLAG, progress: FLAG, prove: FLAG },
} as const;
type Given = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];
/** So many bytes pass before progress is told again. */
const TELL_BYTES = 8 * 1024 * 1024;

async function main(args: string[]): Promise<number> {
  let given: Given;
  try {
    given = parseArgs({ args, options: OPTIONS, strict: true }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USE}`);
    return BAD_USE;
  }
  const leaveFreeMb = Number(given['leave-free-mb'] ?? 0);
  if ((given.to === undefined) === (given.check === undefined) || !(leaveFreeMb >= 0)) {
    console.error(USE);
    return BAD_USE;
  }
  const world = realWorld('warn');
  const keyFile = given['passphrase-file'];
  const passphrase = keyFile === undefined ? null : passphraseIn(await world.files.read(resolve(keyFile)));
  const result =
    given.check === undefined
      ? await make(world, given, passphrase)
      : await check(world, resolve(given.check), given.scratch, passphrase);
  console.log(given.json ? JSON.stringify(result.facts) : result.text);
  return 0;
}

async function make(world: World, given: Given, passphrase: string | null) {
  const settings = readSettings(process.env);
  const to = resolve(given.to ?? '');
  const card = Buffer.from((await world.files.read(join(HOME, 'package.json'))) ?? '{}').toString('utf8');
  const { version } = JSON.parse(card) as { version: string };
  const leaveFreeMb = given['leave-free-mb'];
  const wish = {
    dataFolder: given.data === undefined ? resolve(HOME, settings.dataFolder) : resolve(given.data),
    schedulesFolder: given.schedules === undefined ? resolve(HOME, settings.schedulesFolder) : resolve(given.schedules),
    stationName: given.name ?? settings.name,
    program: version,
    to,
    passphrase,
    ...(leaveFreeMb === undefined ? {} : { leaveFreeBytes: Number(leaveFreeMb) * 1024 ** 2 }),
  };
  const tell = given.json && given.progress ? teller() : () => undefined;
  const { manifest, damagedSounds } = given.prove
    ? await makeProvedBackup(world, wish, tell)
    : {
        manifest: await makeBackup(world, { ...wish, onProgress: (...at) => tell('make', ...at) }),
        damagedSounds: null,
      };
  const bytes = (await world.files.size(to)) ?? 0;
  const { files, madeAt } = manifest;
  const proved = damagedSounds === null ? {} : { damagedSounds: damagedSounds.length };
  const facts = { file: to, bytes, files: files.length, madeAt, isSealed: passphrase !== null, ...proved };
  const text = `Đã sao lưu ${files.length} tệp vào ${to} (${megabytes(bytes)} MB).
Backed up ${files.length} files to ${to} (${megabytes(bytes)} MB).${passphrase === null ? NOT_SEALED : ''}${
    damagedSounds?.length ? `\n${SPOILT(damagedSounds.length)}` : ''
  }`;
  return { facts, text };
}

/** Tells now and then, in a line of JSON, how far it is. */
function teller() {
  let told = '';
  return (step: 'make' | 'check', doneBytes: number, totalBytes: number) => {
    const turn = `${step} ${Math.floor(doneBytes / TELL_BYTES)}`;
    if (turn === told) return;
    told = turn;
    console.log(JSON.stringify({ progress: { step, doneBytes, totalBytes } }));
  };
}

const NOT_SEALED = `
Tệp không mã hóa và chứa khóa của trạm: hãy cất như chìa khóa, hoặc dùng --passphrase-file.
The file is not encrypted and holds the station's key: keep it as you keep keys, or use --passphrase-file.`;

async function check(world: World, file: string, scratch: string | undefined, passphrase: string | null) {
  const folder =
    scratch === undefined ? `${file}.check-${Buffer.from(world.random.bytes(4)).toString('hex')}` : scratch;
  const { manifest, isSealed, damagedSounds } = await checkBackup(world, file, resolve(folder), passphrase);
  const { files, madeAt, station, rows } = manifest;
  const facts = { file, files: files.length, madeAt, station, isSealed, damagedSounds, logLines: rows['as_run'] ?? 0 };
  const text = `Bản sao lưu tốt: đã thử khôi phục ${files.length} tệp của “${station.name}”, lập lúc ${new Date(madeAt).toISOString()}.
The backup is good: ${files.length} files of “${station.name}” were restored for a trial, made at ${new Date(madeAt).toISOString()}.${
    damagedSounds.length > 0 ? `\n${SPOILT(damagedSounds.length)}` : ''
  }`;
  return { facts, text };
}

const SPOILT = (count: number) =>
  `Nhưng ${count} tệp âm thanh đã hỏng từ trước khi sao lưu. / But ${count} sounds were damaged before the backup.`;
const megabytes = (bytes: number) => (bytes / 1024 ** 2).toFixed(1);

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (isStationError(error)) {
      const { code, text } = error;
      if (process.argv.includes('--json')) console.log(JSON.stringify({ error: { code, text } }));
      console.error(`${code}\n${text.vi}\n${text.en}`);
    } else console.error(error);
    process.exit(1);
  },
);
