import type { RdsState } from '../rds-state.ts';
import { type Command, type Dialect, type Heard, mayAnnounce, type Question, REPEAT_MS } from './dialect.ts';
import { rtPlusGroups } from './rt-plus.ts';
import {
  alternativesElement,
  clockElement,
  clockOnAirElement,
  countryElement,
  decoderElement,
  freeGroupElement,
  groupSequenceElement,
  languageElement,
  MEC,
  piElement,
  psElement,
  ptyElement,
  ptyNameElement,
  radioTextElement,
  readAnswer,
  readValue,
  requestElement,
  trafficElement,
} from './uecp-elements.ts';
import { encodeFrame, FrameReader, type UecpFrame, type UecpQuirk } from './uecp-frame.ts';

/** 0A carries name and flags, 2A the text, 1A country and language. Other groups are sent as they are given. */
const GROUPS_IN_TURN = [0x00, 0x04, 0x00, 0x04, 0x00, 0x04, 0x00, 0x02];
/** 10A carries the name of the programme type. */
const PTY_NAME_GROUP = 0x14;
/** Encoders keep time well enough for so long. */
const CLOCK_REPEAT_MS = 3_600_000;
const RT_PLUS_REPEAT_MS = 10_000;

export interface UecpAddress {
  readonly site: number;
  readonly encoder: number;
  readonly quirk: UecpQuirk;
}

/** All elements of a state, each a message of its own: real encoders stop reading a message at what they do not know. */
function uecpCommands(state: RdsState, tagged: boolean, now = 0): readonly Command[] {
  const ta = mayAnnounce(state);
  const traffic = command('ta', trafficElement(state.tp, ta));
  const text: Command = {
    ...command('rt', radioTextElement(state.rt, true)),
    again: radioTextElement(state.rt, false),
  };
  const tags = state.rtPlus.length > 0 || tagged ? rtPlusGroups(state.rtPlus) : [];
  return [
    ...(ta ? [] : [traffic]),
    { ...command('group sequence', groupSequenceElement(groupsOf(state))), isExtra: true },
    command('pi', piElement(state.pi)),
    command('ps', psElement(state.ps)),
    command('pty', ptyElement(state.pty)),
    ...state.groups.map((group) => ({ part: `group ${group}`, key: group, body: freeGroupElement(group) })),
    text,
    ...(ta ? [traffic] : []),
    { ...command('country', countryElement(state.ecc)), isExtra: true },
    { ...command('language', languageElement(state.language)), isExtra: true },
    ...extrasOf(state, now),
    ...tags.map((group, index) => {
      const { repeatMs: _, ...once } = command(index === 0 ? 'rt+ announcement' : 'rt+ tags', freeGroupElement(group));
      return { ...once, isExtra: true, ...(state.rtPlus.length > 0 ? { repeatMs: RT_PLUS_REPEAT_MS } : {}) };
    }),
  ];
}

function groupsOf({ ptyn = '' }: RdsState): readonly number[] {
  return ptyn === '' ? GROUPS_IN_TURN : [...GROUPS_IN_TURN, PTY_NAME_GROUP];
}

/** What a receiver can do without. The time is always that of the moment at which it is said. */
function extrasOf({ ptyn = '', alternativesKhz = [], clock }: RdsState, now: number): readonly Command[] {
  const extras: Command[] = [command('decoder', decoderElement())];
  if (ptyn !== '') extras.push(command('programme type name', ptyNameElement(ptyn)));
  if (alternativesKhz.length > 0) extras.push(command('alternatives', alternativesElement(alternativesKhz)));
  if (clock) {
    const { offsetMinutes } = clock;
    const body = clockElement(now, offsetMinutes);
    extras.push({ part: 'clock', key: `clock ${offsetMinutes}`, body, repeatMs: CLOCK_REPEAT_MS });
    extras.push(command('clock on air', clockOnAirElement(true)));
  }
  return extras.map((one) => ({ ...one, isExtra: true }));
}

function command(part: string, body: Uint8Array): Command {
  return { part, key: Buffer.from(body).toString('hex'), body, repeatMs: REPEAT_MS };
}

/**
 * Frames that bring an encoder from `previous` (null: nobody knows what it shows) to `state`: only what differs. From
 * nothing, an announcement that may have been left on is released before all else.
 */
export function uecpFrames(
  state: RdsState,
  previous: RdsState | null,
  parts: UecpAddress & { readonly nextSqc: () => number },
): Uint8Array[] {
  const tagged = (previous?.rtPlus.length ?? 0) > 0;
  const known = new Set(previous ? uecpCommands(previous, false).map(({ part, key }) => `${part} ${key}`) : []);
  const bodies = uecpCommands(state, tagged).flatMap(({ part, key, body }) =>
    body && !known.has(`${part} ${key}`) ? [body] : [],
  );
  if (previous === null && mayAnnounce(state)) bodies.unshift(trafficElement(state.tp, false));
  return bodies.map((message) => encodeFrame({ ...parts, sequence: parts.nextSqc(), message }, parts.quirk));
}

const READABLE: ReadonlyArray<{ readonly part: string; readonly code: number }> = [
  { part: 'ta', code: MEC.trafficFlags },
  { part: 'pi', code: MEC.pi },
  { part: 'ps', code: MEC.ps },
  { part: 'pty', code: MEC.pty },
  { part: 'rt', code: MEC.radioText },
];

/** UECP to one address. */
export class UecpDialect implements Dialect {
  readonly answers = true;
  readonly greeting = null;
  readonly commands = uecpCommands;
  readonly #to: UecpAddress;
  readonly #reader: FrameReader;

  constructor(to: UecpAddress) {
    this.#to = to;
    this.#reader = new FrameReader(to.quirk);
  }

  questions(state: RdsState): readonly Question[] {
    const commands = uecpCommands(state, false);
    return READABLE.flatMap(({ part, code }) => {
      const told = commands.find((one) => one.part === part)?.body;
      const expected = told ? readValue(told) : null;
      return expected === null ? [] : [{ part, body: requestElement(code), expected }];
    });
  }

  frame(message: Uint8Array, sequence: number): Uint8Array {
    return encodeFrame({ ...this.#to, sequence, message }, this.#to.quirk);
  }

  /** An echo of ours is no answer: a command is none, and its number is never that of a question. */
  hear(bytes: Uint8Array): readonly Heard[] {
    return this.#reader.push(bytes).flatMap((frame): Heard[] => {
      if (!this.#isFromThere(frame)) return [];
      const answer = readAnswer(frame.message);
      if (!answer) return [];
      const ofFrame = frame.sequence === 0 ? null : frame.sequence;
      if (answer.answer === 'value') {
        const part = READABLE.find(({ code }) => code === answer.code)?.part ?? null;
        return part === null ? [] : [{ heard: 'value', sequence: ofFrame, part, value: answer.value }];
      }
      const sequence = answer.sequence ?? ofFrame;
      if (answer.answer === 'yes') return [{ heard: 'yes', sequence }];
      return [{ heard: 'no', sequence, detail: answer.why, isSpoilt: answer.isSpoilt }];
    });
  }

  #isFromThere({ site, encoder }: UecpFrame): boolean {
    const { site: wantedSite, encoder: wantedEncoder } = this.#to;
    return (wantedSite === 0 || site === wantedSite) && (wantedEncoder === 0 || encoder === wantedEncoder);
  }
}
