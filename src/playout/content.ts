import { type Interruption, type Kind, notFound, StationError } from '#kernel';
import { type Bulletin, chooseVersions, isValidAt, type Listening, type Programme, type Template } from '#programme';
import type { Draft } from './accept.ts';
import type { DraftBooks } from './draft-books.ts';
import { buildProgrammeOrder } from './programme-order.ts';
import { buildRunningOrder } from './running-order.ts';
import { type Grouped, groupByOrder, type Heard } from './variants.ts';

/** A recording that is not checked yet may still be awaited until so long before the start. */
const AWAIT_UNTIL_MS = 10 * 60_000;

/** What a draft sounds like on each of its endpoints. */
export interface Content extends Grouped {
  readonly title: string;
  readonly programmeId: string | null;
  readonly kind: Kind;
  readonly interruption: Interruption;
  readonly endBy: number | null;
  /** It must not begin after this; null: whenever the draft says. */
  readonly lastAt: number | null;
}

/** What a draft would be heard as, or why it cannot be played. Pure. */
export function contentOf(
  draft: Draft,
  books: DraftBooks,
  endpointIds: readonly string[],
  now: number,
): Content | StationError {
  const endBy = draft.endBy ?? null;
  if (draft.ready) {
    const { kind, interruption, runningOrder } = draft.ready;
    const variantOf = new Map(endpointIds.map((id) => [id, '']));
    const title = draft.title ?? '';
    return { title, programmeId: null, kind, interruption, runningOrder, variants: {}, variantOf, endBy, lastAt: null };
  }
  const leadInMs = Math.max(0, ...endpointIds.map((id) => books.endpoints.get(id)?.leadInMs ?? 0));
  if (draft.templateId == null) {
    const found = books.bulletins.get(draft.bulletinId ?? '');
    if (!found || found.bulletin.withdrawnAt !== null) return notFound('bulletin');
    const { bulletin, programme } = found;
    if (!isValidAt(bulletin, draft.plannedAt)) return new StationError('BULLETIN_NOT_VALID');
    const grouped = forEach(endpointIds, (id) => books.listeningOf(draft, id), bulletinFor(found, books, leadInMs));
    if (grouped instanceof StationError) return grouped;
    const { id: programmeId, kind, interruption } = programme;
    const title = draft.title ?? bulletin.title;
    return { ...grouped, title, programmeId, kind, interruption, endBy, lastAt: bulletin.validTo };
  }
  const found = books.templates.get(draft.templateId);
  if (!found) return notFound('template');
  const refusal = books.relayRefusals.get(`${draft.templateId} ${draft.plannedAt}`);
  if (refusal) return refusal;
  const { template, programme } = found;
  const isAwaited = draft.plannedAt - now > AWAIT_UNTIL_MS;
  const sounding: Bulletin[] = [];
  const build = templateFor(found, books, { leadInMs, at: draft.plannedAt, isAwaited, sounding });
  const grouped = forEach(endpointIds, (id) => books.listeningOf(draft, id), build);
  if (grouped instanceof StationError) return grouped;
  const slotEndsAt =
    template.slotMs === null || slotOf(programme) === 'moves' ? null : draft.plannedAt + template.slotMs;
  const lasts = sounding.flatMap((one) => one.validTo ?? []);
  if (slotEndsAt !== null) lasts.push(slotEndsAt - 1);
  return {
    ...{ ...grouped, title: draft.title ?? template.name, programmeId: programme.id },
    ...{ kind: programme.kind, interruption: programme.interruption },
    endBy: endBy === null ? slotEndsAt : Math.min(endBy, slotEndsAt ?? endBy),
    lastAt: lasts.length === 0 ? null : Math.min(...lasts),
  };
}

/** Legal awareness may be heard later in the week: its slot goes with it. All others have theirs by the clock. */
export function slotOf({ kind }: Pick<Programme, 'kind'>): 'fixed' | 'moves' {
  return kind === 'legal' ? 'moves' : 'fixed';
}

type Build = (listening: Listening) => Heard | StationError;

/** Builds once for each kind of listener, and puts those who hear the same together. */
function forEach(
  endpointIds: readonly string[],
  listeningOf: (endpointId: string) => Listening,
  build: Build,
): Grouped | StationError {
  const built = new Map<string, Heard>();
  const heardBy = new Map<string, Heard>();
  for (const endpointId of endpointIds) {
    const listening = listeningOf(endpointId);
    const name = `${listening.mode} ${listening.languages.join('+')}`;
    const heard = built.get(name) ?? build(listening);
    if (heard instanceof StationError) return heard;
    built.set(name, heard);
    heardBy.set(endpointId, heard);
  }
  return groupByOrder(heardBy);
}

function bulletinFor(
  { bulletin, programme }: { bulletin: Bulletin; programme: Programme },
  { durations }: DraftBooks,
  leadInMs: number,
): Build {
  return (listening) => {
    const versions = chooseVersions(bulletin, listening);
    const recordingIds = versions.map((one) => one.recordingId);
    const runningOrder = buildRunningOrder(programme, recordingIds, durations, leadInMs);
    if (!runningOrder) return new StationError('RECORDING_NOT_READY');
    return { runningOrder, languages: versions.map((one) => one.language) };
  };
}

function templateFor(
  { template, programme }: { template: Template; programme: Programme },
  { templateBulletins, durations, approved }: DraftBooks,
  asked: { leadInMs: number; at: number; isAwaited: boolean; sounding: Bulletin[] },
): Build {
  return (listening) => {
    const hearing = { ...listening, leadInMs: asked.leadInMs, slot: slotOf(programme), approved };
    const order = buildProgrammeOrder(template, templateBulletins, durations, asked.at, hearing);
    const isWaiting = asked.isAwaited && order.fill.leftOut.some(({ why }) => why === 'not_ready');
    if (order.isChimeMissing || isWaiting) return new StationError('RECORDING_NOT_READY');
    if (!order.runningOrder) return new StationError('PROGRAMME_EMPTY');
    for (const { bulletinId } of order.lines) {
      const bulletin = bulletinId === null ? undefined : templateBulletins.get(bulletinId);
      if (bulletin) asked.sounding.push(bulletin);
    }
    return { runningOrder: order.runningOrder, languages: order.lines.flatMap((line) => line.language ?? []) };
  };
}
