/** Báo cáo theo thôn: what was heard village by village, each broadcast counted once. */
export const villages = {
  title: 'Báo cáo theo thôn',
  link: 'Báo cáo theo thôn',
  back: 'Nhật ký phát',
  hint: 'Mỗi buổi chỉ tính một lần cho một thôn, dù đi mấy đường. “Xác nhận” là máy xác nhận; “theo báo cáo” là người dân nói.',
  from: 'Từ ngày',
  to: 'Đến ngày',
  print: 'In trang này',
  backwards: '“Từ ngày” phải trước “đến ngày”.',
  none: 'Chưa có địa bàn nào để báo cáo.',
  span: (from: string, to: string) => `Từ ${from} đến ${to}`,
  village: 'Thôn, bản',
  noVillage: 'Chưa xếp địa bàn',
  technology: 'Truyền bằng',
  technologies: { wired: 'Có dây', fm: 'FM', both: 'Có dây và FM', it: 'CNTT (IP)', none: 'Không có loa' },
  clusters: (it: number, fm: number, wired: number) =>
    [it > 0 ? `${it} cụm IP` : '', fm > 0 ? `${fm} cụm FM` : '', wired > 0 ? `${wired} cụm dây` : '']
      .filter((part) => part !== '')
      .join(', '),
  broadcasts: 'Số buổi',
  confirmed: 'Xác nhận',
  reported: 'Theo báo cáo',
  handedOver: 'Chuyển FM, chưa rõ',
  notHeard: 'Không nghe',
  inPart: (count: number) => `và ${count} một phần`,
  other: 'Khác',
  others: {
    sent: (count: number) => `${count} gửi luồng, chưa rõ`,
    withheld: (count: number) => `${count} giữ lại theo quy định`,
    open: (count: number) => `${count} chưa xong`,
  },
  airTime: 'Máy xác nhận đã phát',
  roads: (ip: number, fm: number) => `qua IP ${ip} buổi, qua FM ${fm} buổi`,
  sign: 'Người lập báo cáo',
  signDate: (date: string) => `Lập ngày ${date}`,
};
