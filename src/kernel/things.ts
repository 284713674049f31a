import type { Bilingual } from './bilingual.ts';
import { StationError } from './errors.ts';

/** What people call the things that have an id. */
const THINGS = {
  account: { vi: 'tài khoản', en: 'account' },
  alert: { vi: 'cảnh báo', en: 'alert' },
  inbox_item: { vi: 'tin từ cấp trên', en: 'item from above' },
  copy: { vi: 'bản chép tuần', en: 'copy of a week' },
  question: { vi: 'câu hỏi thứ tự', en: 'question of order' },
  attachment: { vi: 'văn bản gửi kèm', en: 'attached document' },
  area: { vi: 'địa bàn', en: 'area' },
  backup: { vi: 'bản sao lưu', en: 'backup' },
  area_act: { vi: 'việc sắp xếp địa bàn', en: 'act on areas' },
  brand: { vi: 'thương hiệu đài', en: 'station identity' },
  broadcast: { vi: 'buổi phát', en: 'broadcast' },
  bulletin: { vi: 'bản tin', en: 'bulletin' },
  endpoint: { vi: 'cụm loa', en: 'endpoint' },
  fault: { vi: 'sự cố', en: 'fault' },
  fm_receiver: { vi: 'cụm thu FM', en: 'FM receivers' },
  fm_station: { vi: 'đài FM', en: 'FM station' },
  interference: { vi: 'lần bị chèn sóng', en: 'interference' },
  village_task: { vi: 'việc nhờ thôn', en: 'task for a village' },
  exception_day: { vi: 'ngày ngoại lệ', en: 'exception day' },
  mourning: { vi: 'kỳ Quốc tang', en: 'state mourning' },
  key: { vi: 'khóa API', en: 'API key' },
  live: { vi: 'phiên phát trực tiếp', en: 'live session' },
  map: { vi: 'bản đồ', en: 'map' },
  mount: { vi: 'điểm thu', en: 'mount' },
  page: { vi: 'đường dẫn', en: 'page' },
  programme: { vi: 'chương trình', en: 'programme' },
  quiet_span: { vi: 'khoảng yên lặng', en: 'quiet span' },
  recording: { vi: 'bản ghi âm', en: 'recording' },
  relay: { vi: 'nguồn tiếp sóng', en: 'relay source' },
  rule: { vi: 'lịch phát', en: 'rule' },
  session: { vi: 'phiên đăng nhập', en: 'session' },
  passkey: { vi: 'khóa truy cập', en: 'passkey' },
  template: { vi: 'khung chương trình', en: 'template' },
  upload: { vi: 'lần tải lên', en: 'upload' },
  version: { vi: 'bản ngôn ngữ', en: 'language version' },
  zone: { vi: 'vùng phát', en: 'zone' },
} as const satisfies Record<string, Bilingual>;

/** NOT_FOUND, with the thing's name in both languages. */
export function notFound(thing: keyof typeof THINGS): StationError {
  return new StationError('NOT_FOUND', { what: THINGS[thing] });
}
