import { type Endpoint, findEndpoints } from '#endpoint';
import type { StationError } from '#kernel';
import { endpointsOfZones, zonesOfAllLanguages } from '#place';
import {
  type Bulletin,
  bulletinsOf,
  chimesOf,
  findBulletins,
  findTemplates,
  type Listening,
  PLAIN_LISTENING,
  type Programme,
  relaysOf,
  type Template,
} from '#programme';
import type { Executor } from '#store';
import type { Draft } from './accept.ts';
import type { Library } from './ports.ts';
import type { Durations } from './running-order.ts';

/** All that a batch of drafts names, read together in few questions. */
export interface DraftBooks {
  readonly bulletins: ReadonlyMap<string, { readonly bulletin: Bulletin; readonly programme: Programme }>;
  readonly templates: ReadonlyMap<string, { readonly template: Template; readonly programme: Programme }>;
  /** The bulletins that the templates name. */
  readonly templateBulletins: ReadonlyMap<string, Bulletin>;
  /** Those of them that are approved. */
  readonly approved: ReadonlySet<string>;
  readonly durations: Durations;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  /** Why a template may not relay at an instant, by template and instant. */
  readonly relayRefusals: ReadonlyMap<string, StationError>;
  endpointsOf(draft: Draft): string[];
  /** Those of its endpoints that may carry nothing ordinary then, and why. */
  mayNotOf(draft: Draft): ReadonlyMap<string, StationError>;
  listeningOf(draft: Draft, endpointId: string): Listening;
}

export async function openDraftBooks(tx: Executor, library: Library, drafts: readonly Draft[]): Promise<DraftBooks> {
  const templates = await findTemplates(
    tx,
    drafts.flatMap((draft) => draft.templateId ?? []),
  );
  const parts = [...templates.values()].flatMap(({ template }) => template.parts);
  const bulletins = await findBulletins(tx, [
    ...drafts.flatMap((draft) => draft.bulletinId ?? []),
    ...bulletinsOf(parts),
  ]);
  const recordings = new Set<string>(chimesOf(parts));
  for (const { bulletin, programme } of bulletins.values()) {
    for (const { recordingId } of [bulletin, ...bulletin.versions]) recordings.add(recordingId);
    for (const id of [programme.openingChimeId, programme.closingChimeId]) if (id) recordings.add(id);
  }
  const zoneIds = [...new Set(drafts.flatMap((draft) => draft.zoneIds))];
  const zones = await endpointsOfZones(tx, zoneIds);
  const allLanguages = await zonesOfAllLanguages(tx, zoneIds);
  const inAllLanguages = new Map([...allLanguages].map((zoneId) => [zoneId, new Set(zones.get(zoneId))]));
  const endpoints = await findEndpoints(tx, [
    ...new Set([...[...zones.values()].flat(), ...drafts.flatMap((draft) => draft.endpointIds ?? [])]),
  ]);
  const mayNot = await mayNotAt(tx, library, drafts, endpoints);
  const endpointsOf = ({ zoneIds: ids, endpointIds = [] }: Draft) => [
    ...new Set([...ids.flatMap((zoneId) => zones.get(zoneId) ?? []), ...endpointIds]),
  ];
  return {
    ...{ bulletins, templates, endpoints, durations: await library.durations(tx, [...recordings]) },
    templateBulletins: new Map([...bulletins].map(([id, { bulletin }]) => [id, bulletin])),
    approved: await library.approvedOf(tx, bulletinsOf(parts)),
    relayRefusals: await relayRefusalsOf(tx, library, drafts, templates),
    endpointsOf,
    mayNotOf(draft) {
      const then = mayNot.get(draft.plannedAt);
      if (!then || then.size === 0) return new Map();
      return new Map(endpointsOf(draft).flatMap((id) => (then.has(id) ? [[id, then.get(id) as StationError]] : [])));
    },
    listeningOf(draft, endpointId) {
      const languages = endpoints.get(endpointId)?.languages ?? PLAIN_LISTENING.languages;
      const isAll = draft.zoneIds.some((zoneId) => inAllLanguages.get(zoneId)?.has(endpointId));
      return { languages, mode: isAll ? 'all' : 'first' };
    },
  };
}

/** By instant: only receivers of a transmitter can be forbidden to carry, so only for those somebody is asked. */
async function mayNotAt(
  tx: Executor,
  library: Library,
  drafts: readonly Draft[],
  endpoints: ReadonlyMap<string, Endpoint>,
): Promise<Map<number, ReadonlyMap<string, StationError>>> {
  const byInstant = new Map<number, ReadonlyMap<string, StationError>>();
  const asked = [...endpoints.values()].flatMap((one) => (one.fmStationId === null ? [] : [one.id]));
  if (asked.length === 0) return byInstant;
  for (const { plannedAt } of drafts) {
    if (!byInstant.has(plannedAt)) byInstant.set(plannedAt, await library.mayCarry(tx, asked, plannedAt));
  }
  return byInstant;
}

async function relayRefusalsOf(
  tx: Executor,
  library: Library,
  drafts: readonly Draft[],
  templates: DraftBooks['templates'],
): Promise<Map<string, StationError>> {
  const refusals = new Map<string, StationError>();
  const asked = new Set<string>();
  for (const { templateId, plannedAt } of drafts) {
    const name = `${templateId} ${plannedAt}`;
    if (templateId == null || asked.has(name)) continue;
    asked.add(name);
    for (const relayId of relaysOf(templates.get(templateId)?.template.parts ?? [])) {
      const refusal = await library.mayRelay(tx, relayId, plannedAt);
      if (refusal) refusals.set(name, refusal);
    }
  }
  return refusals;
}
