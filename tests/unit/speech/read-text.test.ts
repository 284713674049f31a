import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText, spokenOf, syllablesOf } from '../../../src/speech/text/read-text.ts';

const said = (text: string) =>
  readText(text)
    .map((one) => one.said)
    .join('');

describe('written Vietnamese as it is said', () => {
  it.each([
    // What people and offices are called
    ['UBND xã thông báo', 'Ủy ban nhân dân xã thông báo'],
    ['HĐND, UBND và UBMTTQ xã', 'Hội đồng nhân dân, Ủy ban nhân dân và Ủy ban Mặt trận Tổ quốc xã'],
    ['TP.HCM', 'Thành phố Hồ Chí Minh'],
    ['TP. HCM, TP. Huế', 'Thành phố Hồ Chí Minh, thành phố Huế'],
    ['trường THCS Tân Lập', 'trường trung học cơ sở Tân Lập'],
    ['Phòng GD&ĐT', 'Phòng Giáo dục và Đào tạo'],
    ['KCN, HTX, CLB', 'khu công nghiệp, hợp tác xã, câu lạc bộ'],
    ['BHYT, BHXH, CCCD', 'bảo hiểm y tế, bảo hiểm xã hội, căn cước công dân'],
    ['PCCC&CNCH', 'phòng cháy chữa cháy và cứu nạn cứu hộ'],
    ['Công an & Quân sự', 'Công an và Quân sự'],
    ['dịch COVID-19', 'dịch cô vít mười chín'],
    ['BRTK', 'bê rờ tê ca'],
    // Words in capitals are words
    ['THÔNG BÁO KHẨN', 'THÔNG BÁO KHẨN'],
    ['ăn, mặc, v.v.', 'ăn, mặc, vân vân'],
    // Documents
    ['Quyết định số 15/QĐ-UBND', 'Quyết định số mười lăm, quyết định Ủy ban nhân dân'],
    [
      'Nghị định 144/2021/NĐ-CP',
      'Nghị định một trăm bốn mươi bốn năm hai nghìn không trăm hai mươi mốt, nghị định Chính phủ',
    ],
    ['Luật số 72/2025/QH15', 'Luật số bảy mươi hai năm hai nghìn không trăm hai mươi lăm, Quốc hội khóa mười lăm'],
    // Roman numerals
    ['bão cấp III', 'bão cấp ba'],
    ['quý IV/2026', 'quý tư năm hai nghìn không trăm hai mươi sáu'],
    ['Đại hội lần thứ XIV', 'Đại hội lần thứ mười bốn'],
    ['thế kỷ XXI', 'thế kỷ hai mươi mốt'],
    ['khóa XV', 'khóa mười lăm'],
    ['vitamin C', 'vitamin C'],
    // Times
    ['lúc 7h30', 'lúc bảy giờ ba mươi phút'],
    ['lúc 17:00', 'lúc mười bảy giờ'],
    ['5g sáng', 'năm giờ sáng'],
    ['từ 7h-9h', 'từ bảy giờ đến chín giờ'],
    ['từ 7h30 - 11h30', 'từ bảy giờ ba mươi phút đến mười một giờ ba mươi phút'],
    ['13h05p', 'mười ba giờ năm phút'],
    // Days
    ['ngày 20/11/2026', 'ngày hai mươi tháng mười một năm hai nghìn không trăm hai mươi sáu'],
    ['20-11', 'ngày hai mươi tháng mười một'],
    ['ngày 5-7', 'ngày năm tháng bảy'],
    ['ngày 1/4 và 3/4', 'ngày một tháng tư và ngày ba tháng tư'],
    ['lễ 2/9', 'lễ ngày hai tháng chín'],
    ['mùng 5/1', 'mùng năm tháng một'],
    ['từ ngày 5-7/12', 'từ ngày năm đến bảy tháng mười hai'],
    ['tháng 4/2027', 'tháng tư năm hai nghìn không trăm hai mươi bảy'],
    ['thứ 4, thứ 7', 'thứ tư, thứ bảy'],
    // Amounts
    ['5-7 ngày', 'năm đến bảy ngày'],
    ['năm học 2026-2027', 'năm học hai nghìn không trăm hai mươi sáu đến hai nghìn không trăm hai mươi bảy'],
    ['3/4 số hộ', 'ba phần tư số hộ'],
    ['tăng 3,5%', 'tăng ba phẩy năm phần trăm'],
    ['10-15%', 'mười đến mười lăm phần trăm'],
    ['25 m2, 2ha, 3 km, 50kg', 'hai mươi lăm mét vuông, hai héc ta, ba ki lô mét, năm mươi ki lô gam'],
    ['1.500.000 đồng', 'một triệu năm trăm nghìn đồng'],
    ['1.500.000đ', 'một triệu năm trăm nghìn đồng'],
    ['7.000 đ/kg', 'bảy nghìn đồng một ki lô gam'],
    ['38°C', 'ba mươi tám độ xê'],
    ['rét -2°C', 'rét âm hai độ xê'],
    ['1205 hộ', 'một nghìn hai trăm linh năm hộ'],
    ['21, 24, 55, 101', 'hai mươi mốt, hai mươi bốn, năm mươi lăm, một trăm linh một'],
    ['1.000.000.000', 'một tỷ'],
    ['0,05', 'không phẩy không năm'],
    // Telephones
    ['gọi 0912345678', 'gọi không chín một hai ba bốn năm sáu bảy tám'],
    ['ĐT: 024.3826.5431', 'điện thoại: không hai bốn ba tám hai sáu năm bốn ba một'],
    ['0912 345 678.', 'không chín một hai ba bốn năm sáu bảy tám.'],
    ['tổng đài 1900 6789', 'tổng đài một chín không không sáu bảy tám chín'],
    ['gọi số 114', 'gọi số một một bốn'],
    ['có 114 hộ', 'có một trăm mười bốn hộ'],
  ])('%s', (written, expected) => {
    expect(said(written)).toBe(expected);
  });

  it('leaves plain words as they are, in one stretch', () => {
    const text = 'Kính mời bà con đến nhà văn hóa thôn Đông họp, mang theo giấy mời.';
    expect(readText(text)).toEqual([{ written: text, said: text }]);
  });

  it('tells what it changed and loses not a letter of what was written', () => {
    expect(readText('Mời UBND lúc 7h')).toEqual([
      { written: 'Mời ', said: 'Mời ' },
      { written: 'UBND', said: 'Ủy ban nhân dân' },
      { written: ' lúc ', said: ' lúc ' },
      { written: '7h', said: 'bảy giờ' },
    ]);
    const pieces = fc.constantFrom(
      'UBND',
      '7h30',
      ' ',
      '-',
      '20/11',
      '1.500',
      'đ',
      '%',
      'cấp III',
      'ă',
      '0912345678',
      '\n',
      '/',
      ',',
      'm2',
      '&',
      '.',
      '5',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces).map((list) => list.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const all = readText(text)
            .map(({ written }) => written)
            .join('');
          expect(all).toBe(text.normalize('NFC'));
        },
      ),
    );
  });

  it('leaves no digit to be guessed at by a voice, whatever the number', () => {
    fc.assert(
      fc.property(fc.nat(), (number) => {
        const words = said(`có ${number} hộ`);
        expect(words).not.toMatch(/\d/);
        expect(words).not.toMatch(/ {2}|undefined/);
      }),
    );
  });

  it('is quick over a long text, and over one that was made to be slow', () => {
    const long = 'Từ 7h30 ngày 20/11/2026, UBND xã mời 1.500 hộ; 5-7 người/hộ. '.repeat(80);
    const mean = ['1'.repeat(5000), '1.'.repeat(2500), '-'.repeat(5000), 'A'.repeat(5000), 'cấp '.repeat(1250)];
    for (const text of [long, ...mean]) expect(readText(text).length).toBeGreaterThan(0);
  });
});

describe('what the voice gets', () => {
  it('is one sentence a line, without the marks of a list', () => {
    const text = 'THÔNG BÁO\n\n- Mời họp lúc 7h\n- Mang theo CCCD.\n***\n';
    expect(spokenOf(readText(text))).toBe('THÔNG BÁO.\nMời họp lúc bảy giờ.\nMang theo căn cước công dân.');
  });

  it('has as many syllables as words', () => {
    expect(syllablesOf('Mời bà con, họp lúc bảy giờ.')).toBe(7);
    expect(syllablesOf(' … !')).toBe(0);
  });
});
