/** Đăng nhập hai bước, và Tài khoản của tôi. */
export const account = {
  title: 'Tài khoản của tôi',
  who: (name: string) => `Tên đăng nhập: ${name}`,
  byLink: 'Bạn vào bằng liên kết một lần nên không có tài khoản riêng để cài đặt.',
  cancel: 'Thôi',

  code: 'Mã 6 số',
  codeHint: 'Mở ứng dụng xác thực trên điện thoại và gõ mã đang hiện.',
  recoveryCode: 'Mã dự phòng',
  recoveryHint: '12 chữ và số trên tờ giấy đã in. Mỗi mã chỉ dùng được một lần.',
  prove: 'Xác minh',
  byPaper: 'Không có điện thoại? Dùng mã dự phòng trên giấy',
  byApp: 'Dùng mã 6 số trên điện thoại',
  byPasskey: 'Dùng khóa truy cập',
  passkeyHint: 'Bấm nút rồi làm theo máy: vân tay, khuôn mặt, mã PIN, hoặc cắm khóa USB và chạm vào.',
  passkeyStopped: 'Chưa xong: bạn đã bấm Hủy, hết giờ, hoặc thiết bị không nhận. Hãy bấm lại, hoặc chọn cách khác.',
  passkeyKnown: 'Thiết bị này đã có khóa truy cập của bạn rồi.',
  passkeyElsewhere: (hosts: string) =>
    `Khóa truy cập của bạn chỉ dùng được khi mở trang bằng địa chỉ: ${hosts}. Ở đây hãy dùng mã.`,
  secondStep: 'Bước 2: xác minh',
  secondStepWhy: 'Mật khẩu đúng. Còn một bước nữa để chắc chắn đó là bạn.',
  lostAll: 'Mất cả điện thoại lẫn mã dự phòng? Hãy nhờ người quản lý người dùng đặt lại.',
  otherAccount: 'Đăng nhập bằng tài khoản khác',
  stepUp: 'Xác minh lại',
  stepUpWhy: 'Việc này cần xác minh ngay bây giờ. Xong là trạm làm tiếp việc bạn vừa bấm.',

  alarmEnrol:
    'Bạn CHƯA phát được khẩn cấp: tài khoản chưa có bước xác minh thứ hai. Hãy cài ngay lúc rảnh, mất chưa đến 2 phút.',
  alarmProve: 'Muốn phát khẩn cấp, bạn phải xác minh bước hai. Làm trước ngay bây giờ thì lúc gấp không phải làm nữa.',
  enrolNow: 'Cài ứng dụng xác thực',
  proveNow: 'Xác minh ngay',

  enrolTitle: 'Cài bước xác minh thứ hai',
  enrolWhy: 'Tài khoản này được phát khẩn cấp hoặc quản lý trạm, nên chỉ mật khẩu là chưa đủ. Mất chưa đến 2 phút.',
  install: 'Trên điện thoại, mở ứng dụng xác thực (Google Authenticator, Microsoft Authenticator, FreeOTP…).',
  scan: 'Bấm dấu + trong ứng dụng rồi quét hình này.',
  qr: 'Mã QR để quét bằng ứng dụng xác thực',
  noCamera: 'Không quét được?',
  typeKey: 'Chọn “nhập khóa” trong ứng dụng và gõ khóa này:',
  key: 'khóa',
  openApp: 'Đang dùng chính điện thoại đó? Mở ứng dụng xác thực',
  thenCode: 'Gõ mã 6 số mà ứng dụng đang hiện.',
  confirmApp: 'Xong, bật bước hai',
  later: 'Để lần sau',
  laterHint: 'Chưa cài thì vẫn vào được trạm, nhưng chưa phát khẩn cấp, chưa quản lý người dùng và chưa bảo trì được.',

  recoveryTitle: 'Mã dự phòng: in ra, cho vào phong bì, niêm phong',
  recoveryWhy:
    'Khi mất điện thoại, mỗi mã dưới đây thay cho mã 6 số một lần. Chỉ hiện lần này. Cất phong bì ở nơi trực có khóa; mỗi lần dùng đều được ghi lại.',
  print: 'In trang này',
  recoveryDone: 'Đã in hoặc chép lại',
  recoveryLeft: (left: number) => `Còn ${left} mã dự phòng trên giấy.`,
  renewCodes: 'Làm lại mã dự phòng',

  passkeys: 'Khóa truy cập',
  noPasskeys: 'Chưa có. Có khóa truy cập thì không phải gõ mã: dùng vân tay, khuôn mặt, mã PIN hoặc khóa USB.',
  orPasskey: 'Hoặc dùng khóa truy cập',
  addPasskey: 'Thêm khóa truy cập',
  passkeyWhy:
    'Khóa nằm trong điện thoại, máy tính hoặc khóa USB của riêng bạn. Máy nhiều người dùng chung thì đừng lưu khóa vào máy đó; hãy chọn điện thoại hoặc khóa USB.',
  passkeyName: 'Gọi khóa này là',
  passkeyNameHint: 'Để sau này biết khóa nào ở đâu, ví dụ: Điện thoại của tôi.',
  passkeyPlace:
    'Ở địa chỉ này không dùng được khóa truy cập: trình duyệt chỉ cho dùng khi trang được mở bằng tên và https. Hãy dùng ứng dụng xác thực; muốn có khóa, nhờ người quản trị máy chủ đặt tên và https.',
  passkeyBrowser: 'Trình duyệt này không có khóa truy cập. Hãy dùng ứng dụng xác thực.',
  passkeyLine: (host: string, made: string, used: string | null) =>
    `Dùng ở ${host}. Thêm ${made}. ${used === null ? 'Chưa dùng lần nào.' : `Dùng lần cuối ${used}.`}`,
  rename: 'Đổi tên',
  saveName: 'Lưu tên',
  dropPasskey: 'Gỡ khóa',
  askDropPasskey: (name: string) =>
    `Gỡ khóa “${name}”? Khóa đó không mở được gì nữa. Nếu không còn cách xác minh nào khác, bạn sẽ không phát được khẩn cấp.`,

  factors: 'Bước xác minh thứ hai',
  noAppButPasskey: 'Chưa cài ứng dụng xác thực. Bạn đang dùng khóa truy cập.',
  noApp: 'Chưa cài. Chưa phát khẩn cấp và chưa quản lý người dùng được.',
  appSince: (at: string) => `Ứng dụng xác thực: dùng từ ${at}.`,
  otherApp: 'Đổi sang điện thoại khác',
  dropApp: 'Bỏ ứng dụng xác thực',
  askDrop: 'Bỏ ứng dụng xác thực? Bạn sẽ không phát được khẩn cấp cho đến khi cài lại.',
  yesDrop: 'Bỏ',

  oldPassword: 'Mật khẩu hiện tại',
  newPassword: 'Mật khẩu mới',
  passwordHint: 'Nên dùng một câu dài, dễ nhớ, của riêng bạn. Dấu và dấu cách đều được.',
  changePassword: 'Đổi mật khẩu',
  passwordChanged: 'Đã đổi mật khẩu. Những nơi khác đã bị đăng xuất.',
  oldTitle: 'Mật khẩu đã quá hạn',
  oldWhy: 'Trạm này yêu cầu đổi mật khẩu định kỳ. Hãy chọn mật khẩu mới rồi vào trạm.',
  invitedTitle: 'Chọn mật khẩu của bạn',
  choosePassword: 'Lưu mật khẩu và vào trạm',

  sessions: 'Đang đăng nhập ở',
  thisOne: '(máy này)',
  seen: (address: string, at: string) => `${address}, dùng lần cuối ${at}`,
  endOne: 'Đăng xuất nơi này',
  endOthers: 'Đăng xuất mọi nơi khác',
  device: (agent: string) => {
    // A phone says Linux as well, and Edge says Chrome: the more telling word goes first.
    const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'].find((word) => agent.includes(word));
    const browser = ['Edg', 'Firefox', 'Chrome', 'Safari'].find((word) => agent.includes(word));
    return [system ?? 'Máy không rõ', browser === 'Edg' ? 'Edge' : (browser ?? '')]
      .filter((word) => word !== '')
      .join(', ');
  },
};
