/** The part of the contract about when the loudspeakers may sound. */
import { z } from 'zod';
import { gateRules } from '#gate';
import { bilingual, date, defineRoutes, id, idParams, instant, mark, none, reason } from './words.ts';

/** An hour, a date or a reason as a person wrote it: the place room judges it, and says in both languages what is wrong. */
const asWritten = z.string().max(500);
const hour = z.string().max(20).meta({ description: 'A time of the village clock, "05:30"' });
const span = z.strictObject({ from: hour, to: hour }).meta({ description: 'Over midnight when "to" is before "from"' });
const windows = z.array(span.extend({ name: z.string().trim().min(1).max(60) })).max(12);
const limits = { sessionsPerDay: gateRules.shape.sessionsPerDay, minutesPerSession: gateRules.shape.minutesPerSession };

const rules = gateRules.meta({ id: 'GateRules' });
const rulesInput = z.strictObject({
  quietHours: z.array(span).max(8),
  windows,
  weekdays: z.array(z.number().int().min(1).max(7)).max(7),
  ...limits,
  repeatLimit: gateRules.shape.repeatLimit,
  nightBand: span.extend({ ceilingDb: z.number().min(-40).max(0) }).nullable(),
});

const written = { id, writtenBy: z.string().nullable(), createdAt: instant };
const areaId = id.nullable().meta({ description: 'This area and all below it; null: the whole station' });
const areaInput = areaId.default(null);

const version = z.object({ ...written, areaId, from: date, rules, note: z.string() }).meta({ id: 'GateVersion' });
const day = z
  .object({
    ...{ ...written, areaId, date, reason: z.string(), ...limits },
    windows: gateRules.shape.windows.nullable(),
  })
  .meta({ id: 'ExceptionDay' });
const mourning = z.object({ ...written, from: date, to: date, reason: z.string() }).meta({ id: 'Mourning' });
const quietSpan = z
  .object({ ...written, areaId, endpointId: id.nullable(), from: instant, to: instant, reason: z.string() })
  .extend({ byStop: z.boolean().meta({ description: 'A hold that "stop" began' }) })
  .meta({ id: 'QuietSpan' });

const word = z
  .object({
    isOpen: z.boolean(),
    reason: reason.nullable(),
    changesAt: instant.nullable().meta({ description: 'Null: not within the next days' }),
  })
  .meta({ id: 'GateWord' });
const standing = z
  .object({
    areaId,
    versionId: id.nullable().meta({ description: 'Null: the default of a fresh station' }),
    rules,
    bulletin: word,
    music: word,
    ceilingDb: z.number().nullable(),
    mark,
  })
  .meta({ id: 'GateNow' });

const preset = z
  .object({
    key: z.string(),
    name: bilingual,
    source: bilingual,
    assumed: bilingual.nullable().meta({ description: 'What the source does not say and the file assumes' }),
    rules,
  })
  .meta({ id: 'GatePreset' });
const presetFault = z
  .object({ file: z.string(), line: z.number().int().nullable(), problem: bilingual })
  .meta({ id: 'GatePresetFault' });

export const gateRoutes = defineRoutes({
  getGate: {
    method: 'get',
    path: '/gate',
    summary: 'Everything that is set about when the loudspeakers may sound, and what holds now in each area',
    response: z.object({
      now: instant,
      versions: z.array(version).meta({ description: 'All that were ever written, as they were written' }),
      exceptionDays: z.array(day),
      mournings: z.array(mourning),
      quietSpans: z.array(quietSpan),
      inForce: z.array(standing),
    }),
  },
  listGatePresets: {
    method: 'get',
    path: '/gate/presets',
    summary: 'Rules of other places to begin from, read from the data files, and which files are wrong',
    response: z.object({ presets: z.array(preset), faults: z.array(presetFault) }),
  },
  addGateVersion: {
    method: 'post',
    path: '/gate/versions',
    summary: 'Rules from a date on; nothing is edited, a change is a later version',
    body: z.strictObject({ areaId: areaInput, from: asWritten, rules: rulesInput, note: asWritten.default('') }),
    response: version,
    status: 201,
  },
  addExceptionDay: {
    method: 'post',
    path: '/gate/exception-days',
    summary: 'A day with rules of its own: it lifts the weekday, and its windows win over quiet hours',
    body: z.strictObject({
      areaId: areaInput,
      date: asWritten,
      reason: asWritten.default(''),
      windows: windows.nullable().default(null),
      sessionsPerDay: limits.sessionsPerDay.default(null),
      minutesPerSession: limits.minutesPerSession.default(null),
    }),
    response: day,
    status: 201,
  },
  removeExceptionDay: {
    method: 'delete',
    path: '/gate/exception-days/{id}',
    summary: 'Take back an exception day that is not over',
    params: idParams,
    response: none,
  },
  addMourning: {
    method: 'post',
    path: '/gate/mournings',
    summary: 'State mourning: no music and no entertainment on these days, in the whole station',
    body: z.strictObject({ from: asWritten, to: asWritten, reason: asWritten.default('') }),
    response: mourning,
    status: 201,
  },
  endMourning: {
    method: 'delete',
    path: '/gate/mournings/{id}',
    summary: 'End a state mourning at once, or take it back',
    params: idParams,
    response: none,
  },
  addQuietSpan: {
    method: 'post',
    path: '/gate/quiet-spans',
    summary: 'Silence but for emergencies, until an instant: in an area, on an endpoint, or (both null) everywhere',
    body: z.strictObject({
      areaId: areaInput,
      endpointId: id.nullable().default(null),
      from: instant.nullable().default(null).meta({ description: 'Null: now' }),
      to: instant,
      reason: asWritten.default(''),
    }),
    response: quietSpan,
    status: 201,
  },
  liftQuietSpan: {
    method: 'delete',
    path: '/gate/quiet-spans/{id}',
    summary: 'Lift a quiet span before its end',
    params: idParams,
    response: none,
  },
});
