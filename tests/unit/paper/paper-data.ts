import type { InterferenceForm, SessionSheet, SheetRow } from '#paper';

/** An instant on the day of the sheet. */
export const at = (time: string) => Date.parse(`2026-11-23T${time}+07:00`);
const ZONE = 'Asia/Ho_Chi_Minh';

export const sheetRow = (time: string, more: Partial<SheetRow> = {}): SheetRow => ({
  plannedAt: at(time),
  durationMs: 320_000,
  isOpenEnded: false,
  title: 'Lịch tiêm chủng mở rộng',
  programme: 'Bản tin sáng',
  sources: ['tiem-chung.mp3'],
  openingChime: 'Nhạc hiệu xã',
  closingChime: null,
  villages: ['Thôn Đông', 'Bản Nà Phặc'],
  rdsText: 'Lich tiem chung mo rong',
  isCancelled: false,
  ...more,
});

export const sheetOf = (rows: readonly SheetRow[], more: Partial<SessionSheet> = {}): SessionSheet => ({
  station: {
    name: 'Đài FM Hoằng Châu',
    frequencyKhz: 54_300,
    licenceNumber: '123456/GP-GH2',
    licenceEndsOn: '2027-06-30',
  },
  date: '2026-11-23',
  zone: ZONE,
  rows,
  printedAt: at('04:30:00'),
  ...more,
});

export const formOf = (more: Partial<InterferenceForm> = {}): InterferenceForm => ({
  sender: 'Đài truyền thanh xã Hoằng Châu',
  station: { ...sheetOf([]).station, band: '54-68' },
  number: 'itf_1',
  place: 'Thôn Đông',
  fromAt: at('13:05:00'),
  toAt: at('13:47:30'),
  languageHeard: 'tiếng nước ngoài, chưa rõ',
  what: 'Loa tự phát tiếng lạ.\nTắt máy phát rồi vẫn kêu.',
  recordingName: 'chen-song.m4a',
  reportedBy: 'Bà Nguyễn Thị Sen',
  writtenBy: 'Phạm Văn Dũng',
  tasks: [
    {
      kind: 'cut_power',
      place: 'Thôn Đông, cụm 3',
      helperName: 'Ông Ba',
      helperPhone: '0912 345 678',
      askedAt: at('13:10:00'),
      doneAt: at('13:18:00'),
      doneBy: 'Ông Ba',
      answer: 'Đã ngắt áp-tô-mát, loa im.',
    },
  ],
  closingNote: null,
  zone: ZONE,
  printedAt: at('15:00:00'),
  ...more,
});
