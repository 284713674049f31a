import { z } from 'zod';
import { KINDS, LEVELS } from '#kernel';

const instant = z.iso.datetime({ offset: true });
const seconds = z.number().min(0);
const rt = z
  .string()
  .max(64)
  .regex(/^[ -#%-\]_a-}]*$/)
  .describe('What receivers show: ASCII that is the same in the RDS character set, at most 64 characters');
const rtUtf8 = z.string().max(400).describe('The same with its marks, for screens and web pages');

const audioPart = z
  .union([
    z.strictObject({
      url: z.string(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      bytes: z.number().int().min(0),
      codec: z.literal('mp3'),
      durationS: seconds,
      lufs: z.number().nullable().describe('Integrated loudness; null: not measured'),
    }),
    z.strictObject({ silenceS: seconds }),
    z.strictObject({
      streamUrl: z.string().describe('Sound that is being made at that moment: an MP3 stream'),
      durationS: seconds.nullable().describe('null: until the item leaves the manifest'),
    }),
  ])
  .describe('Played one after the other without gap');

const item = {
  id: z.string(),
  class: z.enum(LEVELS).describe('The right to the air, highest first'),
  kind: z.enum(KINDS),
  start: instant,
  leadInS: seconds.describe('The transmitter has to be on so long before `start`'),
  rt,
  rtUtf8,
  audio: z
    .array(audioPart)
    .nullable()
    .describe('null: not by files, or not all of them are there yet; look again in the next manifest'),
  opens: z.array(z.strictObject({ id: z.string(), name: z.string() })).describe('Receiver groups that are to hear it'),
};

/** What the computer at a transmitter is told: docs/protocols/fm-relay.md. Instants carry the offset of the station. */
export const fmManifest = z.strictObject({
  v: z.literal(1),
  sequence: z.number().int().min(0).describe('Counts up while LoaXa runs, and begins anew with it'),
  generatedAt: instant,
  validUntil: instant.describe('From then on nothing in here is true any more'),
  station: z.strictObject({
    id: z.string(),
    name: z.string(),
    pi: z.string().regex(/^[0-9A-F]{4}$/),
    ecc: z.string().regex(/^[0-9A-F]{2}$/),
    lang: z.string().regex(/^[0-9A-F]{2}$/),
    ps: z.string().length(8),
    pty: z.number().int().min(0).max(29).describe('In ordinary times'),
    frequencyMHz: z.number().nullable(),
    soundBy: z.enum(['mount', 'manifest', 'agent', 'hand']).describe('How the sound gets to the transmitter'),
  }),
  onAir: z
    .strictObject({
      ...item,
      end: instant.nullable().describe('null: open (a voice)'),
      ta: z.boolean(),
      taUntil: instant.nullable().describe('Release TA then, whatever happens; null with `ta` false'),
      taTimeoutS: seconds,
      pty: z.number().int().min(0).max(31),
    })
    .nullable(),
  next: z
    .array(z.strictObject({ ...item, durationS: seconds.nullable().describe('null: open (a voice)') }))
    .max(50)
    .describe('The coming 48 hours, soonest first'),
  stream: z.strictObject({ url: z.string(), codec: z.literal('mp3') }).nullable(),
  fallback: z.strictObject({ rt, rtUtf8, audio: z.null() }),
  vendorGroups: z
    .array(z.strictObject({ label: z.string(), g: z.array(z.string().regex(/^[0-9A-F]{12}$/)), note: z.string() }))
    .describe('RDS groups as the maker of the receivers printed them: block 2 to 4 of each'),
});
export type FmManifest = z.infer<typeof fmManifest>;

/** The JSON Schema of a manifest, for whoever writes software for the other side. */
export function fmManifestJsonSchema(): object {
  return { ...z.toJSONSchema(fmManifest), title: 'LoaXa: FM relay manifest, version 1' };
}
