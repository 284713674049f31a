import { notFound, StationError } from '#kernel';
import { readyDurations } from '#media';
import { buildProgrammeOrder, type ProgrammeLine, slotOf } from '#playout';
import {
  bulletinsOf,
  canonicalLanguages,
  checkTemplate,
  chimesOf,
  findBulletins,
  listProgrammes,
  listTemplates,
  putTemplate,
  relaysOf,
  retireTemplate,
  type TemplateDraft,
} from '#programme';
import { findRelays } from '#relay';
import type { Executor } from '#store';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';

type Names = 'listTemplates' | 'addTemplate' | 'changeTemplate' | 'retireTemplate' | 'previewTemplate';

export function templateHandlers({ store, world, schedule, playout }: House): Handlers<Names> {
  /** Refuses a template that could not be heard, or that names something that is not there. */
  async function mustHold(tx: Executor, draft: TemplateDraft): Promise<void> {
    checkTemplate(draft);
    if (!(await listProgrammes(tx)).some((one) => one.id === draft.programmeId)) throw notFound('programme');
    const bulletinIds = bulletinsOf(draft.parts);
    const bulletins = await findBulletins(tx, bulletinIds);
    if (bulletinIds.some((id) => !bulletins.has(id))) throw notFound('bulletin');
    const chimes = chimesOf(draft.parts);
    const ready = await readyDurations(tx, chimes);
    if (chimes.some((id) => !ready.has(id))) throw new StationError('RECORDING_NOT_READY');
    const relayIds = relaysOf(draft.parts);
    const relays = await findRelays(tx, relayIds);
    if (relayIds.some((id) => !relays.has(id))) throw notFound('relay');
  }

  return {
    listTemplates: async () => (await listTemplates(store.db)).map(shown),
    addTemplate: ({ body }, { remember }) =>
      store.transact(async (tx) => {
        await mustHold(tx, body);
        const answer = shown(await putTemplate(tx, world, body));
        await remember(tx, answer);
        return answer;
      }),
    changeTemplate: async ({ params, body }) => {
      const answer = await store.transact(async (tx) => {
        await mustHold(tx, body);
        const template = await putTemplate(tx, world, { id: params.id, ...body });
        await schedule.planAgain(tx, [params.id], () => 'rule_changed');
        return shown(template);
      });
      schedule.wake();
      playout.wake();
      return answer;
    },
    retireTemplate: async ({ params }) => {
      const count = (await schedule.rules()).filter((rule) => rule.templateId === params.id).length;
      if (count > 0) throw new StationError('TEMPLATE_IN_USE', { count });
      await retireTemplate(store.db, world.clock, params.id);
      return {};
    },
    previewTemplate: async ({ body }) => {
      const { template, startAt, leadInMs } = body;
      await mustHold(store.db, template);
      const programme = (await listProgrammes(store.db)).find((one) => one.id === template.programmeId);
      if (!programme) throw notFound('programme');
      const found = [...(await findBulletins(store.db, bulletinsOf(template.parts))).values()];
      const bulletins = new Map(found.map(({ bulletin }) => [bulletin.id, bulletin]));
      const recordings = found.flatMap(({ bulletin }) => [bulletin, ...bulletin.versions]);
      const durations = await readyDurations(store.db, [
        ...chimesOf(template.parts),
        ...recordings.map((one) => one.recordingId),
      ]);
      const { fill, lines } = buildProgrammeOrder(template, bulletins, durations, startAt, {
        ...{ languages: canonicalLanguages(body.languages), mode: body.languageMode },
        ...{ leadInMs, slot: slotOf(programme) },
      });
      return { fill: { ...fill, leftOut: [...fill.leftOut] }, lines: lines.map((one) => lineShown(one, startAt)) };
    },
  };
}

function shown({ id, name, programmeId, slotMs, parts }: TemplateDraft & { id: string }): RouteAnswer<'addTemplate'> {
  return { id, name, programmeId, slotMs, parts: [...parts] };
}

function lineShown(
  { part, bulletinId, language, fromMs, item }: ProgrammeLine,
  startAt: number,
): RouteAnswer<'previewTemplate'>['lines'][number] {
  return {
    ...{ part, kind: item.kind, bulletinId, language, startAt: startAt + fromMs, durationMs: item.durationMs },
    recordingId: item.kind === 'audio' ? item.recordingId : null,
    relayId: item.kind === 'stream' ? item.streamId : null,
  };
}
