import { describe, expect, test } from 'vitest';
import { oneLine, plainLetters } from '../../../../src/delivery/fm/text/plain-letters.ts';
import { programmeService, radioText } from '../../../../src/delivery/fm/text/rds-text.ts';

/** Vowel by vowel: bare, grave, hook, tilde, acute, dot below. */
const LETTERS: ReadonlyArray<readonly [plain: string, accented: string]> = [
  ['a', 'àảãáạ'],
  ['a', 'ăằẳẵắặ'],
  ['a', 'âầẩẫấậ'],
  ['e', 'èẻẽéẹ'],
  ['e', 'êềểễếệ'],
  ['i', 'ìỉĩíị'],
  ['o', 'òỏõóọ'],
  ['o', 'ôồổỗốộ'],
  ['o', 'ơờởỡớợ'],
  ['u', 'ùủũúụ'],
  ['u', 'ưừửữứự'],
  ['y', 'ỳỷỹýỵ'],
  ['d', 'đ'],
];
const PAIRS = LETTERS.flatMap(([plain, accented]) =>
  [...accented].flatMap((letter) => [
    [letter, plain],
    [letter.toUpperCase(), plain.toUpperCase()],
  ]),
) as Array<[string, string]>;

describe('plain letters', () => {
  test('there are 134 accented Vietnamese letters', () => {
    expect(new Set(PAIRS.map(([letter]) => letter)).size).toBe(134);
  });

  test.each(PAIRS)('%s is %s, composed and decomposed', (letter, plain) => {
    expect(plainLetters(letter.normalize('NFC'))).toBe(plain);
    expect(plainLetters(letter.normalize('NFD'))).toBe(plain);
  });

  test('marks in the other order, and tones of the old way of writing, are the same letters', () => {
    expect(plainLetters('Vie\u0323\u0302t Nam, Vie\u0302\u0323t Nam')).toBe('Viet Nam, Viet Nam');
    expect(plainLetters('Ủy ban, Uỷ ban, khỏe, khoẻ, a\u0340')).toBe('Uy ban, Uy ban, khoe, khoe, a');
  });

  test.each([
    ['“Sạch” – ‘đẹp’… — ›', `"Sach" - 'dep'... - >`],
    ['50.000₫, 5 $, 3 €', '50.000d, 5 USD, 3 EUR'],
    ['a`b ^c ~d', "a'b c -d"],
    ['Ðảng ủy xã ð', 'Dang uy xa d'],
    ['25 m² ½ ㎡ №1 ｆｕｌｌ', '25 m2 1/2 m2 No1 full'],
    ['35°C ≥ 30 → nóng', '35C >= 30 -> nong'],
    ['• Một\n• Hai\r\n\tBa', '- Mot - Hai Ba'],
    ['Họp\u00a0dân\u3000xã', 'Hop dan xa'],
    ['Smørebrød, Straße, Łódź, Æ', 'Smorebrod, Strasse, Lodz, AE'],
  ])('%j is written %j', (text, plain) => {
    expect(plainLetters(text)).toBe(plain);
  });

  test.each([
    ['Xin chào 你好 các bạn', 'Xin chao cac ban'],
    ['Привет', ''],
    ['👨‍👩‍👧 họp 🚨🚨 tổ', 'hop to'],
    ['\u202Eđảo chữ\u202C \u200Fxã\u200B hội\uFEFF', 'dao chu xa hoi'],
    ['a\u0000b\u0007c\u001b[31md\u007f\u0085e', 'abc[31md e'],
    ['\ud800lẻ\udfff', 'le'],
    ['a\u0301\u0302\u0303\u0304\u0305\u0306\u0307', 'a'],
    ['\u2028\u2029\u0000', ''],
    ['\ufdfa \uffff \u{10ffff} \ufffd', ''],
  ])('%j leaves %j, and never a question mark', (text, plain) => {
    expect(plainLetters(text)).toBe(plain);
  });

  test('a question mark that was written stays', () => {
    expect(plainLetters('Bao giờ?')).toBe('Bao gio?');
  });

  test('one line keeps the marks of letters and nothing that is not seen', () => {
    expect(oneLine(' Cảnh báo\nlũ\u200B quét\u202E \u0000 ')).toBe('Cảnh báo lũ quét');
    expect(oneLine('Vie\u0323\u0302t')).toBe('Việt');
    expect([...oneLine('đ'.repeat(10_000))]).toHaveLength(200);
  });
});

describe('radio text', () => {
  test.each([0, 1, 64])('%i characters go as they are', (count) => {
    const text = 'x'.repeat(count);
    expect(radioText(text)).toEqual({ text, shortened: false, dropped: '' });
  });

  test.each([65, 255, 10_000])('%i characters without a space are cut at 64', (count) => {
    const text = 'x'.repeat(count);
    expect(radioText(text)).toEqual({ text: 'x'.repeat(64), shortened: true, dropped: 'x'.repeat(count - 64) });
  });

  test.each([65, 255, 10_000])('%i characters are cut between words', (count) => {
    const words = 'mười chữ '
      .repeat(Math.ceil(count / 9))
      .slice(0, count)
      .trim();
    const { text, shortened, dropped } = radioText(words);
    expect(text.length).toBeLessThanOrEqual(64);
    expect(text.length).toBeGreaterThan(54);
    expect(`${text} ${dropped}`).toBe(plainLetters(words));
    expect(shortened).toBe(true);
  });

  test('a text that fits is not abbreviated', () => {
    expect(radioText('Ủy ban nhân dân xã Tân Lập thông báo').text).toBe('Uy ban nhan dan xa Tan Lap thong bao');
  });

  test('one that is too long is written short, the longest words first and no more than needed', () => {
    expect(radioText('Ủy ban nhân dân xã Tân Lập thông báo lịch tiêm chủng mở rộng tháng mười')).toEqual({
      text: 'UBND xa Tan Lap thong bao lich tiem chung mo rong thang muoi',
      shortened: true,
      dropped: '',
    });
    expect(radioText('Hội đồng nhân dân và Uỷ ban nhân dân xã thông báo kế hoạch phòng, chống bão số 3').text).toBe(
      'HDND va UBND xa thong bao ke hoach phong, chong bao so 3',
    );
  });

  test.each([
    [
      'a sentence',
      'Toàn dân tham gia dọn vệ sinh đường làng. Mỗi nhà cử một người đi cùng',
      'Toan dan tham gia don ve sinh duong lang.',
    ],
    [
      'a clause',
      'Mời các bậc phụ huynh đưa con đến điểm tiêm tại thôn, từ bảy giờ sáng nay',
      'Moi cac bac phu huynh dua con den diem tiem tai thon',
    ],
    [
      'no conjunction',
      'Lịch cắt điện để sửa chữa lưới điện ở các xóm phía đông xã và của các xóm còn lại',
      'Lich cat dien de sua chua luoi dien o cac xom phia dong xa',
    ],
    [
      'no open bracket',
      'Lịch cắt điện để sửa lưới điện toàn bộ khu vực (trừ xóm Bắc Sơn và xóm Nam)',
      'Lich cat dien de sua luoi dien toan bo khu vuc',
    ],
  ])('it ends with %s', (_what, long, short) => {
    expect(radioText(long).text).toBe(short);
  });

  test('words that could not end a text still stand when there is nothing else', () => {
    const { text } = radioText('và '.repeat(40));
    expect(text.length).toBeGreaterThan(20);
    expect(radioText(', '.repeat(60)).text).not.toBe('');
  });

  test('in capitals for what is urgent', () => {
    expect(radioText('Cảnh báo lũ quét', { isUpper: true }).text).toBe('CANH BAO LU QUET');
  });
});

describe('programme service name', () => {
  test.each([
    ['', '        '],
    ['XA TAN', 'XA TAN  '],
    ['Tân Lập', 'Tan Lap '],
    ['Xã Tân Lập', 'Tan Lap '],
    ['Đài truyền thanh xã Hòa Bình', 'Hoa Binh'],
    ['Bù Đăng A', 'BuDangA '],
    ['Đồng Tâm Thượng', 'Dong Tam'],
    ['Ia Nghiêngchùa', 'Ia Nghie'],
    ['Krôngbúkthượng', 'Krongbuk'],
    ['你好 🚨', '        '],
    ['x'.repeat(10_000), 'xxxxxxxx'],
  ])('%j is %j', (name, shown) => {
    expect(programmeService(name)).toBe(shown);
    expect(programmeService(shown)).toBe(shown);
  });
});
