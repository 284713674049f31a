import { type Bilingual, fill, type Values } from '#kernel';
import type { UrlRule } from './url-rules.ts';

/** Everything that can be wrong with a source, in words that say what to do. */
const PROBLEMS = {
  form: {
    vi: 'đây không phải địa chỉ web; hãy dùng dạng http://tên-máy/đường-dẫn',
    en: 'this is no web address; write it as http://host/path',
  },
  scheme: { vi: 'chỉ nhận địa chỉ http:// hoặc https://', en: 'only http:// and https:// addresses are taken' },
  userinfo: {
    vi: 'không để tên và mật khẩu trong địa chỉ; hãy xin nguồn không cần mật khẩu',
    en: 'no name or password may stand in the address; ask for a source without one',
  },
  port: {
    vi: 'cổng này không dành cho phát thanh; chỉ nhận 80, 443 và từ 1024 trở lên, trừ cổng của dịch vụ khác',
    en: 'that port is not for radio; 80, 443 and from 1024 on are taken, less those of other services',
  },
  loopback: {
    vi: 'địa chỉ trỏ về chính máy chủ này',
    en: 'the address leads to this server itself',
  },
  private: {
    vi: 'địa chỉ nằm trong mạng nội bộ; người có quyền phải cho phép mạng nội bộ cho nguồn này',
    en: 'the address lies in a private network; somebody with the right must allow that for this source',
  },
  special: {
    vi: 'địa chỉ thuộc dải đặc biệt, không phải nơi phát thanh',
    en: 'the address belongs to a special range from which nobody sends radio',
  },
  redirects: { vi: 'nguồn chuyển hướng quá nhiều lần', en: 'the source redirects too often' },
  name: { vi: 'không tra được tên máy {host}', en: 'the name {host} cannot be looked up' },
  unreachable: { vi: 'không kết nối được tới {host}', en: '{host} cannot be connected to' },
  tls: { vi: 'chứng chỉ bảo mật của {host} không hợp lệ', en: 'the certificate of {host} is not valid' },
  broken: { vi: 'kết nối tới {host} bị đứt', en: 'the connection to {host} broke' },
  late: { vi: '{host} trả lời quá chậm', en: '{host} answers too slowly' },
  status: { vi: '{host} từ chối với mã {status}', en: '{host} refuses with status {status}' },
  not_sound: { vi: '{host} gửi {type}, không phải âm thanh', en: '{host} sends {type}, which is no sound' },
  address_file: {
    vi: 'đây là tệp danh sách; hãy mở nó và chép địa chỉ luồng bên trong',
    en: 'this is a list of addresses; open it and copy the address of the stream inside',
  },
  encrypted: { vi: 'luồng bị mã hóa nên không tiếp sóng được', en: 'the stream is encrypted and cannot be relayed' },
  playlist: { vi: 'không đọc được danh sách phát HLS', en: 'the HLS playlist cannot be read' },
  stale: { vi: 'danh sách phát HLS đứng yên', en: 'the HLS playlist stands still' },
  too_large: { vi: '{host} gửi nhiều hơn mức cho phép', en: '{host} sends more than is allowed' },
  ended: { vi: 'nguồn đã ngừng gửi', en: 'the source stopped sending' },
  undecodable: { vi: 'không giải mã được âm thanh của nguồn', en: 'the sound of the source cannot be decoded' },
  no_decoder: { vi: 'trạm chưa có ffmpeg', en: 'the station has no ffmpeg' },
  mute: { vi: 'nguồn có kết nối nhưng không có tiếng', en: 'the source is connected but gives no sound' },
  nothing: { vi: 'nguồn không gửi âm thanh nào', en: 'the source sends no sound at all' },
  stopped: { vi: 'đã dừng', en: 'it was stopped' },
} as const satisfies Record<string, Bilingual>;

export type Problem = keyof typeof PROBLEMS;
export const PROBLEM_NAMES = Object.keys(PROBLEMS) as [Problem, ...Problem[]];

/** Why a source could not be had, or ended. */
export interface Trouble {
  readonly problem: Problem;
  readonly values: Values;
}

export function trouble(problem: Problem, values: Values = {}): Trouble {
  return { problem, values };
}

/** The sentence of a trouble. */
export function tellTrouble({ problem, values }: Trouble): Bilingual {
  return fill(PROBLEMS[problem], values);
}

const URL_RULES: ReadonlySet<string> = new Set<UrlRule | 'redirects'>([
  ...(['form', 'scheme', 'userinfo', 'port', 'loopback', 'private', 'special', 'redirects'] as const),
]);

/** True when a rule forbids the address, as opposed to a source that is merely down. */
export function isForbidden(problem: Problem): boolean {
  return URL_RULES.has(problem);
}
