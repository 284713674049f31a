/**
 * What people make passwords of when they are asked for a long one. Our own list, drawn up by hand for this station: words
 * that lists of stolen passwords have in common, in Vietnamese and English, and words of the trade. No published list was
 * copied; few of their entries have fifteen letters, and the rule in `password-rules.ts` makes those from these words.
 */
export const COMMON_WORDS: readonly string[] = [
  ...['password', 'passwd', 'passw0rd', 'matkhau', 'matma', 'admin', 'administrator', 'quantri', 'quantrivien', 'root'],
  ...['user', 'guest', 'test', 'demo', 'default', 'login', 'dangnhap', 'taikhoan', 'account', 'secret', 'bimat'],
  ...['welcome', 'xinchao', 'hello', 'letmein', 'changeme', 'doimatkhau', 'system', 'hethong', 'server', 'maychu'],
  ...['iloveyou', 'anhyeuem', 'emyeuanh', 'toiyeuem', 'toiyeuvietnam', 'yeuem', 'yeuanh', 'tinhyeu', 'giadinh'],
  ...['vietnam', 'hanoi', 'saigon', 'hochiminh', 'danang', 'haiphong', 'cantho', 'nguyen', 'nguyenvan', 'nguyenthi'],
  ...['monkey', 'dragon', 'master', 'sunshine', 'princess', 'football', 'bongda', 'superman', 'batman', 'shadow'],
  ...['computer', 'maytinh', 'internet', 'google', 'facebook', 'zalo', 'youtube', 'samsung', 'iphone', 'android'],
  ...['loaxa', 'loaphuong', 'truyenthanh', 'daitruyenthanh', 'tramtruyenthanh', 'phatthanh', 'phatthanhvien', 'daixa'],
  ...[
    'daiphatthanh',
    'truyenthanhxa',
    'truyenthanhphuong',
    'truyenthanhcoso',
    'thongtincoso',
    'loaphatthanh',
    'cumloa',
  ],
  ...['tiengnoivietnam', 'uyban', 'uybannhandan', 'ubnd', 'ubndxa', 'ubndphuong', 'nhandan', 'vanhoa', 'vanhoaxahoi'],
  ...[
    'thongtin',
    'tuyentruyen',
    'baocao',
    'congan',
    'chutich',
    'chutichxa',
    'canbo',
    'canboxa',
    'truclanhdao',
    'vanphong',
  ],
];

/** Runs of keys beside each other; parts of four letters and more count, in either direction. */
export const KEY_RUNS: readonly string[] = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'azertyuiop',
  'qazwsxedcrfvtgbyhnujmikolp',
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
];
