import { type Bilingual, fill, type Values } from '#kernel';
import type { RelayFact } from './ports.ts';

const SENTENCES: Readonly<Record<RelayFact['fact'], Bilingual>> = {
  opened: { vi: 'Bắt đầu nhận nguồn {name}.', en: 'The source {name} is being taken.' },
  connected: { vi: 'Nguồn {name} đã có âm thanh.', en: 'The source {name} gives sound.' },
  disconnected: {
    vi: 'Mất kết nối với nguồn {name}: {problem}. Đang kết nối lại.',
    en: 'The connection to {name} is lost: {problem}. It is tried again.',
  },
  source_silent: {
    vi: 'Nguồn {name} không có tiếng quá {seconds} giây. {instead}',
    en: 'The source {name} was silent for more than {seconds} seconds. {instead}',
  },
  source_lost: {
    vi: 'Mất nguồn {name} quá {seconds} giây. {instead}',
    en: 'The source {name} was gone for more than {seconds} seconds. {instead}',
  },
  source_back: { vi: 'Nguồn {name} đã có tiếng trở lại.', en: 'The source {name} has sound again.' },
  closed: { vi: 'Đã ngừng nhận nguồn {name}.', en: 'The source {name} is no longer taken.' },
  check_good: {
    vi: 'Thử trước giờ phát, nguồn {name}: {result}',
    en: 'Tried before air time, source {name}: {result}',
  },
  check_bad: {
    vi: 'Thử trước giờ phát, nguồn {name}: {result} Hãy gọi đài phát hoặc chuẩn bị bản tin thay thế.',
    en: 'Tried before air time, source {name}: {result} Call the sending station or prepare another bulletin.',
  },
  outside_dates: {
    vi: 'Nguồn {name} không được dùng vào ngày {date}, nên không mở.',
    en: 'The source {name} may not be used on {date} and was not opened.',
  },
  no_decoder: {
    vi: 'Trạm không có ffmpeg nên không nhận được nguồn {name}.',
    en: 'The station has no ffmpeg and cannot take the source {name}.',
  },
  mourning: {
    vi: 'Đang Quốc tang: nguồn {name} vẫn được tiếp sóng; hãy nghe và dừng nếu có nhạc, giải trí.',
    en: 'State mourning: the source {name} is still relayed; listen, and stop it when there is music or entertainment.',
  },
  private_allowed: {
    vi: 'Nguồn {name} được phép nằm trong mạng nội bộ ({by}).',
    en: 'The source {name} is allowed to stand in a private network ({by}).',
  },
};

const INSTEAD = {
  fallback: { vi: 'Đang phát bản ghi dự phòng.', en: 'The fallback recording is heard instead.' },
  silence: {
    vi: 'Không có bản ghi dự phòng nên loa im lặng.',
    en: 'There is no fallback: the loudspeakers are silent.',
  },
} as const;

/** The sentence of a fact. */
export function tellFact(fact: RelayFact['fact'], values: Values, hasFallback = false): Bilingual {
  return fill(SENTENCES[fact], { ...values, instead: hasFallback ? INSTEAD.fallback : INSTEAD.silence });
}
