/** Quản lý: people and what they may do. */
export const house = {
  title: 'Quản lý trạm',
  people: 'Người dùng',
  noPassword: 'Chưa đặt mật khẩu.',
  noRights: 'Chưa có quyền gì.',
  may: (place: string, verbs: string) => `${place}: ${verbs}`,
  verbs: {
    read: 'xem',
    edit: 'biên tập',
    approve: 'duyệt',
    approve_own: 'tự duyệt',
    operate: 'vận hành',
    emergency: 'phát khẩn cấp',
    live: 'nói trực tiếp',
    authority: 'thay cấp trên',
    gate: 'đặt giờ phát',
    equip: 'đặt thiết bị',
    people: 'quản lý người dùng',
    inspect: 'xem nhật ký hệ thống',
    confirm: 'xác nhận đã nghe',
    maintain: 'bảo trì, sao lưu',
  },
};
