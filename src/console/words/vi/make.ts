/** Soạn bản tin: the one page where a bulletin is made. */
export const make = {
  title: 'Soạn bản tin',
  hint: 'Chọn cách lấy tiếng. Sau đó trang đưa bạn đi tiếp: cắt, điền, nghe, gửi.',
  ways: { record: 'Thu tại đây', file: 'Chọn tệp', speak: 'Gõ chữ, máy đọc' },
  wayLabel: 'Cách lấy tiếng',
};
