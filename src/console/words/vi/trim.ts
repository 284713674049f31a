/** Cutting the ends of a recording off, on its waveform. */
export const trim = {
  start: 'Bắt đầu từ',
  end: 'Kết thúc ở',
  hint: 'Kéo hai thanh đứng để chọn đoạn giữ lại. Bàn phím: phím mũi tên 0,1 giây, Page Up/Page Down 1 giây. Bản gốc luôn được giữ.',
  kept: (from: string, to: string, span: string) => `Giữ lại từ ${from} đến ${to}, dài ${span}.`,
  all: (span: string) => `Giữ lại cả bản, dài ${span}.`,
  silences: 'Khoảng lặng dài (tô vàng trên hình):',
  silence: (span: string, at: string) => `${span}, ở ${at}`,
  hear: 'Nghe đoạn giữ lại',
  stop: 'Dừng nghe',
  cutAway: 'Đoạn này có phần đã cắt. Bấm “Không cắt nữa” để nghe lại cả bản.',
  cut: 'Cắt như đã chọn',
  cutting: 'Đang cắt…',
};
