import { type Bilingual, StationError } from '#kernel';

const WHAT = {
  header: { vi: 'phần đầu tệp', en: 'the beginning of the file' },
  cut: { vi: 'tệp bị cắt cụt', en: 'the file is cut off' },
  piece: { vi: 'một đoạn đã mã hóa', en: 'an encrypted piece' },
  entry: { vi: 'đầu một mục trong tệp', en: 'the head of an entry' },
  padding: { vi: 'phần đệm', en: 'the padding' },
  path: { vi: 'có mục lạ', en: 'an entry that does not belong' },
  sum: { vi: 'sai mã kiểm tra của cả tệp', en: 'the checksum of the whole file' },
  manifest: { vi: 'bảng kê', en: 'the manifest' },
  file: { vi: 'một tệp bên trong khác bảng kê', en: 'a file inside differs from the manifest' },
  after: { vi: 'có gì đó sau phần cuối', en: 'something after the end' },
  database: { vi: 'cơ sở dữ liệu bên trong', en: 'the database inside' },
} as const satisfies Record<string, Bilingual>;

/** The error of a backup that is not as it was made. */
export function damaged(what: keyof typeof WHAT): StationError {
  return new StationError('BACKUP_DAMAGED', { what: WHAT[what] });
}
