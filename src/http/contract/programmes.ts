/** Bulletins in several languages and programmes of many parts. */
import { z } from 'zod';
import { LANGUAGE_MODES, templatePart } from '#programme';
import { standing } from './approvals.ts';
import { defineRoutes, durationMs, id, idParams, instant, language, mark, none, title } from './words.ts';

export const languageMode = z.enum(LANGUAGE_MODES);
/** Judged by the programme room, which knows what a language tag is. */
export const languages = z.array(language).min(1).max(8);

export const bulletin = z
  .object({
    id,
    title: z.string(),
    programmeId: id,
    recordingId: id,
    language: z.string(),
    validFrom: instant.nullable(),
    validTo: instant.nullable(),
    versions: z.array(z.object({ language: z.string(), recordingId: id })),
    mark,
    approval: standing,
  })
  .meta({ id: 'Bulletin' });

const template = z
  .object({
    id,
    name: z.string(),
    programmeId: id,
    slotMs: z.number().int().nullable(),
    parts: z.array(templatePart),
    mark,
  })
  .meta({ id: 'Template' });
const templateInput = z.strictObject({
  name: title,
  programmeId: id,
  slotMs: z.number().int().nullable().default(null).meta({ description: 'How long it has the air; null: as it needs' }),
  parts: z.array(templatePart).max(1000),
});

const LEFT_OUT = ['not_valid', 'withdrawn', 'not_approved', 'not_ready', 'no_room'] as const;
/** What frames bulletins is heard too. */
export const approveFrames = {
  approve: z
    .boolean()
    .default(false)
    .meta({ description: 'Approve its chimes too, by whoever asks; else they wait for approval' }),
};

const fill = z
  .object({
    slotMs: z.number().int().nullable(),
    filledMs: z.number().int(),
    overMs: z.number().int().meta({ description: 'filledMs + underMs - overMs = slotMs' }),
    underMs: z.number().int().meta({ description: 'Silence at the end; nothing is put there by itself' }),
    leftOut: z.array(z.object({ bulletinId: id, why: z.enum(LEFT_OUT) })),
    cut: z
      .object({ part: z.number().int(), bulletinId: id.nullable(), at: instant })
      .nullable()
      .meta({ description: 'The part that is faded out when the slot is over, and when that is' }),
  })
  .meta({ id: 'Fill' });
const line = z
  .object({
    part: z.number().int().meta({ description: 'Its place among the parts; -1: lead-in of the amplifiers' }),
    kind: z.enum(['audio', 'silence', 'stream']),
    bulletinId: id.nullable(),
    recordingId: id.nullable(),
    relayId: id.nullable(),
    language: z.string().nullable(),
    startAt: instant,
    durationMs,
  })
  .meta({ id: 'ProgrammeLine' });

export const programmeRoutes = defineRoutes({
  withdrawBulletin: {
    method: 'delete',
    path: '/bulletins/{id}',
    summary: 'Take a bulletin back: what was planned of it and has not begun is held back, programmes go on without it',
    params: idParams,
    response: none,
  },
  changeValidity: {
    method: 'put',
    path: '/bulletins/{id}/validity',
    summary: 'From when until when a bulletin may be heard; what was planned of it is planned anew',
    params: idParams,
    body: z.strictObject({ validFrom: instant.nullable(), validTo: instant.nullable() }),
    response: bulletin,
  },
  putVersion: {
    method: 'put',
    path: '/bulletins/{id}/versions/{language}',
    summary: 'Say a bulletin in one more language, or anew in that language',
    params: idParams.extend({ language }),
    body: z.strictObject({ recordingId: id }),
    response: bulletin,
  },
  removeVersion: {
    method: 'delete',
    path: '/bulletins/{id}/versions/{language}',
    summary: 'Take one further language of a bulletin away',
    params: idParams.extend({ language }),
    response: bulletin,
  },
  listTemplates: {
    method: 'get',
    path: '/templates',
    summary: 'Templates of programmes, by name',
    response: z.array(template),
  },
  addTemplate: {
    method: 'post',
    path: '/templates',
    summary: 'Add a template',
    body: templateInput.extend(approveFrames),
    response: template,
    status: 201,
  },
  changeTemplate: {
    method: 'put',
    path: '/templates/{id}',
    summary: 'Change a template; what rules planned of it and has not begun is planned anew',
    params: idParams,
    body: templateInput.extend(approveFrames),
    response: template,
  },
  retireTemplate: {
    method: 'delete',
    path: '/templates/{id}',
    summary: 'Take a template out of use; refused while a rule plays it',
    params: idParams,
    response: none,
  },
  previewTemplate: {
    method: 'post',
    path: '/templates/preview',
    summary: 'How a template would fill its slot at an instant, to the millisecond, before it is saved',
    body: z.strictObject({
      template: templateInput,
      startAt: instant,
      languages: languages.default(['vi']),
      languageMode: languageMode.default('first'),
      leadInMs: z.number().int().min(0).max(10_000).default(0),
    }),
    response: z.object({ fill, lines: z.array(line) }),
  },
});
