/** The part of the contract about areas: the dated tree, acts on it, files with areas and clusters, station identities. */
import { z } from 'zod';
import { areaAct, areaKind, placeCode } from '#place';
import { bilingual, date, defineRoutes, id, idParams, instant, mark, none, title } from './words.ts';

export const code = placeCode;

const area = z
  .object({
    id,
    parentId: id.nullable(),
    kind: z.string(),
    name: z.string(),
    validFrom: date.nullable(),
    validTo: date.nullable().meta({ description: 'Past: it has ended' }),
    code: z.string().nullable(),
    successorIds: z.array(id).meta({ description: 'What it became when it was merged or split' }),
    stationCode: z.string().meta({ description: 'Code of the station whose identity it carries; empty: none' }),
    mark,
  })
  .meta({ id: 'Area' });

const areaInput = z.strictObject({
  parentId: id.nullable().default(null),
  kind: areaKind,
  name: title,
  validFrom: date.nullable().default(null),
  validTo: date.nullable().default(null),
  code: code.nullable().default(null),
});
const areaChange = z.strictObject({
  parentId: id.nullable().default(null),
  kind: areaKind,
  name: title,
  code: code.nullable().optional().meta({ description: 'Absent: as it was' }),
});

const reach = z.array(z.object({ accountId: id, name: z.string(), verb: bilingual, areas: z.array(z.string()) }));
const moved = z.object({ id, name: z.string(), from: z.string(), to: z.string() });
const preview = z
  .object({
    seen: z.string().meta({ description: 'Send it back to confirm exactly this' }),
    opens: z.array(z.object({ kind: z.string(), name: z.string(), parent: z.string() })),
    closes: z.array(z.object({ id, name: z.string(), becomes: z.array(z.string()) })),
    renames: z.array(z.object({ id, before: z.string(), after: z.string() })),
    moves: z.array(moved).meta({ description: 'Areas that lie in another one from then on' }),
    endpoints: z.array(moved),
    zones: z.array(moved),
    fmStations: z.array(moved),
    hours: bilingual.nullable().meta({ description: 'Whose hours hold from then on; null: nothing changes' }),
    touched: z.object({
      endpoints: z.number().int(),
      zones: z.number().int(),
      rules: z.number().int(),
      people: z.number().int(),
    }),
    gains: reach.meta({ description: 'Who may do more than before, and where' }),
    losses: reach,
  })
  .meta({ id: 'AreaActPreview' });

const act = z
  .object({
    id,
    onDate: date,
    act: areaAct,
    text: bilingual,
    document: z.string(),
    note: z.string(),
    writtenBy: z.string().nullable(),
    writtenAt: instant,
    state: z.enum(['planned', 'done', 'undone', 'failed']),
    settledAt: instant.nullable(),
    settledBy: z.string().nullable(),
    problem: bilingual.nullable().meta({ description: 'Why it could not be done, or which rights were not carried' }),
  })
  .meta({ id: 'AreaAct' });

const brand = z
  .object({
    id,
    stationCode: z.string(),
    name: z.string(),
    paperName: z.string(),
    holderIds: z.array(id),
    mark,
  })
  .meta({ id: 'StationIdentity' });
const brandInput = z.strictObject({
  stationCode: code,
  name: title.meta({ description: 'As it is said on air' }),
  paperName: title.meta({ description: 'As it stands on printed pages' }),
  holderIds: z.array(id).max(1000).meta({ description: 'Areas with all below them, single endpoints, FM stations' }),
});

const importLine = z.object({
  line: z.number().int(),
  code: z.string(),
  name: z.string(),
  what: z.enum(['area', 'cluster']),
  word: z.enum(['new', 'changed']),
  changes: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
});

export const areaRoutes = defineRoutes({
  listAreas: {
    method: 'get',
    path: '/areas',
    summary: 'All areas as they stand today, closed ones too',
    response: z.array(area),
  },
  areasOn: {
    method: 'get',
    path: '/areas/on/{date}',
    summary: 'The tree on a day: past days as they were, days to come by all that is planned',
    params: z.strictObject({ date }),
    response: z.array(area.pick({ id: true, parentId: true, kind: true, name: true, code: true })),
  },
  addArea: { method: 'post', path: '/areas', summary: 'Add an area', body: areaInput, response: area, status: 201 },
  changeArea: {
    method: 'put',
    path: '/areas/{id}',
    summary:
      'Correct an area from today on; what earlier days tell stays. Nobody may gain rights by it: that is an act',
    params: idParams,
    body: areaChange,
    response: area,
  },
  closeArea: {
    method: 'delete',
    path: '/areas/{id}',
    summary: 'End an area today; refused (409) while anything is in it. Its history stays',
    params: idParams,
    response: none,
  },
  listAreaActs: { method: 'get', path: '/area-acts', summary: 'Acts on areas by their day', response: z.array(act) },
  previewAreaAct: {
    method: 'post',
    path: '/area-acts/preview',
    summary: 'What a merge, split, move, rename or close would touch, and who would gain or lose rights',
    body: z.strictObject({ onDate: date, act: areaAct }),
    response: preview,
  },
  addAreaAct: {
    method: 'post',
    path: '/area-acts',
    summary: 'Confirm an act that was previewed; it takes effect at the midnight that begins its day, or now',
    body: z.strictObject({
      onDate: date,
      act: areaAct,
      seen: z.string().max(100),
      document: z.string().trim().max(200).default(''),
      note: z.string().trim().max(500).default(''),
    }),
    response: act,
    status: 201,
  },
  undoAreaAct: {
    method: 'delete',
    path: '/area-acts/{id}',
    summary: 'Take back an act that has not taken effect',
    params: idParams,
    response: act,
  },
  importAreas: {
    method: 'post',
    path: `/areas/import`,
    summary: 'A CSV file with areas and clusters as the raw body: looked through, or taken with what was seen',
    query: z.strictObject({ seen: z.string().max(100).optional() }),
    rawBody: true,
    response: z
      .object({
        seen: z.string().meta({ description: 'Send the file again with it to take exactly this' }),
        taken: z.boolean(),
        counts: z.object({
          areas: z.object({ new: z.number(), changed: z.number(), same: z.number() }),
          clusters: z.object({ new: z.number(), changed: z.number(), same: z.number() }),
        }),
        lines: z.array(importLine).meta({ description: 'The first 200 of what is new or changed' }),
        wrong: z.array(z.object({ line: z.number().int(), field: z.string(), problem: bilingual })),
        wrongCount: z.number().int(),
        unknownColumns: z.array(z.string()),
        gains: reach,
      })
      .meta({ id: 'AreaImport' }),
  },
  exportAreas: {
    method: 'get',
    path: '/areas/export.csv',
    summary: 'Areas and clusters as CSV, in the form in which they are imported',
    response: z.unknown(),
    contentType: 'text/csv; charset=utf-8',
  },
  listBrands: { method: 'get', path: '/brands', summary: 'Identities of stations', response: z.array(brand) },
  addBrand: {
    method: 'post',
    path: '/brands',
    summary: 'Add the identity of a station that this commune has or inherited',
    body: brandInput,
    response: brand,
    status: 201,
  },
  changeBrand: {
    method: 'put',
    path: '/brands/{id}',
    summary: 'Change an identity and what carries it',
    params: idParams,
    body: brandInput,
    response: brand,
  },
  retireBrand: {
    method: 'delete',
    path: '/brands/{id}',
    summary: 'Take an identity out of use; its code stays taken',
    params: idParams,
    response: none,
  },
});
