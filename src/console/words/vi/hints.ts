/** Hard words, each told in one or two plain sentences. `word` is the word of GLOSSARY.md; a test holds them equal. */
export const hints = {
  evidence: {
    word: 'mức chứng cứ',
    text: 'Cho biết trạm chắc chắn đến đâu: E0 mới gửi đi, E1 loa đã có đủ tệp, E2 loa báo đã phát đúng chừng ấy giây; với đài FM là F0, F1, F2. Trạm không bao giờ ghi cao hơn điều đã chứng minh được.',
  },
  zone: {
    word: 'vùng phát',
    text: 'Một nhóm cụm loa được đặt tên, ví dụ “Toàn xã”. Một cụm loa có thể nằm trong nhiều vùng. Bạn chọn vùng, trạm phát ra mọi cụm loa trong đó.',
  },
  level: {
    word: 'mức ưu tiên',
    text: 'Ai được phát khi hai buổi trùng giờ: khẩn cấp trước hết, rồi nói trực tiếp, bản tin ưu tiên, buổi theo lịch, sau cùng là nhạc đệm.',
  },
  approval: {
    word: 'duyệt',
    text: 'Một người có quyền nghe bản tin và cho phép phát. Chưa duyệt thì đến giờ loa vẫn im. Sửa nội dung thì phải duyệt lại.',
  },
  quietHours: {
    word: 'giờ yên lặng',
    text: 'Khoảng giờ mà loa không được kêu để dân nghỉ. Trạm và cả cụm loa đều tự giữ giờ này; chỉ khẩn cấp mới được phát.',
  },
  class: {
    word: 'lớp bản tin',
    text: 'Bản tin của xã, của cấp trên, hay của người ngoài nhờ phát. Bản tin nhờ phát chỉ được nói những điều quy định cho phép, nên có mẫu riêng.',
  },
} as const;
