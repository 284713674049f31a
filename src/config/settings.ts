import { z } from 'zod';
import { isZone, type Network, networkTexts, readNetworks, StationError } from '#kernel';
import { issueText } from './issue-text.ts';

/** Every setting: environment name, default, and what it means. `docs/config.md` lists the same; a test compares. */
export const SETTINGS = {
  LOAXA_DATA: { default: './data', vi: 'thư mục dữ liệu', en: 'data folder' },
  LOAXA_PORT: { default: '8080', vi: 'cổng HTTP', en: 'HTTP port' },
  LOAXA_HOST: { default: '0.0.0.0', vi: 'địa chỉ lắng nghe', en: 'address to listen on' },
  LOAXA_URL: {
    default: '',
    vi: 'địa chỉ mà máy tính ở đài FM dùng để tới trạm này, ví dụ http://10.1.2.3:8080; để trống: địa chỉ trong manifest là tương đối',
    en: 'where computers at FM stations reach this station, as http://10.1.2.3:8080; empty: addresses in manifests are relative',
  },
  LOAXA_TRUSTED_PROXIES: {
    default: '',
    vi: 'địa chỉ của proxy đứng trước trạm, được tin khi nói địa chỉ người dùng (X-Forwarded-For); để trống: không tin ai',
    en: 'addresses of proxies in front of the station that are believed about who asks (X-Forwarded-For); empty: nobody',
  },
  LOAXA_ADMIN_FROM: {
    default: '',
    vi: 'các địa chỉ được quản trị trạm; để trống: đặt trong bảng điều khiển',
    en: 'addresses from which the station is administered; empty: they are set in the console',
  },
  LOAXA_ADMIN_PORT: {
    default: '',
    vi: 'cổng riêng cho quản trị; để trống: quản trị trên cùng cổng',
    en: 'a port of its own for administration; empty: it is on the one port',
  },
  LOAXA_ADMIN_HOST: {
    default: '127.0.0.1',
    vi: 'địa chỉ lắng nghe của cổng quản trị, khi có cổng riêng',
    en: 'address that the port of administration listens on, when there is one',
  },
  LOAXA_NAME: { default: 'Đài truyền thanh xã', vi: 'tên đài', en: 'name of the station' },
  LOAXA_ZONE: { default: 'Asia/Ho_Chi_Minh', vi: 'múi giờ', en: 'IANA time zone of the station' },
  LOAXA_SCHEDULES: { default: './schedules', vi: 'thư mục tệp lịch phát', en: 'folder of schedule files' },
  LOAXA_UPLOAD_MB: { default: '500', vi: 'cỡ tệp tải lên lớn nhất (MB)', en: 'largest upload in MB' },
  LOAXA_MAX_MINUTES: { default: '60', vi: 'bản ghi âm dài nhất (phút)', en: 'longest recording in minutes' },
  LOAXA_LOUDNESS: { default: '-16', vi: 'độ to đích (LUFS)', en: 'target loudness in LUFS' },
  LOAXA_TRUE_PEAK: { default: '-1.5', vi: 'đỉnh thật cao nhất (dBTP)', en: 'true peak ceiling in dBTP' },
  LOAXA_RESERVE_MB: {
    default: '64',
    vi: 'dung lượng giữ cho nhật ký khi đầy đĩa (MB)',
    en: 'disk kept for the log when the disk is full, in MB',
  },
  LOAXA_LIVE_MAX_MINUTES: {
    default: '30',
    vi: 'một lần nói trực tiếp dài nhất (phút)',
    en: 'longest live talk in minutes',
  },
  LOAXA_LIVE_SILENCE_SECONDS: {
    default: '60',
    vi: 'nói trực tiếp mà không có tiếng lâu như vậy thì tự kết thúc (giây)',
    en: 'a live talk in which nothing is heard for so long ends, in seconds',
  },
  LOAXA_LIVE_SILENCE_DB: {
    default: '-50',
    vi: 'nhỏ hơn mức này coi là không có tiếng (dBFS)',
    en: 'what is below this level is silence, in dBFS',
  },
  LOAXA_LIVE_GRACE_SECONDS: {
    default: '8',
    vi: 'mất kết nối micro thì chờ nối lại bao lâu (giây)',
    en: 'how long a lost microphone may take to come back, in seconds',
  },
  LOAXA_LIVE_LUMP_MS: {
    default: '240',
    vi: 'độ dài mỗi gói âm thanh trực tiếp gửi tới loa (ms)',
    en: 'how much live sound goes to a speaker in one message, in ms',
  },
  LOAXA_AUDIT_MONTHS: {
    default: '24',
    vi: 'giữ nhật ký hệ thống bao nhiêu tháng',
    en: 'how many months the audit log is kept',
  },
  LOAXA_SESSION_IDLE_MINUTES: {
    default: '720',
    vi: 'không ai chạm vào màn hình lâu như vậy thì phải đăng nhập lại (phút)',
    en: 'nobody touches the screen for so long: sign in again, in minutes',
  },
  LOAXA_SESSION_HOURS: {
    default: '168',
    vi: 'một lần đăng nhập dài nhất, dù đang làm việc (giờ)',
    en: 'longest session, however busy, in hours',
  },
  LOAXA_STRONG_HOURS: {
    default: '12',
    vi: 'bước xác minh thứ hai có giá trị bao lâu cho phát khẩn cấp (giờ)',
    en: 'how long a second factor counts for emergencies, in hours',
  },
  LOAXA_FRESH_MINUTES: {
    default: '15',
    vi: 'bước xác minh thứ hai có giá trị bao lâu cho quản lý người dùng, bảo mật và bảo trì (phút)',
    en: 'how long a second factor counts for people, security and maintenance, in minutes',
  },
  LOAXA_PASSWORD_LEAST: { default: '15', vi: 'mật khẩu ngắn nhất (ký tự)', en: 'shortest password, in characters' },
  LOAXA_PASSWORD_KINDS: {
    default: '0',
    vi: 'mật khẩu phải có mấy trong bốn loại ký tự (chữ thường, chữ hoa, chữ số, dấu); 0: không bắt buộc',
    en: 'how many of four kinds a password needs (small letters, capitals, digits, signs); 0: none in particular',
  },
  LOAXA_PASSWORD_DAYS: {
    default: '0',
    vi: 'sau bao nhiêu ngày phải đổi mật khẩu; 0: không bắt buộc',
    en: 'after how many days a password must be changed; 0: never',
  },
  LOAXA_AUDIT_COPY_FILE: {
    default: '',
    vi: 'tệp giữ bản sao nhật ký hệ thống (trên ổ khác hoặc máy khác); để trống: không sao',
    en: 'file that takes a copy of the audit log (on another disk or machine); empty: none',
  },
  LOAXA_AUDIT_COPY_SYSLOG: {
    default: '',
    vi: 'máy chủ syslog (RFC 5424) nhận bản sao nhật ký hệ thống, ví dụ udp://10.1.2.3:514 hoặc tcp://10.1.2.3:601',
    en: 'syslog server (RFC 5424) that takes a copy of the audit log, as udp://10.1.2.3:514 or tcp://10.1.2.3:601',
  },
  LOAXA_AUDIT_COPY_URL: {
    default: '',
    vi: 'địa chỉ http(s) nhận bản sao nhật ký hệ thống bằng POST',
    en: 'http(s) address that takes a copy of the audit log by POST',
  },
  LOAXA_BACKUP_FOLDER: {
    default: '',
    vi: 'thư mục giữ các bản sao lưu, nên ở ổ khác; để trống: backups trong thư mục dữ liệu',
    en: 'folder of the backups, better on another disk; empty: backups in the data folder',
  },
  LOAXA_BACKUP_AT: {
    default: '02:10',
    vi: 'giờ tự sao lưu mỗi đêm (HH:MM, trong giờ yên tĩnh); để trống: không tự sao lưu',
    en: 'when a backup is made each night (HH:MM, in quiet hours); empty: none by itself',
  },
  LOAXA_BACKUP_KEEP: {
    default: '7',
    vi: 'giữ bao nhiêu bản sao lưu ban đêm; bản bấm tay không tự xóa',
    en: 'how many of the nights’ backups are kept; those that a person made stay',
  },
  LOAXA_BACKUP_LEAVE_MB: {
    default: '2048',
    vi: 'sao lưu luôn chừa lại bao nhiêu chỗ trống trên ổ (MB)',
    en: 'room that backups leave free on their disk, in MB',
  },
  LOAXA_BACKUP_PASSPHRASE_FILE: {
    default: '',
    vi: 'tệp có mật khẩu sao lưu ở dòng đầu; để trống: bản sao lưu không mã hóa',
    en: 'file with the passphrase of backups in its first line; empty: they are not encrypted',
  },
  LOAXA_BACKUP_WARN_DAYS: {
    default: '3',
    vi: 'bản sao lưu tốt gần nhất cũ hơn bao nhiêu ngày thì nhắc',
    en: 'after how many days without a good backup the station says so',
  },
  LOAXA_SPEECH_COMMAND: {
    default: '',
    vi: 'chương trình đọc chữ khác espeak-ng: nhận chữ ở đầu vào chuẩn, tốc độ (phần trăm) là tham số, trả WAV mono 16 bit ở đầu ra chuẩn',
    en: 'a program that reads text aloud in place of espeak-ng: text on standard input, speed in percent as its argument, mono 16-bit WAV on standard output',
  },
  FFMPEG_PATH: { default: '', vi: 'đường dẫn ffmpeg', en: 'path of ffmpeg; empty: look on PATH, then the bundled one' },
} as const;

/** A plain decimal: nothing, "0x50" or "1e3" is a slip of the hand, not a number. */
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, 'not a number');
const number = (least: number, most: number) => decimal.transform(Number).pipe(z.number().min(least).max(most));
const whole = (least: number, most: number) => decimal.transform(Number).pipe(z.int().min(least).max(most));
const networks = z.string().transform((list, context): readonly Network[] => {
  const read = readNetworks(list);
  if (!('wrong' in read)) return read;
  context.addIssue({ code: 'custom', message: read.wrong.en, params: { text: read.wrong } });
  return z.NEVER;
});
const fullPath = z.string().refine((path) => path === '' || path.startsWith('/'), 'đường dẫn đầy đủ / a full path');
const schema = z.object({
  LOAXA_DATA: z.string().min(1),
  LOAXA_PORT: whole(0, 65_535),
  LOAXA_HOST: z.string().min(1),
  LOAXA_URL: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
  LOAXA_TRUSTED_PROXIES: networks,
  LOAXA_ADMIN_FROM: networks,
  LOAXA_ADMIN_PORT: z.union([z.literal('').transform(() => null), whole(0, 65_535)]),
  LOAXA_ADMIN_HOST: z.string().min(1),
  LOAXA_NAME: z.string().min(1).max(200),
  LOAXA_ZONE: z.string().refine(isZone, 'không phải múi giờ IANA / not an IANA time zone'),
  LOAXA_SCHEDULES: z.string().min(1),
  LOAXA_UPLOAD_MB: whole(1, 10_000),
  LOAXA_MAX_MINUTES: whole(1, 600),
  LOAXA_LOUDNESS: number(-40, -5),
  LOAXA_TRUE_PEAK: number(-20, 0),
  LOAXA_RESERVE_MB: whole(0, 10_000),
  LOAXA_LIVE_MAX_MINUTES: whole(1, 600),
  LOAXA_LIVE_SILENCE_SECONDS: whole(25, 3600),
  LOAXA_LIVE_SILENCE_DB: number(-90, -10),
  LOAXA_LIVE_GRACE_SECONDS: whole(1, 60),
  LOAXA_LIVE_LUMP_MS: whole(96, 504),
  LOAXA_AUDIT_MONTHS: whole(1, 600),
  LOAXA_SESSION_IDLE_MINUTES: whole(1, 10_080),
  LOAXA_SESSION_HOURS: whole(1, 720),
  LOAXA_STRONG_HOURS: whole(1, 168),
  LOAXA_FRESH_MINUTES: whole(1, 720),
  LOAXA_PASSWORD_LEAST: whole(8, 64),
  LOAXA_PASSWORD_KINDS: whole(0, 4),
  LOAXA_PASSWORD_DAYS: whole(0, 3650),
  LOAXA_AUDIT_COPY_FILE: fullPath,
  LOAXA_AUDIT_COPY_SYSLOG: z.union([z.literal(''), z.url({ protocol: /^(udp|tcp)$/ })]),
  LOAXA_AUDIT_COPY_URL: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
  LOAXA_BACKUP_FOLDER: fullPath,
  LOAXA_BACKUP_AT: z.union([
    z.literal('').transform(() => null),
    z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM'),
  ]),
  LOAXA_BACKUP_KEEP: whole(1, 365),
  LOAXA_BACKUP_LEAVE_MB: whole(64, 1_000_000),
  LOAXA_BACKUP_PASSPHRASE_FILE: fullPath,
  LOAXA_BACKUP_WARN_DAYS: whole(1, 365),
  LOAXA_SPEECH_COMMAND: fullPath,
  FFMPEG_PATH: z.string(),
});

/** The settings of a running station, with units in their names. */
export interface Settings {
  readonly dataFolder: string;
  readonly port: number;
  readonly host: string;
  /** Without a slash at the end; empty: nobody said. */
  readonly url: string;
  /** Only these are believed when they say for whom they ask. */
  readonly trustedProxies: readonly Network[];
  /** Addresses and networks as they were written; none: the console says. */
  readonly adminFrom: readonly string[];
  /** Null: administration is on the one port. */
  readonly adminPort: number | null;
  readonly adminHost: string;
  readonly name: string;
  readonly zone: string;
  readonly schedulesFolder: string;
  readonly uploadBytes: number;
  readonly maxRecordingMs: number;
  readonly loudnessLufs: number;
  readonly truePeakDbtp: number;
  readonly reserveBytes: number;
  readonly liveMaxMs: number;
  readonly liveSilenceMs: number;
  readonly liveSilenceDb: number;
  readonly liveGraceMs: number;
  readonly liveLumpMs: number;
  readonly auditMonths: number;
  readonly signIn: {
    readonly sessionIdleMs: number;
    readonly sessionMaxMs: number;
    readonly strongMs: number;
    readonly freshMs: number;
    readonly passwordLeast: number;
    readonly passwordKinds: number;
    /** Null: never. */
    readonly passwordMaxAgeMs: number | null;
  };
  /** Where copies of the audit log go; empty: nowhere. */
  readonly auditCopies: { readonly file: string; readonly syslog: string; readonly url: string };
  readonly backup: {
    /** Empty: in the data folder. */
    readonly folder: string;
    /** HH:MM; null: none by itself. */
    readonly at: string | null;
    readonly keep: number;
    readonly leaveFreeBytes: number;
    readonly passphraseFile: string | null;
    readonly warnDays: number;
  };
  /** Null: espeak-ng, where it is. */
  readonly speechCommand: string | null;
  readonly ffmpegPath: string | null;
}

/** Reads settings from an environment; throws one CONFIG_INVALID that names every wrong one. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, setting]) => [name, environment[name] ?? setting.default]),
  );
  const parsed = schema.safeParse(given, { reportInput: true });
  if (!parsed.success) {
    const all = (language: 'vi' | 'en') =>
      parsed.error.issues
        .map((issue) => `${issue.path.join('.')}=${given[String(issue.path[0])] ?? ''}: ${issueText(issue)[language]}`)
        .join('; ');
    const problem = { vi: all('vi'), en: all('en') };
    throw new StationError('CONFIG_INVALID', { problem });
  }
  const is = parsed.data;
  return {
    dataFolder: is.LOAXA_DATA,
    port: is.LOAXA_PORT,
    host: is.LOAXA_HOST,
    url: is.LOAXA_URL.replace(/\/+$/, ''),
    trustedProxies: is.LOAXA_TRUSTED_PROXIES,
    adminFrom: networkTexts(given['LOAXA_ADMIN_FROM'] ?? ''),
    adminPort: is.LOAXA_ADMIN_PORT,
    adminHost: is.LOAXA_ADMIN_HOST,
    name: is.LOAXA_NAME,
    zone: is.LOAXA_ZONE,
    schedulesFolder: is.LOAXA_SCHEDULES,
    uploadBytes: is.LOAXA_UPLOAD_MB * 1024 * 1024,
    maxRecordingMs: is.LOAXA_MAX_MINUTES * 60_000,
    loudnessLufs: is.LOAXA_LOUDNESS,
    truePeakDbtp: is.LOAXA_TRUE_PEAK,
    reserveBytes: is.LOAXA_RESERVE_MB * 1024 * 1024,
    liveMaxMs: is.LOAXA_LIVE_MAX_MINUTES * 60_000,
    liveSilenceMs: is.LOAXA_LIVE_SILENCE_SECONDS * 1000,
    liveSilenceDb: is.LOAXA_LIVE_SILENCE_DB,
    liveGraceMs: is.LOAXA_LIVE_GRACE_SECONDS * 1000,
    liveLumpMs: is.LOAXA_LIVE_LUMP_MS,
    auditMonths: is.LOAXA_AUDIT_MONTHS,
    signIn: {
      sessionIdleMs: is.LOAXA_SESSION_IDLE_MINUTES * 60_000,
      sessionMaxMs: is.LOAXA_SESSION_HOURS * 3600_000,
      strongMs: is.LOAXA_STRONG_HOURS * 3600_000,
      freshMs: is.LOAXA_FRESH_MINUTES * 60_000,
      passwordLeast: is.LOAXA_PASSWORD_LEAST,
      passwordKinds: is.LOAXA_PASSWORD_KINDS,
      passwordMaxAgeMs: is.LOAXA_PASSWORD_DAYS === 0 ? null : is.LOAXA_PASSWORD_DAYS * 86_400_000,
    },
    auditCopies: {
      file: is.LOAXA_AUDIT_COPY_FILE,
      syslog: is.LOAXA_AUDIT_COPY_SYSLOG,
      url: is.LOAXA_AUDIT_COPY_URL,
    },
    backup: {
      folder: is.LOAXA_BACKUP_FOLDER.replace(/(?<=.)\/+$/, ''),
      at: is.LOAXA_BACKUP_AT,
      keep: is.LOAXA_BACKUP_KEEP,
      leaveFreeBytes: is.LOAXA_BACKUP_LEAVE_MB * 1024 * 1024,
      passphraseFile: is.LOAXA_BACKUP_PASSPHRASE_FILE || null,
      warnDays: is.LOAXA_BACKUP_WARN_DAYS,
    },
    speechCommand: is.LOAXA_SPEECH_COMMAND === '' ? null : is.LOAXA_SPEECH_COMMAND,
    ffmpegPath: is.FFMPEG_PATH === '' ? null : is.FFMPEG_PATH,
  };
}
