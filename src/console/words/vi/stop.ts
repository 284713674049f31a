/** Dừng tất cả: the red button of every page. */
export const stop = {
  button: 'Dừng tất cả',
  title: 'Dừng mọi tiếng loa ngay bây giờ?',
  hint: 'Buổi đang phát bị cắt, kể cả lệnh khẩn cấp đang phát. Trong lúc giữ im lặng, chỉ lệnh khẩn cấp mới phát được.',
  where: 'Ở đâu',
  everywhere: 'Tất cả cụm loa của trạm',
  mine: (places: string) => `Địa bàn của tôi: ${places}`,
  hold: 'Giữ im lặng thêm',
  holds: {
    0: 'Không giữ: buổi sau vẫn phát',
    10: '10 phút',
    30: '30 phút',
    60: '1 giờ',
    120: '2 giờ',
    480: '8 giờ',
  },
  reason: 'Lý do (có thể bỏ trống)',
  yes: 'Dừng ngay',
  no: 'Không dừng',
  busy: 'Đang gửi lệnh dừng…',
  mark: 'Dừng tất cả',
  held: (until: string, speakers: string) => `Đang giữ im lặng đến ${until} (${speakers})`,
  done: (speakers: string, cut: number) =>
    cut === 0
      ? `Đã gửi lệnh im lặng tới ${speakers}. Không có buổi nào đang phát ở đó.`
      : `Đã gửi lệnh im lặng tới ${speakers}, cắt ${cut} buổi phát.`,
  unwritten: 'Ổ đĩa của trạm không ghi được lệnh này: nếu trạm tắt, loa sẽ phát lại. Hãy kiểm tra ổ đĩa.',
  lift: 'Cho phát lại',
  askLift: 'Cho loa phát lại theo lịch ngay bây giờ?',
  yesLift: 'Cho phát lại',
  noLift: 'Giữ im lặng',
};
