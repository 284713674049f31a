import { type Bilingual, StationError } from '#kernel';
import { BANDS, type EncoderLine, type FmReceiver, type FmSettings, type FmStation } from './fm-station.ts';
import { firstFault } from './line-rules.ts';

/** What has to be known of receivers to judge whether a station can be theirs. */
export interface NamedReceiver extends Pick<FmReceiver, 'onGroups' | 'offGroups'> {
  readonly name: string;
}

/**
 * Throws what keeps a station from being set so: FM_FREQUENCY, FM_PI_TAKEN, FM_AGENT, FM_LINE, FM_GROUPS. `others` are the
 * other stations in use, `receivers` its own.
 */
export function mustBeSound(
  settings: FmSettings,
  others: readonly FmStation[],
  receivers: readonly NamedReceiver[],
): void {
  const problem = frequencyProblem(settings);
  if (problem) throw new StationError('FM_FREQUENCY', { field: 'body.frequencyKhz', problem });
  const same = others.find((other) => other.pi === settings.pi);
  if (same) throw new StationError('FM_PI_TAKEN', { pi: settings.pi, station: same.name });
  if (settings.audio === 'agent' && settings.audioEndpointId === null) throw agentError('none');
  if (others.some((other) => other.audioEndpointId !== null && other.audioEndpointId === settings.audioEndpointId)) {
    throw agentError('elsewhere');
  }
  const elsewhere = new Set(others.flatMap(({ lines }) => lines.filter(isSerial).map(({ path }) => path)));
  const wrong = firstFault(settings.lines, elsewhere);
  if (wrong) throw new StationError('FM_LINE', { line: wrong.line.name, ...wrong.fault });
  for (const receiver of receivers) mustSuit(settings, receiver);
}

const isSerial = ({ transport }: EncoderLine) => transport === 'serial';

/** Throws FM_GROUPS when receivers have groups that their station would never send. */
export function mustSuit(
  { addressing }: Pick<FmSettings, 'addressing'>,
  { onGroups, offGroups, name }: NamedReceiver,
): void {
  if (addressing === 'all' && onGroups.length + offGroups.length > 0) throw new StationError('FM_GROUPS', { name });
}

function frequencyProblem({ band, frequencyKhz }: FmSettings): Bilingual | null {
  if (band === null && frequencyKhz === null) return null;
  if (band === null || frequencyKhz === null) {
    return { vi: 'cần cả dải và tần số, hoặc bỏ trống cả hai', en: 'give both band and frequency, or neither' };
  }
  const [from, to] = BANDS[band];
  if (frequencyKhz < from || frequencyKhz > to) {
    return {
      vi: `${frequencyKhz} kHz nằm ngoài dải ${band} MHz`,
      en: `${frequencyKhz} kHz lies outside of ${band} MHz`,
    };
  }
  return frequencyKhz % 100 === 0 ? null : { vi: 'tần số theo bước 0,1 MHz', en: 'it goes in steps of 0.1 MHz' };
}

const AGENT = {
  none: { vi: 'chưa chọn cụm loa ở máy phát', en: 'no endpoint at the transmitter was chosen' },
  elsewhere: { vi: 'nó đang phục vụ đài FM khác', en: 'it serves another FM station' },
  missing: { vi: 'không có cụm loa đó', en: 'there is no such endpoint' },
  not_link: { vi: 'nó không phải loa của trạm (liên kết LoaXa)', en: 'it is no speaker of our own (LoaXa link)' },
  in_zone: { vi: 'nó đang nằm trong vùng phát {zone}', en: 'it lies in the zone {zone}' },
} as const satisfies Record<string, Bilingual>;

/** FM_AGENT, with what is wrong with the endpoint that was to feed the transmitter. */
export function agentError(problem: keyof typeof AGENT, zone = ''): StationError {
  const { vi, en } = AGENT[problem];
  const words = { vi: vi.replace('{zone}', zone), en: en.replace('{zone}', zone) };
  return new StationError('FM_AGENT', { field: 'body.audioEndpointId', problem: words });
}

/** What is written of what was asked: passwords that were not sent again stay, and only an agent has an endpoint. */
export function settled(asked: FmSettings, before: readonly EncoderLine[]): FmSettings {
  const passwords = new Map(before.map(({ name, password }) => [name, password]));
  const lines = asked.lines.map((line) =>
    line.password === '' ? { ...line, password: passwords.get(line.name) ?? '' } : line,
  );
  return { ...asked, lines, audioEndpointId: asked.audio === 'agent' ? asked.audioEndpointId : null };
}
