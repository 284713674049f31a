/** What is begun and not sent yet. */
export const kept = {
  title: 'Đang viết dở trên máy này',
  noTitle: 'Chưa đặt tên',
  begunAt: (at: string) => `viết dở lúc ${at}`,
  unsentAt: (at: string) => `chưa gửi, từ ${at}`,
  since: (at: string) => `Đang viết dở từ ${at}.`,
  offered: 'Có một bản viết dở lần trước.',
  takeUp: 'Lấy lại',
  drop: 'Bỏ đi',
  dropOf: (title: string) => `Bỏ đi: ${title}`,
  unsent: 'Chưa gửi: không có mạng. Đã giữ trên máy này; khi có mạng, bạn bấm gửi. Máy không tự phát.',
  unsentNow: 'Chưa gửi. Đã có mạng lại: xem lại rồi bấm gửi. Nếu trạm đã nhận lần trước thì không tạo trùng.',
  fileAgain: 'Tệp đính kèm phải chọn lại.',
  soundAgain: 'Xem lại từng bước trước khi phát.',
  signOut: (count: number) => `Đăng xuất sẽ xoá ${count} bản viết dở trên máy này.`,
  stay: 'Ở lại',
  dropAll: 'Xoá và đăng xuất',
};
