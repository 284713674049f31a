import { z } from 'zod';
import { type Bilingual, fill } from '#kernel';
import { PROBLEM_NAMES } from './words.ts';

const bilingual = z.object({ vi: z.string(), en: z.string() });

/** What a try at a source found. Levels are dBFS; null: not known, or digital silence. */
export const probeSchema = z.object({
  at: z.number(),
  /** True when sound was heard. */
  isGood: z.boolean(),
  contentType: z.string().nullable(),
  isHls: z.boolean(),
  codec: z.string().nullable(),
  rateHz: z.number().nullable(),
  channels: z.string().nullable(),
  bitrateKbps: z.number().nullable(),
  heardMs: z.number(),
  levelDb: z.number().nullable(),
  peakDb: z.number().nullable(),
  problem: z.enum(PROBLEM_NAMES).nullable(),
  text: bilingual,
});
export type Probe = z.infer<typeof probeSchema>;

const GOOD: Bilingual = {
  vi: 'Nguồn tốt: có tiếng ({codec}, {bitrate}, mức trung bình {level}).',
  en: 'The source is good: there is sound ({codec}, {bitrate}, mean level {level}).',
};
const QUIET: Bilingual = {
  vi: 'Có tiếng nhưng rất nhỏ (mức trung bình {level}). Hãy báo đài phát kiểm tra.',
  en: 'There is sound, but very quiet (mean level {level}). Ask the sending station to check.',
};
const QUIET_BELOW_DB = -40;
const UNKNOWN: Bilingual = { vi: 'không rõ', en: 'unknown' };

/** The sentence for a source that was heard. */
export function goodText(probe: Pick<Probe, 'codec' | 'bitrateKbps' | 'levelDb'>): Bilingual {
  const values = {
    codec: probe.codec ?? UNKNOWN,
    bitrate: probe.bitrateKbps === null ? UNKNOWN : `${probe.bitrateKbps} kbit/s`,
    level: probe.levelDb === null ? UNKNOWN : `${probe.levelDb} dBFS`,
  };
  return fill(probe.levelDb !== null && probe.levelDb < QUIET_BELOW_DB ? QUIET : GOOD, values);
}

const BAD: Bilingual = { vi: 'Không nghe được nguồn: {problem}.', en: 'The source cannot be heard: {problem}.' };

/** The sentence for one that was not. */
export function badText(problem: Bilingual): Bilingual {
  return fill(BAD, { problem });
}
