/** Typed words that a voice reads aloud. */
export const speak = {
  text: 'Lời cần đọc',
  textHint: 'Gõ như văn bản thường: viết tắt, ngày giờ, số tiền máy tự đọc thành lời. Mỗi dòng là một câu.',
  willSay: 'Sẽ đọc là',
  willSayHint: 'Chỗ tô nền là chỗ máy đổi cách đọc. Chưa đúng thì sửa lại ở ô trên.',
  lasts: (span: string) => `Dài khoảng ${span}.`,
  voice: 'Giọng đọc',
  rate: 'Tốc độ',
  rates: { slow: 'Chậm, rõ (loa ngoài trời)', normal: 'Vừa', fast: 'Nhanh' },
  make: 'Tạo giọng đọc',
  making: 'Đang đọc…',
  need: 'Hãy gõ lời cần đọc.',
  next: 'Bước sau: nghe thử. Chưa ưng thì quay lại sửa chữ.',
  missing:
    'Muốn gõ chữ cho máy đọc: cài gói espeak-ng trên máy trạm (Debian, Ubuntu: apt install espeak-ng) rồi khởi động lại trạm.',
  madeOf: 'Máy đọc từ chữ',
  again: 'Sửa chữ rồi đọc lại',
};
