import { plainLetters } from './plain-letters.ts';

/** How officials write long words short. No short form stands for two long ones. */
const SHORT_FORMS: Readonly<Record<string, string>> = {
  'ủy ban mặt trận tổ quốc': 'UBMTTQ',
  'mặt trận tổ quốc': 'MTTQ',
  'ủy ban nhân dân': 'UBND',
  'hội đồng nhân dân': 'HDND',
  'hội liên hiệp phụ nữ': 'Hoi LHPN',
  'hội cựu chiến binh': 'Hoi CCB',
  'hội nông dân': 'Hoi ND',
  'đoàn thanh niên': 'DTN',
  'ban chỉ huy': 'BCH',
  'ban chỉ đạo': 'BCD',
  'hợp tác xã': 'HTX',
  'công an nhân dân': 'CAND',
  'công an': 'CA',
  'dân quân tự vệ': 'DQTV',
  'nghĩa vụ quân sự': 'NVQS',
  'căn cước công dân': 'CCCD',
  'phòng cháy chữa cháy': 'PCCC',
  'cứu nạn cứu hộ': 'CNCH',
  'tìm kiếm cứu nạn': 'TKCN',
  'phòng chống thiên tai': 'PCTT',
  'phòng chống': 'PC',
  'phòng, chống': 'PC',
  'trạm y tế': 'TYT',
  'bảo hiểm y tế': 'BHYT',
  'bảo hiểm xã hội': 'BHXH',
  'sốt xuất huyết': 'SXH',
  'vệ sinh an toàn thực phẩm': 'VSATTP',
  'an toàn thực phẩm': 'ATTP',
  'vệ sinh môi trường': 'VSMT',
  'an toàn giao thông': 'ATGT',
  'an ninh trật tự': 'ANTT',
  'trung học cơ sở': 'THCS',
  'trung học phổ thông': 'THPT',
  'khoa học kỹ thuật': 'KHKT',
  'chuyển đổi số': 'CDS',
  'nông thôn mới': 'NTM',
  'khu dân cư': 'KDC',
  'tổ dân phố': 'TDP',
  'nhà văn hóa': 'NVH',
  'thành phố': 'TP',
  'nghị quyết': 'NQ',
  'quyết định': 'QD',
  'kế hoạch': 'KH',
  'truyền thanh': 'TT',
  'thông báo': 'TB',
  'nhân dân': 'ND',
};

/** The longest first, so that a word within a longer one does not spoil it. Found with and without marks. */
const RULES = Object.entries(SHORT_FORMS)
  .map(([words, short]) => ({ words: plainLetters(words).toLowerCase(), short }))
  .sort((a, b) => b.words.length - a.words.length || (a.words < b.words ? -1 : 1))
  .map(({ words, short }) => ({ found: new RegExp(`(?<![A-Za-z0-9])${words}(?![A-Za-z0-9])`, 'gi'), short }));

/** Plain letters with short forms in place of long ones, as few as are needed to come down to `longest` characters. */
export function abbreviated(plain: string, longest: number): string {
  let text = plain;
  for (const { found, short } of RULES) {
    if (text.length <= longest) break;
    text = text.replaceAll(found, short);
  }
  return text;
}
