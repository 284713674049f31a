import { signal } from '@preact/signals';

const vi = {
  title: 'Người trực thôn',
  codeLabel: 'Mã của bạn',
  codeHint: 'Mã do cán bộ xã đưa, 16 chữ và số. Không cần gõ dấu gạch.',
  enter: 'Vào',
  heard: 'Nghe rõ',
  partly: 'Nghe một phần',
  not_heard: 'Không nghe',
  question: 'Thôn mình nghe thế nào?',
  said: 'Đã báo xã:',
  later: 'Chưa đến giờ phát.',
  none: 'Hôm qua và hôm nay chưa có buổi phát nào ở thôn mình.',
  tasks: 'Việc xã nhờ',
  cut_power: 'Cắt điện cụm loa',
  restore_power: 'Đóng điện cụm loa',
  done: 'Đã làm xong',
  isDone: 'Đã làm xong. Cảm ơn.',
  broadcasts: 'Các buổi phát hôm nay và hôm qua',
  leave: 'Thoát khỏi máy này',
  lost: 'Chưa nối được với xã. Hãy thử lại, hoặc gọi điện.',
  wait: 'Đang tải…',
  other: 'English',
};
type Words = typeof vi;
const en: Words = {
  title: 'Village helper',
  codeLabel: 'Your code',
  codeHint: 'The commune gave it to you: 16 letters and digits. Hyphens are not needed.',
  enter: 'Enter',
  heard: 'Heard well',
  partly: 'Heard in part',
  not_heard: 'Not heard',
  question: 'How was it heard in your village?',
  said: 'The commune was told:',
  later: 'It has not begun yet.',
  none: 'Nothing was on the air in your village yesterday and today.',
  tasks: 'What the commune asks of you',
  cut_power: 'Cut the power of the loudspeakers',
  restore_power: 'Restore the power of the loudspeakers',
  done: 'Done',
  isDone: 'It is done. Thank you.',
  broadcasts: 'Broadcasts of today and yesterday',
  leave: 'Forget me on this phone',
  lost: 'The commune cannot be reached. Try again, or call.',
  wait: 'Loading…',
  other: 'Tiếng Việt',
};

/** This page has its own few words: a phone in the village loads nothing else of the console. */
export const language = signal<'vi' | 'en'>('vi');
export const words = (): Words => (language.value === 'vi' ? vi : en);
export function switchLanguage(): void {
  language.value = language.value === 'vi' ? 'en' : 'vi';
  document.documentElement.lang = language.value;
}
