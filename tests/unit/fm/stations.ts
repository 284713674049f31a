/** FM stations as tests want them. */
import { type EncoderLine, type FmSettings, fmSettings } from '#fm';

export const settingsOf = (more: Partial<FmSettings> = {}): FmSettings =>
  fmSettings.parse({ band: '54-68', frequencyKhz: 54_500, pi: '7A01', ps: 'XA MAU', ...more });

export const lineOf = (more: Partial<EncoderLine> = {}): EncoderLine => ({
  name: 'Bộ mã hóa',
  profile: 'uecp',
  transport: 'tcp',
  host: 'rds.lan',
  port: 4001,
  path: '',
  password: '',
  site: 1,
  encoder: 1,
  toEverybody: false,
  quirk: 'standard',
  answers: true,
  readsBack: false,
  ...more,
});
