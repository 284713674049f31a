import { parseArgs } from 'node:util';
import type { Bilingual } from '#kernel';

export interface Options {
  readonly server: URL;
  readonly claimCode: string | null;
  /** As typed; made absolute by the caller. */
  readonly folder: string;
  readonly sink: { readonly kind: 'wav'; readonly path: string } | { readonly kind: 'alsa' | 'pulse' } | CommandSink;
}
interface CommandSink {
  readonly kind: 'command';
  readonly line: string;
}

export const USAGE: Bilingual = {
  vi: [
    'Cách dùng: npm run speaker -- --server http://TRẠM:8080 --data THƯ_MỤC --sink LOA [--claim MÃ]',
    '      hoặc: npm run speaker -- --join ĐỊA_CHỈ_TRONG_MÃ_QR --data THƯ_MỤC --sink LOA',
    '  --server  địa chỉ của trạm',
    '  --claim   mã đăng ký lấy trên bảng điều khiển; chỉ cần ở lần đầu',
    '  --join    nội dung mã QR của cụm loa: địa chỉ trạm và mã đăng ký trong một',
    '  --data    thư mục giữ danh tính, lịch và âm thanh',
    '  --sink    nơi phát: wav:TỆP.wav, alsa, pulse, hoặc "command:CHƯƠNG TRÌNH" nhận s16le 48 kHz một kênh',
  ].join('\n'),
  en: [
    'Usage: npm run speaker -- --server http://STATION:8080 --data FOLDER --sink SINK [--claim CODE]',
    '   or: npm run speaker -- --join ADDRESS_IN_THE_QR_CODE --data FOLDER --sink SINK',
    '  --server  address of the station',
    '  --claim   claim code from the console; needed the first time only',
    '  --join    what the QR code of the cluster says: station and claim code in one',
    '  --data    folder that keeps identity, plan and audio',
    '  --sink    where sound goes: wav:FILE.wav, alsa, pulse, or "command:PROGRAM" that takes s16le 48 kHz mono',
  ].join('\n'),
};

/** Reads the command line; gives what is wrong with it when something is. */
export function readOptions(args: readonly string[]): Options | { problem: Bilingual } {
  let values: Record<string, string | undefined>;
  try {
    const text = { type: 'string' } as const;
    values = parseArgs({
      args: [...args],
      options: { server: text, claim: text, join: text, data: text, sink: text },
    }).values;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: { vi: `Tùy chọn sai: ${why}`, en: `Wrong option: ${why}` } };
  }
  const { join, data, sink } = values;
  const joined = join === undefined ? null : readJoin(join);
  if (join !== undefined && (!joined || values['server'] !== undefined || values['claim'] !== undefined))
    return wrong(
      '--join',
      'địa chỉ trong mã QR, không kèm --server, --claim',
      'the QR address, without --server, --claim',
    );
  const { server = joined?.server, claim = joined?.claim } = values;
  const address = server === undefined ? null : URL.parse(server);
  if (!address || !/^https?:$/.test(address.protocol)) {
    return wrong('--server', 'http://TRẠM:8080', 'http://STATION:8080');
  }
  if (!data) return wrong('--data', 'một thư mục', 'a folder');
  if (claim !== undefined && !/^[\w-]{4,32}$/.test(claim)) return wrong('--claim', 'XXXX-XXXX', 'XXXX-XXXX');
  const chosen = sinkOf(sink ?? '');
  if (!chosen)
    return wrong('--sink', 'wav:TỆP.wav, alsa, pulse hoặc command:…', 'wav:FILE.wav, alsa, pulse or command:…');
  return { server: address, claimCode: claim ?? null, folder: data, sink: chosen };
}

/** What stands in the QR code of a cluster: http://STATION:8080/#cum-loa/claim=CODE. */
function readJoin(text: string): { server: string; claim: string } | null {
  const address = URL.parse(text);
  const claim = /^#cum-loa\/claim=([\w-]{4,32})$/.exec(address?.hash ?? '')?.[1];
  return address && claim !== undefined ? { server: address.origin, claim } : null;
}

function sinkOf(text: string): Options['sink'] | null {
  if (text === 'alsa' || text === 'pulse') return { kind: text };
  if (text.startsWith('wav:') && text.length > 4) return { kind: 'wav', path: text.slice(4) };
  if (text.startsWith('command:') && text.length > 8) return { kind: 'command', line: text.slice(8) };
  return null;
}

function wrong(option: string, vi: string, en: string): { problem: Bilingual } {
  return { problem: { vi: `${option} phải là ${vi}.`, en: `${option} must be ${en}.` } };
}
