/** The grids of the calendar, and what is done with many broadcasts at once. */
export const calendar = {
  size: 'Độ cao mỗi dòng',
  columns: 'Các ngày',
  villages: 'Các thôn trong ngày',
  keys: 'Phím mũi tên: sang buổi khác. Enter: mở. M: chuyển giờ.',
  empty: 'Trống: không có buổi nào',
  elsewhere: 'Nơi khác',
  copy: {
    open: 'Chép sang tuần sau…',
    title: (from: string, to: string) => `Chép tuần từ ${from} sang tuần từ ${to}`,
    hint: 'Chỉ chép những buổi đặt riêng một lần. Lịch lặp lại tự phát; ngày đã chuyển hay bỏ riêng của lịch không chép.',
    nothing: 'Tuần này không có buổi nào đặt riêng để chép.',
    states: {
      comes: 'Sẽ chép',
      clashes: 'Sẽ chép, trùng giờ',
      waits: 'Sẽ chép, chờ duyệt',
      lapses: 'Không chép được',
    },
    line: (title: string, villages: number) => `${title} (${villages} thôn)`,
    yes: (count: number) => `Chép ${count} buổi`,
    done: (count: number) => `Đã chép ${count} buổi sang tuần sau. Bỏ được cả bản trước khi buổi đầu tiên phát.`,
    there: (count: number, first: string) => `${count} buổi chép từ tuần khác, buổi đầu ${first}.`,
    undo: 'Bỏ bản chép',
    askUndo: (count: number) => `Bỏ cả ${count} buổi đã chép?`,
    undone: (count: number) => `Đã bỏ ${count} buổi đã chép.`,
  },
};
