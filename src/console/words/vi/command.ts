/** Quyền ra lệnh cho loa, sau khi khôi phục từ bản sao lưu. */
export const command = {
  title: 'Quyền ra lệnh cho loa',
  note: 'Trạm này vừa được khôi phục từ bản sao lưu và CHƯA ra lệnh cho loa nào. Không có gì được phát hay dừng từ đây: cần im lặng ngay thì bấm “Dừng tất cả” ở máy cũ, hoặc ngắt điện cụm loa.',
  where: 'Mở Quản lý để bắt đầu ra lệnh.',
  restored: (madeAt: string, restoredAt: string) =>
    `Bản sao lưu lập lúc ${madeAt}, khôi phục lúc ${restoredAt}. Trạm chưa ra lệnh cho loa, vì máy cũ có thể vẫn đang chạy: hai máy cùng ra lệnh thì loa phát trùng.`,
  elsewhere: (count: number) => `${count} cụm loa đang nghe theo một máy khác có cùng khóa với trạm này.`,
  what: 'Hãy tắt hẳn máy kia trước. Sau đó trạm này ra lệnh; buổi nào có giờ trước lúc này thì không phát lại, cảnh báo đang phát dở phải phát lại bằng tay.',
  open: 'Máy cũ đã tắt. Bắt đầu ra lệnh',
  askOpen: 'Máy cũ đã tắt hẳn và sẽ không ai bật lại? Từ bây giờ chỉ trạm này ra lệnh cho loa.',
  yesOpen: 'Đúng, bắt đầu',
  noOpen: 'Chưa',
  notYours: 'Bạn không có quyền bảo trì. Hãy gọi người quản trị.',
};
