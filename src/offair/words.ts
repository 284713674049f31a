import { type Bilingual, fill, type Values } from '#kernel';

/** Why a receiver could not tell what was on the air, in words that say what to do. */
const PROBLEMS = {
  form: {
    vi: 'địa chỉ máy thu kiểm tra không đúng dạng; hãy dùng dạng http://tên-máy/đường-dẫn, không kèm mật khẩu',
    en: 'the address of the receiver is not right; write it as http://host/path, without a password',
  },
  address: {
    vi: 'không được kết nối tới địa chỉ của máy thu {host}; hãy đặt máy thu trong mạng nội bộ của xã',
    en: 'the address of the receiver {host} may not be reached; put the receiver into the network of the commune',
  },
  unreachable: {
    vi: 'không kết nối được tới máy thu {host}; hãy kiểm tra nguồn điện và dây mạng của máy thu',
    en: 'the receiver {host} cannot be connected to; see to its power and its network cable',
  },
  status: {
    vi: 'máy thu {host} trả lời mã {status}; hãy xem lại đường dẫn của luồng',
    en: 'the receiver {host} answers with status {status}; check the path of its stream',
  },
  nothing: {
    vi: 'máy thu {host} không gửi âm thanh; hãy khởi động lại máy thu',
    en: 'the receiver {host} sends no sound; start it again',
  },
  mute: {
    vi: 'máy thu {host} có kết nối nhưng chỉ có im lặng; hãy kiểm tra tần số, ăng-ten, âm lượng và máy phát',
    en: 'the receiver {host} is connected but gives only silence; see to its frequency, aerial, level, and to the transmitter',
  },
  undecodable: {
    vi: 'không giải mã được luồng của máy thu {host}; hãy đặt máy thu gửi MP3, AAC, Ogg, FLAC hoặc WAV',
    en: 'the stream of the receiver {host} cannot be decoded; let it send MP3, AAC, Ogg, FLAC or WAV',
  },
  gaps: {
    vi: 'luồng của máy thu {host} bị đứt khi đang phát; hãy kiểm tra mạng giữa máy thu và trạm',
    en: 'the stream of the receiver {host} broke during the broadcast; check the network between it and the station',
  },
  no_decoder: {
    vi: 'trạm chưa có ffmpeg; hãy cài ffmpeg để so sánh được',
    en: 'the station has no ffmpeg; install ffmpeg so that it can compare',
  },
  no_reference: {
    vi: 'không có bản âm thanh để so sánh (giọng nói trực tiếp, tiếp sóng hoặc bản ghi đã mất)',
    en: 'there is nothing to compare with (a live voice, a relay, or a recording that is gone)',
  },
  too_little: {
    vi: 'phần có thể so sánh quá ngắn (dưới 8 giây tiếng nói hoặc nhạc)',
    en: 'too little of it can be compared (less than 8 seconds of speech or music)',
  },
  repeats_itself: {
    vi: 'âm thanh lặp lại đều nên không phân biệt được với âm thanh khác',
    en: 'the sound repeats itself so evenly that it cannot be told from another',
  },
  too_many: {
    vi: 'đang kiểm tra quá nhiều đài cùng lúc nên bỏ qua buổi này',
    en: 'too many stations are being listened to at once; this broadcast was left out',
  },
  late: {
    vi: 'so sánh không xong trong thời gian cho phép; máy trạm có thể đang quá tải',
    en: 'the comparison did not come to an end in time; the machine of the station may be overloaded',
  },
  stopped: { vi: 'trạm đã dừng khi đang nghe kiểm tra', en: 'the station stopped while it listened' },
} as const satisfies Record<string, Bilingual>;

export type Problem = keyof typeof PROBLEMS;

/** The sentence of a problem. */
export function tellProblem(problem: Problem, values: Values = {}): Bilingual {
  return fill(PROBLEMS[problem], values);
}
