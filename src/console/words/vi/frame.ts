/** What stands around every page. */
export const frame = {
  alarm: 'Phát khẩn cấp',
  alarmShort: 'Khẩn cấp',
  away: (at: string) => `Không có kết nối với trạm. Đây là dữ liệu lúc ${at}, không phải bây giờ. Lịch đã có vẫn phát.`,
  newVersion: 'Có bản mới của bảng điều khiển.',
  reload: 'Tải lại',
  more: 'Thêm',
  less: 'Đóng',
  theme: 'Màu màn hình',
  themes: { system: 'Theo máy này', light: 'Sáng', dark: 'Tối', contrast: 'Tương phản cao' },
  closed: (page: string) => `Bạn không có quyền mở trang ${page}`,
  closedWhy: 'Nếu công việc của bạn cần trang này, hãy nhờ người quản lý trạm cấp quyền.',
  toHome: (page: string) => `Về trang ${page}`,
  helper: 'Bạn là người trực thôn',
  toVillage: 'Mở trang của thôn',
};
