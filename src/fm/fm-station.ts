import { z } from 'zod';

/** Commune wireless belongs on 54–68 MHz (OIRT); some stations still have a licence on 87–108 MHz. Bounds in kHz. */
export const BANDS = { '54-68': [54_000, 68_000], '87-108': [87_000, 108_000] } as const;
export type Band = keyof typeof BANDS;

/** How text and state reach the encoder of a transmitter. */
const PROFILES = ['uecp', 'pira', 'deva', 'minirds'] as const;
const TRANSPORTS = ['tcp', 'udp', 'serial', 'file'] as const;

/**
 * One line to one RDS encoder. `answers`: it replies, so that acceptance can be proved; `readsBack`: it tells what it
 * sends, when asked. A serial line is named by its lasting name below /dev/serial/by-id or /dev/tty…; a file lies in the
 * station's own FM folder and is named without a path. Its content is all that was ever sent.
 */
const encoderLine = z.strictObject({
  name: z.string().trim().min(1).max(60),
  profile: z.enum(PROFILES),
  transport: z.enum(TRANSPORTS),
  /** For tcp and udp; a name or an address. */
  host: z.string().max(253).default(''),
  port: z.number().int().min(0).max(65_535).default(0),
  /** For serial: the device. For file: a plain name. */
  path: z.string().max(200).default(''),
  password: z.string().max(60).default(''),
  /** UECP site (10 bits) and encoder (6 bits). 0 and 0 mean everybody: refused unless `toEverybody`. */
  site: z.number().int().min(0).max(1023).default(0),
  encoder: z.number().int().min(0).max(63).default(0),
  toEverybody: z.boolean().default(false),
  /** UECP byte stuffing and element quirks of a maker; standard: IEC 62106-10. */
  quirk: z.enum(['standard', 'no_stuffing']).default('standard'),
  answers: z.boolean().default(false),
  readsBack: z.boolean().default(false),
});
export type EncoderLine = z.infer<typeof encoderLine>;

const hex = (digits: number) =>
  z
    .string()
    .trim()
    .toUpperCase()
    .regex(new RegExp(`^[0-9A-F]{${digits}}$`));

/** Everything that is set of an FM station besides its name and place. */
export const fmSettings = z.strictObject({
  /** Null: no transmitter, only wires from the same room. */
  band: z.enum(Object.keys(BANDS) as [Band, ...Band[]]).nullable(),
  /** Whole tenths of a megahertz, in kHz; null with `band`. */
  frequencyKhz: z.number().int().multipleOf(100).nullable(),
  /** Programme identification: four hexadecimal digits; Viet Nam's begin with 7 (EN 50067 annex D, ECC F2). */
  pi: hex(4).regex(/^7/),
  ecc: hex(2).default('F2'),
  /** RDS language code: 46 is Vietnamese (EN 50067 annex J). */
  rdsLanguage: hex(2).default('46'),
  /** Programme service name as receivers show it: eight characters of the RDS set. */
  ps: z.string().trim().min(1).max(8),
  /** The programme type in ordinary times; 30 and 31 are alarms and cannot be it. */
  pty: z.number().int().min(0).max(29).default(0),
  /** Programme type name that receivers show beside the type: eight characters; empty: none. */
  ptyn: z.string().trim().max(8).default(''),
  /** Other frequencies that carry the same programme, kHz: RDS has codes for 87.6 to 107.9 MHz only. */
  alternativesKhz: z.array(z.number().int().min(87_600).max(107_900).multipleOf(100)).max(25).default([]),
  /** The encoder is given the time, and sends it: only where the station's own clock is kept right. */
  sendsClock: z.boolean().default(false),
  licenceNumber: z.string().trim().max(100).default(''),
  /** The last day on which the frequency may be used; null: nobody said. */
  licenceEndsOn: z.iso.date().nullable().default(null),
  /** Why it may still be planned after that day, in a person's words; empty: it may not. */
  licenceNote: z.string().trim().max(500).default(''),
  /** Certificate of conformity, as printed. */
  conformity: z.string().trim().max(200).default(''),
  /** The code that the receivers of this station are set to, as printed: opaque. */
  rdsCode: z.string().trim().max(200).default(''),
  /** all: whoever receives it sounds; coded: receivers open and close by the groups that were pasted in. */
  addressing: z.enum(['all', 'coded']).default('all'),
  /** What people there understand, the dearest first: language tags. One transmitter says one thing to all. */
  languages: z.array(z.string()).min(1).default(['vi']),
  /** What receivers show when nothing is on air or what is known is stale. */
  fallbackText: z.string().trim().max(200).default(''),
  /** Traffic announcement is released after so long at the latest, whatever happens. */
  taTimeoutS: z.number().int().min(10).max(3600).default(600),
  /** Silence before the first sound: a transmitter needs time to key up. */
  leadInMs: z.number().int().min(0).max(30_000).default(2000),
  /**
   * How the sound gets to the transmitter: mount: its computer pulls our MP3 stream; manifest: its computer takes the
   * files that the manifest names; agent: one of our own speaker agents has its line output at the exciter; hand: a
   * person plays it by the printed sheet.
   */
  audio: z.enum(['mount', 'manifest', 'agent', 'hand']).default('hand'),
  /** The endpoint of that agent; it must serve nothing else. */
  audioEndpointId: z.string().nullable().default(null),
  lines: z.array(encoderLine).max(4).default([]),
  /** Where a receiver that listens to this station sends what it hears (an HTTP audio stream); empty: none. */
  offAirUrl: z.string().max(2000).default(''),
});
export type FmSettings = z.infer<typeof fmSettings>;

/** An FM station (đài FM): one transmitter room, its encoder, and the receivers in the villages that hang on it. */
export interface FmStation extends FmSettings {
  readonly id: string;
  readonly name: string;
  readonly areaId: string | null;
  /** The secret in the addresses of its manifest and stream. */
  readonly key: string;
  readonly createdAt: number;
  readonly retiredAt: number | null;
}

/** A free RDS group as makers print it: block 2 to 4 in twelve hexadecimal digits. Opaque to us, never invented. */
export const freeGroup = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[0-9A-F]{12}$/);

/** What is set of the receivers of one village (cụm thu FM), which are one endpoint with protocol `fm`. */
export const receiverSettings = z.strictObject({
  /** fm: off the air; wired: by a line from the same room. Kept apart in reports. */
  hears: z.enum(['fm', 'wired']).default('fm'),
  clusters: z.number().int().min(1).max(500).default(1),
  /** It stands in when fewer of the village's main endpoints than this can be reached. */
  thresholdPercent: z.number().int().min(1).max(100).default(50),
  /** Groups that open and close its receivers; only for stations with `coded` addressing. */
  onGroups: z.array(freeGroup).max(8).default([]),
  offGroups: z.array(freeGroup).max(8).default([]),
  /** Who says by phone whether it was heard. */
  confirmerName: z.string().trim().max(100).default(''),
  confirmerPhone: z.string().trim().max(30).default(''),
});
export type ReceiverSettings = z.infer<typeof receiverSettings>;

export interface FmReceiver extends ReceiverSettings {
  readonly endpointId: string;
  readonly stationId: string;
}
