/** Everything that answers and is no route of the contract: the second table of who may, beside `NEEDS`. */
import type { Bilingual } from '#kernel';

/** Who is let in, and how that is known. */
const WHO = {
  anybody: { vi: 'bất kỳ ai', en: 'anybody' },
  code: { vi: 'ai có mã nhận loa dùng một lần', en: 'whoever holds the claim code of a speaker, once' },
  speaker: { vi: 'loa đã nhận, bằng khóa riêng của nó', en: 'a claimed speaker, by its own key' },
  key: { vi: 'ai có khóa nằm trong địa chỉ', en: 'whoever holds the key in the address' },
  session: { vi: 'người đã đăng nhập, theo quyền của mình', en: 'whoever is signed in, of what he may see' },
  talker: { vi: 'người đã mở phiên nói trực tiếp đó', en: 'the person who opened that live session' },
  mount: {
    vi: 'ai có mật khẩu của điểm nối, khi chủ của nó đã mở phiên',
    en: 'the password of a mount whose owner opened a session',
  },
} as const satisfies Record<string, Bilingual>;

interface Door {
  /** `upgrade`: a WebSocket; `source`: the first words of an Icecast source client; else an HTTP method. */
  readonly how: 'get' | 'post' | 'upgrade' | 'source';
  readonly path: string;
  readonly who: keyof typeof WHO;
}

export const DOORS: readonly Door[] = [
  { how: 'get', path: '/healthz', who: 'anybody' },
  { how: 'get', path: '/api/v1/openapi.json', who: 'anybody' },
  { how: 'get', path: '/', who: 'anybody' },
  { how: 'get', path: '/assets', who: 'anybody' },
  { how: 'post', path: '/link/v1/claim', who: 'code' },
  { how: 'get', path: '/link/v1/audio/:sha256', who: 'speaker' },
  { how: 'upgrade', path: '/link/v1', who: 'speaker' },
  { how: 'upgrade', path: '/link/v1/stream/:stream', who: 'speaker' },
  { how: 'get', path: '/stream/:file', who: 'key' },
  { how: 'get', path: '/fm/:station/manifest.json', who: 'key' },
  { how: 'get', path: '/fm/:station/now.txt', who: 'key' },
  { how: 'get', path: '/fm/:station/now-utf8.txt', who: 'key' },
  { how: 'get', path: '/fm/:station/file/:file', who: 'key' },
  { how: 'get', path: '/fm/:station/audio.mp3', who: 'key' },
  { how: 'upgrade', path: '/api/v1/live/sessions/:id/microphone', who: 'talker' },
  { how: 'upgrade', path: '/api/v1/news', who: 'session' },
  { how: 'source', path: '/live/:mount', who: 'mount' },
];
