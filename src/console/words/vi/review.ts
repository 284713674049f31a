/** What a broadcast or a rule would do, told before it is saved. */
export const review = {
  start: 'Nếu lúc đó đang phát bản tin khác',
  starts: { after: 'Chờ bản tin đó xong', cut: 'Chen ngay', wait: 'Chờ tối đa một lúc rồi chen' },
  waitFor: 'Chờ tối đa',
  check: 'Xem trước khi lưu',
  checkNow: 'Xem trước khi phát',
  checking: 'Đang tính…',
  title: 'Việc này sẽ gây ra',
  villages: 'Sẽ phát ở',
  unreachable: 'mất kết nối',
  village: (name: string, speakers: string) => `${name}: ${speakers}`,
  nothing: 'Không ảnh hưởng buổi phát nào khác.',
  changes: 'Buổi khác bị ảnh hưởng',
  effects: { cut: 'Bị cắt', delayed: 'Bị chậm', refused: 'Không phát được' },
  refusals: 'Quy định giờ phát không cho',
  cannot: 'Không lưu được như vậy. Hãy đổi giờ hoặc nơi phát.',
  minutes: 'Thời lượng nghe trong ngày',
  minutesLine: (village: string, day: string, before: string, after: string) =>
    `${village}, ${day}: ${before} → ${after}`,
  overlaps: 'Loa gần nhau phát khác nhau cùng lúc',
  overlapLine: (one: string, other: string, meters: string, title: string) =>
    `${one} và ${other} cách ${meters} m, nghe lẫn “${title}”`,
  odd: (time: string) => `${time} là giờ bất thường: dân ngủ, hoặc lâu nay không phát gì. Vẫn phát giờ này`,
  needOdd: 'Hãy đánh dấu vào ô xác nhận giờ phát.',
  back: 'Sửa lại',
};
