/** Quản lý: sao lưu. */
export const backup = {
  title: 'Sao lưu',
  hint: 'Mỗi bản có đủ lịch, nhật ký, người dùng, âm thanh và khóa của trạm. Trạm khôi phục thử từng bản rồi mới báo tốt. Đang phát vẫn sao lưu được.',
  start: 'Sao lưu ngay',
  lastGood: (when: string) => `Bản tốt gần nhất: ${when}`,
  late: (days: number) =>
    `Đã hơn ${days} ngày chưa có bản sao lưu tốt. Máy hỏng thì mất hết những gì làm từ đó đến nay.`,
  failed: (when: string, isNight: boolean, text: string) =>
    `${isNight ? 'Lần tự sao lưu' : 'Lần sao lưu'} ${when} không xong. ${text}`,
  disks: {
    absent: (folder: string) => `Không thấy ổ sao lưu ở ${folder}. Hãy cắm và gắn ổ đó.`,
    other: (folder: string) =>
      `Ở ${folder} không phải ổ sao lưu lần trước: ổ chưa được gắn, hoặc là ổ khác. Hãy gắn đúng ổ.`,
  },
  full: 'Ổ sao lưu sắp đầy: lần tới sẽ không lập được. Hãy xóa bớt bản cũ hoặc dùng ổ lớn hơn.',
  making: (share: string | null) => `Đang lập bản sao lưu${share === null ? '…' : `: ${share}`}`,
  checking: (share: string | null) => `Đang khôi phục thử${share === null ? '…' : `: ${share}`}`,
  putOff: 'Đã dừng để nhường cảnh báo khẩn cấp. Trạm tự lập lại bản này khi cảnh báo xong.',
  emergency: 'Đang phát khẩn cấp: sao lưu được khi cảnh báo xong.',
  useDisk: 'Dùng ổ này',
  askDisk: (folder: string) => `Ổ đang gắn ở ${folder} là ổ sao lưu mới? Từ nay trạm chỉ nhận ổ này.`,
  yesDisk: 'Đúng, sao lưu vào đây',
  nights: (time: string, keep: number) => `Mỗi đêm lúc ${time} trạm tự sao lưu và giữ ${keep} bản mới nhất.`,
  noNights: 'Trạm không tự sao lưu ban đêm (LOAXA_BACKUP_AT để trống).',
  where: (folder: string, free: string | null) =>
    free === null ? `Nơi giữ: ${folder}` : `Nơi giữ: ${folder}, còn trống ${free}`,
  sameDisk:
    'Nơi này nằm trong thư mục của trạm: ổ hỏng thì mất cả hai. Hãy tải một bản về máy khác, hoặc đặt LOAXA_BACKUP_FOLDER ở ổ khác.',
  seals: 'Bản mới được mã hóa. Quên câu mật khẩu thì không mở được.',
  open: 'Bản mới không mã hóa và có khóa của trạm: ai giữ bản đó có thể ra lệnh cho loa. Hãy cất như chìa khóa.',
  copies: 'Các bản đang có',
  noCopies: 'Chưa có bản nào.',
  checked: 'Đã khôi phục thử, tốt',
  unchecked: 'Chưa kiểm tra ở trạm này',
  sealed: 'đã mã hóa',
  unsealed: 'không mã hóa',
  by: { person: 'bấm tay', night: 'tự lập ban đêm' },
  damaged: (count: number) => `${count} tệp âm thanh đã hỏng từ trước khi sao lưu.`,
  download: 'Tải về',
  remove: 'Xóa',
  askRemove: (title: string) => `Xóa hẳn bản sao lưu ${title}?`,
  yesRemove: 'Xóa bản này',
  noneOfLate: 'Nhiều ngày nay chưa có bản sao lưu tốt của trạm.',
  toButton: 'Mở Quản lý › Sao lưu.',
  tellKeeper: 'Hãy báo người quản trị kỹ thuật.',
};
