import { describe, expect, it } from 'vitest';
import { mayNotBrowse } from './chromium.ts';
import { consoleInBrowser } from './console-bench.ts';

describe.skipIf(mayNotBrowse())('approval, in a browser', { timeout: 90_000 }, () => {
  const { now, signIn, look, furnish, upload, expectToFitThePhone } = consoleInBrowser();

  it('approves one, sends one back with a word, and submits it again', async () => {
    const { page, station } = now();
    await furnish();
    const { approvals } = station.house;
    approvals.wait('bul_a', 'Lịch tiêm phòng');
    const changes = [{ what: { vi: 'tên', en: 'title' }, before: 'Họp dân', after: 'Họp thôn tối nay' }];
    const own = approvals.wait('bul_b', 'Họp thôn tối nay', { changes, nextAt: Date.now() + 7_200_000 });
    await signIn('duyet');
    await page.getByRole('link', { name: 'Duyệt 2' }).waitFor();
    const first = page.getByRole('listitem').filter({ hasText: 'Lịch tiêm phòng' });
    await first.getByText('Lê Thị Mai làm').waitFor();
    await first.getByRole('button', { name: '1,5×' }).click();
    expect(await first.locator('audio').evaluate((sound) => (sound as HTMLAudioElement).playbackRate)).toBe(1.5);
    await look('approve');
    await expectToFitThePhone('duyet');
    await first.getByRole('button', { name: 'Duyệt', exact: true }).click();
    await page.getByText('Đã duyệt 1 mục.').waitFor();
    const second = page.locator('.card').filter({ hasText: 'Họp thôn tối nay' });
    await second.getByText('trước là “Họp dân”').waitFor();
    await second.getByRole('button', { name: 'Trả lại' }).click();
    await second.getByRole('button', { name: 'Trả lại bài này' }).click();
    await second.getByText('Hãy viết cần sửa gì').waitFor();
    await second.getByLabel('Cần sửa gì').fill('Sai giờ họp');
    await second.getByRole('button', { name: 'Trả lại bài này' }).click();
    await second.getByText('trả lại: Sai giờ họp').waitFor();
    expect(own.standing.state).toBe('sent_back');
    await look('approve-sent-back');
    await second.getByRole('button', { name: 'Gửi duyệt lại' }).click();
    await page.getByRole('link', { name: 'Duyệt 1' }).waitFor();
  });

  it('approves several at once, as they were ticked, and names what was changed meanwhile', async () => {
    const { page, station } = now();
    await furnish();
    const { approvals } = station.house;
    approvals.wait('bul_a', 'Lịch tiêm phòng');
    const changed = approvals.wait('bul_b', 'Họp thôn tối nay');
    await signIn('duyet');
    await page.getByRole('checkbox', { name: 'Lịch tiêm phòng' }).check();
    await page.getByRole('checkbox', { name: 'Họp thôn tối nay' }).check();
    Object.assign(changed, { sha256: 'changed'.padEnd(64, '0'), text: 'Nay họp ở đình.' });
    await page.getByText('Nay họp ở đình.').waitFor();
    await page.getByRole('button', { name: 'Duyệt 2 mục đã chọn' }).click();
    await page.getByText('Đã duyệt 1 mục.').waitFor();
    await page.getByRole('alert').getByText('“Họp thôn tối nay”:').waitFor();
    expect(changed.standing.state).toBe('waiting');
    await look('approve-refused');
  });

  it('does not offer to play now what waits for approval', async () => {
    const { page, station } = now();
    await furnish();
    station.house.approvals.made = {
      ...{ state: 'waiting', isCovered: false, decidedBy: null, decidedAt: null, source: null, word: null, fell: null },
    };
    await signIn('tai-len');
    await upload(Buffer.alloc(200_000, 1));
    await page.getByText('Sẵn sàng phát').waitFor();
    await page.getByRole('combobox', { name: 'Chương trình' }).selectOption({ index: 1 });
    await page
      .getByRole('checkbox', { name: /cụm loa/ })
      .first()
      .check();
    await page.getByText('lưu bản tin và gửi duyệt').waitFor();
    await page.getByRole('button', { name: 'Xem trước khi phát' }).click();
    await page.getByText('chưa phát cho đến khi được duyệt').waitFor();
    expect(await page.getByRole('button', { name: 'Phát ngay' }).count()).toBe(0);
    await look('play-waits');
  });

  const PDF = { name: 'Thông báo 12.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 %%EOF') };

  it('mends what was sent back: words, places, a message from outside in its form, the signed paper', async () => {
    const { page, station } = now();
    await furnish();
    const { approvals } = station.house;
    const back = { ...approvals.made, state: 'sent_back', isCovered: false, word: 'Thiếu nơi làm việc' } as const;
    const card = approvals.wait('bul_a', 'Tuyển thợ may', { standing: back, mayApprove: false });
    await signIn('duyet');
    await page.getByText('Đang chờ Lê Thị Mai sửa và gửi duyệt.').waitFor();
    await page.getByRole('button', { name: 'Sửa', exact: true }).click();
    const form = page.getByRole('form', { name: 'Sửa “Tuyển thợ may”' });
    await form.getByLabel('Lời đọc').fill('Xưởng Hoa tuyển năm thợ may.');
    await form.getByLabel('Bản tin dành cho').selectOption('local');
    await form.getByRole('button', { name: 'Lưu và gửi duyệt' }).click();
    await form.getByText('Hãy chọn ít nhất một nơi được nghe.').waitFor();
    await form.getByRole('checkbox').first().check();
    await form.getByRole('combobox', { name: 'Tin của ai' }).selectOption('external');
    await form.getByLabel('Về việc gì').selectOption('jobs');
    await form.getByLabel('Việc cần người').fill('Thợ may');
    await form.getByLabel('Số người cần').fill('năm');
    await form.getByLabel('Điều kiện').fill('Biết may');
    await form.getByLabel('Nơi tuyển').fill('Xưởng Hoa');
    await form.getByRole('button', { name: 'Lưu và gửi duyệt' }).click();
    await form.getByText('Tin từ bên ngoài phải điền đủ các ô.').waitFor();
    await form.getByLabel('Địa chỉ', { exact: true }).fill('Tổ 3');
    await form.getByRole('button', { name: 'Lưu và gửi duyệt' }).click();
    await form.getByText('Số người cần là một số từ 1 đến 9999.').waitFor();
    await form.getByLabel('Số người cần').fill('5');
    await form.getByLabel('Số văn bản').fill('12/TB-UBND');
    await form.locator('input[type=file]').setInputFiles(PDF);
    await form.getByText('Thông báo 12.pdf').waitFor();
    await look('approve-edit');
    await expectToFitThePhone('duyet, sửa');
    await form.getByRole('button', { name: 'Lưu và gửi duyệt' }).click();
    await page.getByRole('link', { name: 'Văn bản kèm theo: Thông báo 12.pdf' }).waitFor();
    await page.getByText('Người duyệt được: Trần Thị Duyệt.').waitFor();
    expect(card.standing.state).toBe('waiting');
    expect(approvals.told).toMatchObject([
      {
        ...{ title: 'Tuyển thợ may', documentNumber: '12/TB-UBND', class: 'external' },
        audience: [expect.any(String)],
        form: {
          ...{ about: 'jobs', post: 'Thợ may', number: 5, conditions: 'Biết may', name: 'Xưởng Hoa', address: 'Tổ 3' },
        },
      },
    ]);
  });

  it('shows the approver what was changed since it was sent back, the form, the paper, and what people said', async () => {
    const { page, station } = now();
    await furnish();
    const form = { about: 'charity', organiser: 'Hội chữ thập đỏ', activity: 'Áo ấm', contact: 'Bà Tư' } as const;
    const changes = [{ what: { vi: 'lời văn', en: 'text' }, before: 'bảy giờ', after: 'tám giờ' }];
    station.house.approvals.wait('bul_a', 'Áo ấm mùa đông', {
      ...{ class: 'external', form, changes, changesSince: 'sent_back', text: 'Họp lúc\ntám giờ' },
      attachment: { name: 'Thư ngỏ.pdf', bytes: 2000 },
      notes: [
        ...[
          { event: 'submit', by: 'Lê Thị Mai', word: null } as const,
          { event: 'send_back', by: 'Chủ tịch', word: 'Sai giờ' } as const,
        ],
      ].map((one) => ({ ...one, at: Date.now() - 3_600_000, isThis: false, listenedMs: null, durationMs: null })),
    });
    await signIn('duyet');
    await page.getByText('Đã sửa so với bản bị trả lại:').waitFor();
    await page.getByText('Nơi tổ chức: Hội chữ thập đỏ').waitFor();
    await page.getByRole('link', { name: 'Thư ngỏ.pdf' }).waitFor();
    await page.getByText('Quá trình và trao đổi').click();
    await page.getByText('trả lại: Sai giờ').waitFor();
    await page.getByLabel('Lời nhắn cho người làm').fill('Ai đọc?');
    await page.getByRole('button', { name: 'Gửi lời nhắn' }).click();
    await page.getByRole('listitem').getByText('Ai đọc?').waitFor();
    await look('approve-changes');
    await expectToFitThePhone('duyet, trao đổi');
  });

  it('makes a bulletin with all that is said of it, and keeps it until the paper is attached', async () => {
    const { page, station } = now();
    await furnish();
    await signIn('tai-len');
    await upload(Buffer.alloc(200_000, 1));
    await page.getByText('Sẵn sàng phát').waitFor();
    await page.getByRole('combobox', { name: 'Chương trình' }).selectOption({ index: 1 });
    await page.getByText('Lời đọc, nơi được nghe, văn bản kèm theo').click();
    await page.getByLabel('Lời đọc').fill('Mời bà con đi tiêm phòng.');
    await page.locator('form input[type=file]').setInputFiles(PDF);
    await page
      .getByRole('checkbox', { name: /cụm loa/ })
      .first()
      .check();
    await look('play-told');
    await expectToFitThePhone('tai-len, lời đọc');
    await page.getByRole('button', { name: /xem trước khi phát/i }).click();
    await page.getByText(/Chờ duyệt\.|đã được duyệt/).waitFor();
    const [card] = station.house.approvals.cards;
    expect(station.house.approvals.nexts).toEqual(['draft']);
    expect(card).toMatchObject({ text: 'Mời bà con đi tiêm phòng.', attachment: { name: 'Thông báo 12.pdf' } });
    expect(['waiting', 'approved']).toContain(card?.standing.state);
  });

  it('approves in one what a person makes who may approve his own, and takes what was approved before as it is', async () => {
    const { page, station } = now();
    await furnish();
    station.house.signIn.also.push({ verb: 'approve_own', areaId: null });
    await signIn('tai-len');
    await upload(Buffer.alloc(200_000, 1));
    await page.getByText('Sẵn sàng phát').waitFor();
    await page.getByRole('combobox', { name: 'Chương trình' }).selectOption({ index: 1 });
    await page.getByText('Lời đọc, nơi được nghe, văn bản kèm theo').click();
    await page.getByLabel('Số văn bản').fill('15/TB');
    await page
      .getByRole('checkbox', { name: /cụm loa/ })
      .first()
      .check();
    await page.getByText('lưu và tự duyệt bản tin; nhật ký ghi tên bạn').waitFor();
    await page.getByRole('button', { name: 'Lưu, duyệt và xem trước khi phát' }).click();
    await page.getByText('Bản tin đã được duyệt').waitFor();
    await page.getByRole('button', { name: 'Phát ngay' }).waitFor();
    await page.getByRole('button', { name: 'Sửa lại' }).click();
    await page.getByRole('button', { name: 'Lưu, duyệt và xem trước khi phát' }).click();
    await page.getByRole('button', { name: 'Phát ngay' }).waitFor();
    expect(station.house.approvals.nexts).toEqual(['approve']);
    expect(station.house.approvals.told).toEqual([]);
  });
});
