import { wantFrames } from '#approval';
import { notFound, StationError } from '#kernel';
import { readyDurations } from '#media';
import type { Visitor } from '#people';
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
import { approveFrames, demandOwn } from '../frames.ts';
import type { Handlers, House } from '../house.ts';
import { senderOf } from './alerts.ts';
import { inForce } from './approvals.ts';

type Names = 'listTemplates' | 'addTemplate' | 'changeTemplate' | 'retireTemplate' | 'previewTemplate';

export function templateHandlers(house: House): Handlers<Names> {
  const { store, world, schedule } = house;

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

  /** Its chimes wait for approval where nobody gave it yet, or are approved at once by whoever may. */
  async function framed(tx: Executor, { parts }: TemplateDraft, approve: boolean, by: Visitor): Promise<void> {
    const wanted = await wantFrames(tx, world.clock, chimesOf(parts), senderOf(by));
    if (approve) await approveFrames(house, tx, wanted, by);
  }

  return {
    listTemplates: async () => (await listTemplates(store.db)).map(shown),
    async addTemplate({ body: { approve, ...body } }, { remember, visitor }) {
      if (approve) await demandOwn(house, visitor, { title: body.name });
      const answer = await store.transact(async (tx) => {
        await mustHold(tx, body);
        const made = shown(await putTemplate(tx, world, body));
        await framed(tx, body, approve, visitor);
        await remember(tx, made);
        return made;
      });
      await inForce(house);
      return answer;
    },
    changeTemplate: async ({ params, body: { approve, ...body } }, { visitor }) => {
      if (approve) await demandOwn(house, visitor, { title: body.name });
      const answer = await store.transact(async (tx) => {
        await mustHold(tx, body);
        const template = await putTemplate(tx, world, { id: params.id, ...body });
        await framed(tx, body, approve, visitor);
        await schedule.planAgain(tx, [params.id], () => 'rule_changed');
        return shown(template);
      });
      await inForce(house);
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
      const ids = found.map(({ bulletin }) => bulletin.id);
      const recordings = found.flatMap(({ bulletin }) => [bulletin, ...bulletin.versions]);
      const durations = await readyDurations(store.db, [
        ...chimesOf(template.parts),
        ...recordings.map((one) => one.recordingId),
      ]);
      const { fill, lines } = buildProgrammeOrder(template, bulletins, durations, startAt, {
        ...{ languages: canonicalLanguages(body.languages), mode: body.languageMode },
        ...{ leadInMs, slot: slotOf(programme), approved: await house.approvals.approvedOf(store.db, ids) },
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
