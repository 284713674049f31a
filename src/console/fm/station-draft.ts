import type { Request } from '../api/client.ts';
import { kilohertzOf } from './frequency.ts';
import type { FmStation } from './lists.ts';

export type StationBody = Request<'addFmStation'>['body'];
type Line = NonNullable<StationBody['lines']>[number];
/** Without what may be left out: a form always has a value for each field. */
type Filled<Body> = { readonly [Field in keyof Body]-?: Exclude<Body[Field], undefined> };
type Plain = Omit<
  StationBody,
  'frequencyKhz' | 'lines' | 'pty' | 'taTimeoutS' | 'leadInMs' | 'languages' | 'alternativesKhz'
>;

/** One encoder line as it is being written: numbers are text until they are sent. */
export interface LineDraft extends Filled<Omit<Line, 'port' | 'site' | 'encoder'>> {
  readonly port: string;
  readonly site: string;
  readonly encoder: string;
  /** The station has a password of it, which it never shows. */
  readonly hasPassword: boolean;
}

/** A station as it is being written. */
export interface StationDraft extends Filled<Plain> {
  readonly megahertz: string;
  readonly ptyText: string;
  readonly taTimeoutText: string;
  readonly leadInSeconds: string;
  readonly languageTags: string;
  /** Megahertz, apart by spaces or semicolons. */
  readonly alternatives: string;
  readonly lineDrafts: readonly LineDraft[];
}

export const FRESH_LINE: LineDraft = {
  ...{ name: '', profile: 'uecp', transport: 'tcp', host: '', port: '', path: '', password: '', hasPassword: false },
  ...{ site: '0', encoder: '1', toEverybody: false, quirk: 'standard', answers: true, readsBack: false },
};

const FRESH: StationDraft = {
  ...{ name: '', areaId: null, band: '54-68', megahertz: '', pi: '', ecc: 'F2', rdsLanguage: '46', ps: '' },
  ...{ ptyText: '0', ptyn: '', alternatives: '', sendsClock: false },
  ...{ licenceNumber: '', licenceEndsOn: null, licenceNote: '', conformity: '', rdsCode: '' },
  ...{ addressing: 'all', languageTags: 'vi', fallbackText: '', taTimeoutText: '600', leadInSeconds: '2' },
  ...{ audio: 'hand', audioEndpointId: null, lineDrafts: [], offAirUrl: '' },
};

const decimal = (value: number) => String(value).replace('.', ',');

export function draftOf(station: FmStation | undefined): StationDraft {
  if (!station) return FRESH;
  const { name, areaId, band, frequencyKhz, pi, ecc, rdsLanguage, ps, licenceNumber, licenceEndsOn } = station;
  const { licenceNote, conformity, rdsCode, addressing, fallbackText, audio, audioEndpointId, offAirUrl } = station;
  const { ptyn, sendsClock } = station;
  return {
    ...{ name, areaId, band, pi, ecc, rdsLanguage, ps, licenceNumber, licenceEndsOn },
    ...{ licenceNote, conformity, rdsCode, addressing, fallbackText, audio, audioEndpointId, offAirUrl },
    megahertz: frequencyKhz === null ? '' : decimal(frequencyKhz / 1000),
    ...{ ptyText: String(station.pty), ptyn, sendsClock },
    alternatives: station.alternativesKhz.map((khz) => decimal(khz / 1000)).join('; '),
    taTimeoutText: String(station.taTimeoutS),
    leadInSeconds: decimal(station.leadInMs / 1000),
    languageTags: station.languages.join(', '),
    lineDrafts: station.lines.map((line) => ({
      ...line,
      ...{ port: String(line.port), site: String(line.site), encoder: String(line.encoder), password: '' },
    })),
  };
}

/** A field that cannot be sent as it is, and what it wants. */
export interface Misread {
  readonly wrong: string;
  readonly wants: 'something' | 'number' | 'whole' | 'pi' | 'twoHex';
}

const TWO_HEX = /^\s*[0-9A-F]{2}\s*$/i;
const wholeOf = (typed: string) => (/^\s*\d{1,6}\s*$/.test(typed) ? Number(typed) : Number.NaN);
const secondsOf = (typed: string) => Number(typed.trim().replace(',', '.') || Number.NaN);

/** Hexadecimal digits as the station wants them, however they were typed. */
function upper(pi: string, ecc: string, rdsLanguage: string) {
  const big = (typed: string) => typed.trim().toUpperCase();
  return { pi: big(pi), ecc: big(ecc), rdsLanguage: big(rdsLanguage) };
}

/** The station to send, or the first field that cannot be sent as it is. */
export function bodyOf(draft: StationDraft): { readonly body: StationBody } | Misread {
  const { megahertz, ptyText, taTimeoutText, leadInSeconds, languageTags, alternatives, lineDrafts, ...plain } = draft;
  const frequencyKhz = draft.band === null ? null : kilohertzOf(megahertz);
  const [pty, taTimeoutS, leadIn] = [wholeOf(ptyText), wholeOf(taTimeoutText), secondsOf(leadInSeconds)];
  const { name, pi, ps, ecc, rdsLanguage } = draft;
  if (name.trim() === '') return { wrong: 'name', wants: 'something' };
  if (Number.isNaN(frequencyKhz)) return { wrong: 'frequencyKhz', wants: 'number' };
  if (!/^7[0-9A-F]{3}$/i.test(pi.trim())) return { wrong: 'pi', wants: 'pi' };
  if (ps.trim() === '') return { wrong: 'ps', wants: 'something' };
  if (!TWO_HEX.test(ecc)) return { wrong: 'ecc', wants: 'twoHex' };
  if (!TWO_HEX.test(rdsLanguage)) return { wrong: 'rdsLanguage', wants: 'twoHex' };
  if (Number.isNaN(pty)) return { wrong: 'pty', wants: 'whole' };
  if (Number.isNaN(taTimeoutS)) return { wrong: 'taTimeoutS', wants: 'whole' };
  if (Number.isNaN(leadIn)) return { wrong: 'leadInMs', wants: 'number' };
  const alternativesKhz = alternatives
    .split(/[;\s]+/)
    .flatMap((one) => (one === '' ? [] : [kilohertzOf(one) ?? Number.NaN]));
  if (alternativesKhz.some(Number.isNaN)) return { wrong: 'alternativesKhz', wants: 'number' };
  const lines: Line[] = [];
  for (const [at, one] of lineDrafts.entries()) {
    const line = lineOf(one);
    if (one.name.trim() === '') return { wrong: `lines.${at}.name`, wants: 'something' };
    if (typeof line === 'string') return { wrong: `lines.${at}.${line}`, wants: 'whole' };
    lines.push(line);
  }
  const languages = languageTags.split(/[,;\s]+/).filter((tag) => tag !== '');
  const numbers = { frequencyKhz, pty, taTimeoutS, leadInMs: Math.round(leadIn * 1000) };
  return { body: { ...plain, ...numbers, ...upper(pi, ecc, rdsLanguage), languages, alternativesKhz, lines } };
}

/** What is not used by the way it is connected is sent as nothing, so that nothing stale is kept. */
function lineOf({ hasPassword: _, ...draft }: LineDraft): Line | 'port' | 'site' | 'encoder' {
  const isNet = draft.transport === 'tcp' || draft.transport === 'udp';
  const isUecp = draft.profile === 'uecp';
  const port = isNet ? wholeOf(draft.port) : 0;
  const site = isUecp && !draft.toEverybody ? wholeOf(draft.site) : 0;
  const encoder = isUecp && !draft.toEverybody ? wholeOf(draft.encoder) : 0;
  if (Number.isNaN(port)) return 'port';
  if (Number.isNaN(site)) return 'site';
  if (Number.isNaN(encoder)) return 'encoder';
  const { host, path } = draft;
  return { ...draft, host: isNet ? host.trim() : '', path: isNet ? '' : path.trim(), port, site, encoder };
}
