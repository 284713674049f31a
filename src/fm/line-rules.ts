import type { Bilingual } from '#kernel';
import type { EncoderLine } from './fm-station.ts';

/** What is wrong with a line, and in which of its fields. */
export interface LineFault {
  readonly field: keyof EncoderLine;
  readonly problem: Bilingual;
}

const HOST = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$|^\[?[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+\]?$/;
const SERIAL = /^\/dev\/serial\/by-id\/[A-Za-z0-9][A-Za-z0-9._:+@-]*$|^\/dev\/tty[A-Z]+[0-9]+$/;
const FILE = /^[a-z0-9_-][a-z0-9._-]*\.(bin|txt)$/;
/** What lies in that folder already, for programs that read the text of the moment. */
const OWN_FILES: readonly string[] = ['now.txt', 'now-utf8.txt'];

const PROBLEMS = {
  host: {
    vi: 'cần tên máy hoặc địa chỉ IP của bộ mã hóa',
    en: 'give the name or address of the encoder',
  },
  port: { vi: 'cần cổng của bộ mã hóa, từ 1 đến 65535', en: 'give the port of the encoder, 1 to 65535' },
  serial: {
    vi: 'chỉ nhận tên thiết bị như /dev/serial/by-id/usb-… hoặc /dev/ttyUSB0',
    en: 'only device names like /dev/serial/by-id/usb-… or /dev/ttyUSB0 are taken',
  },
  file: {
    vi: 'chỉ nhận tên tệp đơn giản, chữ thường và số, kết thúc bằng .bin hoặc .txt',
    en: 'only a plain file name in small letters and digits that ends in .bin or .txt is taken',
  },
  own_file: {
    vi: 'trạm tự ghi tệp đó; hãy chọn tên khác',
    en: 'the station writes that file itself; choose another name',
  },
  unused: {
    vi: 'kiểu đường này không dùng ô đó, hãy để trống',
    en: 'this kind of line has no use for it; leave it empty',
  },
  everybody: {
    vi: 'địa chỉ 0/0 nói với mọi bộ mã hóa trên đường dây; hãy nhập địa chỉ riêng, hoặc cho phép gửi tới tất cả',
    en: 'address 0/0 speaks to every encoder on the line; enter its own address, or allow speaking to all',
  },
  answers: { vi: 'tệp không trả lời được', en: 'a file gives no answers' },
  reads_back: {
    vi: 'bộ mã hóa không trả lời thì không đọc lại được',
    en: 'an encoder that does not answer cannot be read back',
  },
  name_twice: { vi: 'hai đường cùng tên', en: 'two lines have this name' },
  path_twice: { vi: 'một đường khác đã dùng nó', en: 'another line uses it' },
} as const satisfies Record<string, Bilingual>;

const fault = (field: keyof EncoderLine, problem: keyof typeof PROBLEMS): LineFault => ({
  field,
  problem: PROBLEMS[problem],
});

/** The first thing that is wrong with a line by itself, or null. */
export function lineFault(line: EncoderLine): LineFault | null {
  return addressFault(line) ?? proofFault(line) ?? everybodyFault(line);
}

function addressFault({ transport, host, port, path }: EncoderLine): LineFault | null {
  if (transport === 'tcp' || transport === 'udp') {
    if (!HOST.test(host)) return fault('host', 'host');
    if (port === 0) return fault('port', 'port');
    return path === '' ? null : fault('path', 'unused');
  }
  if (host !== '') return fault('host', 'unused');
  if (port !== 0) return fault('port', 'unused');
  if (path.includes('..') || !(transport === 'serial' ? SERIAL : FILE).test(path)) return fault('path', transport);
  return transport === 'file' && OWN_FILES.includes(path) ? fault('path', 'own_file') : null;
}

function proofFault({ transport, answers, readsBack }: EncoderLine): LineFault | null {
  if (transport === 'file' && (answers || readsBack)) return fault(answers ? 'answers' : 'readsBack', 'answers');
  return readsBack && !answers ? fault('readsBack', 'reads_back') : null;
}

function everybodyFault({ profile, site, encoder, toEverybody }: EncoderLine): LineFault | null {
  if (profile !== 'uecp') return null;
  return site === 0 && encoder === 0 && !toEverybody ? fault('site', 'everybody') : null;
}

/** The first line of a station that is wrong by itself, or gets in the way of another one. */
export function firstFault(
  lines: readonly EncoderLine[],
  /** Devices that lines of other stations hold. */
  devicesElsewhere: ReadonlySet<string>,
): { readonly line: EncoderLine; readonly fault: LineFault } | null {
  const names = new Set<string>();
  const paths = new Set<string>();
  for (const line of lines) {
    const { name, path, transport } = line;
    const wrong =
      lineFault(line) ??
      (names.has(name) ? fault('name', 'name_twice') : null) ??
      (path !== '' && (paths.has(path) || (transport === 'serial' && devicesElsewhere.has(path)))
        ? fault('path', 'path_twice')
        : null);
    if (wrong) return { line, fault: wrong };
    names.add(name);
    if (path !== '') paths.add(path);
  }
  return null;
}
