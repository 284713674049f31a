import { z } from 'zod';
import { type Bilingual, StationError } from '#kernel';
import { type TemplateProblem, templateProblem } from './template-problems.ts';

const HOUR_MS = 3_600_000;
/** A speaker takes plans of at most this; a longer programme is several programmes. */
const LONGEST_MS = 12 * HOUR_MS;
const LEAST_SLOT_MS = 10_000;
const LONGEST_SILENCE_MS = 10 * 60_000;
const LONGEST_PAUSE_MS = 60_000;
const MOST_PARTS = 40;
const MOST_BULLETINS = 100;

const id = z.string().min(1).max(60);
const ms = z.number().int();

export const templatePart = z.discriminatedUnion('part', [
  z.strictObject({ part: z.literal('chime'), recordingId: id }),
  z.strictObject({ part: z.literal('silence'), durationMs: ms }),
  /** Another station's sound, live, for so long. */
  z.strictObject({ part: z.literal('relay'), relayId: id, durationMs: ms }),
  /** Our own bulletins in this order: those that are valid on the day. */
  z.strictObject({ part: z.literal('bulletins'), bulletinIds: z.array(id), pauseMs: ms.default(1000) }),
  z.strictObject({ part: z.literal('closing'), recordingId: id }),
]);
export type TemplatePart = z.infer<typeof templatePart>;
export const templateParts = z.array(templatePart);

/** The frame of a programme of many parts (khung chương trình), to be filled anew each time that it is played. */
export interface TemplateDraft {
  readonly name: string;
  /** Says the kind, and what becomes of it when it loses the air. */
  readonly programmeId: string;
  /** How long it has the air; null: as long as its parts are. */
  readonly slotMs: number | null;
  readonly parts: readonly TemplatePart[];
}
export interface Template extends TemplateDraft {
  readonly id: string;
  readonly retiredAt: number | null;
}

/** Throws TEMPLATE_INVALID {field, problem} when a template can never be heard as it is meant. */
export function checkTemplate({ slotMs, parts }: TemplateDraft): void {
  if (slotMs !== null && slotMs < LEAST_SLOT_MS) refuse('slotMs', 'slot_short', { seconds: LEAST_SLOT_MS / 1000 });
  if (slotMs !== null && slotMs > LONGEST_MS) refuse('slotMs', 'too_long', { hours: LONGEST_MS / HOUR_MS });
  if (parts.length > MOST_PARTS) refuse('parts', 'many_parts', { most: MOST_PARTS });
  let fixedMs = 0;
  for (const [at, part] of parts.entries()) {
    checkPart(part, `parts.${at}`);
    if ('durationMs' in part) fixedMs += part.durationMs;
  }
  if (fixedMs > LONGEST_MS) refuse('parts', 'too_long', { hours: LONGEST_MS / HOUR_MS });
  if (!parts.some((part) => part.part === 'relay' || part.part === 'bulletins')) refuse('parts', 'nothing_said');
  const closing = parts.findIndex((part) => part.part === 'closing');
  if (closing >= 0 && closing < parts.length - 1) refuse(`parts.${closing}`, 'closing_last');
}

function checkPart(part: TemplatePart, field: string): void {
  if (part.part === 'silence') {
    if (part.durationMs < 1) refuse(`${field}.durationMs`, 'no_length');
    if (part.durationMs > LONGEST_SILENCE_MS) refuse(`${field}.durationMs`, 'silence_long', { minutes: 10 });
  }
  if (part.part === 'relay') {
    if (part.durationMs < 1000) refuse(`${field}.durationMs`, 'no_length');
    if (part.durationMs > LONGEST_MS) refuse(`${field}.durationMs`, 'too_long', { hours: LONGEST_MS / HOUR_MS });
  }
  if (part.part === 'bulletins') {
    const { bulletinIds, pauseMs } = part;
    if (bulletinIds.length === 0) refuse(`${field}.bulletinIds`, 'no_bulletins');
    if (bulletinIds.length > MOST_BULLETINS) refuse(`${field}.bulletinIds`, 'many_bulletins', { most: MOST_BULLETINS });
    if (pauseMs < 0 || pauseMs > LONGEST_PAUSE_MS) refuse(`${field}.pauseMs`, 'pause', { seconds: 60 });
  }
}

function refuse(field: string, key: TemplateProblem, values: Record<string, number> = {}): never {
  const problem: Bilingual = templateProblem(key, values);
  throw new StationError('TEMPLATE_INVALID', { field, problem });
}

/** The bulletins that a template names, in order, each once. */
export function bulletinsOf(parts: readonly TemplatePart[]): string[] {
  return [...new Set(parts.flatMap((part) => (part.part === 'bulletins' ? part.bulletinIds : [])))];
}

/** The recordings that a template frames its bulletins with. */
export function chimesOf(parts: readonly TemplatePart[]): string[] {
  return [...new Set(parts.flatMap((part) => ('recordingId' in part ? [part.recordingId] : [])))];
}

/** The relay sources that a template takes, each once. */
export function relaysOf(parts: readonly TemplatePart[]): string[] {
  return [...new Set(parts.flatMap((part) => (part.part === 'relay' ? [part.relayId] : [])))];
}
