/** The grids of the calendar, and what is done with many broadcasts at once. */
export const calendar = {
  size: 'Độ cao mỗi dòng',
  columns: 'Các ngày',
  villages: 'Các thôn trong ngày',
  keys: 'Phím mũi tên: sang buổi khác. Enter: mở. M: chuyển giờ.',
  empty: 'Trống: không có buổi nào',
  elsewhere: 'Nơi khác',
};
