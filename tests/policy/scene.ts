/** A station with one of everything in each place: what the matrix of rights asks for. */
import { registerEndpoint } from '#endpoint';
import { openFault } from '#fault';
import { addInterference, askTask } from '#fm';
import { type GateRules, OPEN_RULES } from '#gate';
import { addArea, putZone } from '#place';
import { type Door, openDoor } from '../unit/http/door.ts';
import { RELATIONS, type Relation } from './policy.ts';

/** What stands in one place, by id. Null as an area is the whole station. */
export interface Stand {
  readonly areaId: string | null;
  readonly endpointId: string;
  readonly zoneId: string;
  readonly recordingId: string;
  readonly bulletinId: string;
  readonly programmeId: string;
  readonly templateId: string;
  readonly ruleId: string;
  readonly broadcastId: string;
  readonly copyId: string;
  readonly alertId: string;
  readonly itemId: string;
  readonly questionId: string;
  readonly dayId: string;
  readonly quietId: string;
  readonly fmStationId: string;
  readonly receiverId: string;
  readonly interferenceId: string;
  readonly taskId: string;
  readonly faultId: string;
  readonly personId: string;
  readonly now: number;
}

/** parent > own > child, parent > sibling; foreign beside the parent. */
const ABOVE: Record<Relation, Relation | null> = {
  ...{ parent: null, own: 'parent', child: 'own', sibling: 'parent', foreign: null, station: null },
};

export async function buildScene(
  options: Parameters<typeof openDoor>[0] = {},
): Promise<{ door: Door; stands: Record<Relation, Stand> }> {
  const door = await openDoor(options);
  const { house, commune } = door;
  const { store, world } = house;
  await commune.setRules(OPEN_RULES satisfies GateRules);
  const areas = new Map<Relation, string | null>([['station', null]]);
  for (const relation of ['parent', 'own', 'child', 'sibling', 'foreign'] as const) {
    const parentId = areas.get(ABOVE[relation] ?? 'station') ?? null;
    const place = { parentId, kind: 'thôn', name: relation, validFrom: null, validTo: null };
    areas.set(relation, (await addArea(store.db, world, place)).id);
  }
  const make = async (path: string, body: unknown, status = 201) => {
    const answer = await door.ask('POST', `/api/v1${path}`, body);
    if (answer.status !== status) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const stands = {} as Record<Relation, Stand>;
  for (const [at, relation] of RELATIONS.entries()) {
    const areaId = areas.get(relation) ?? null;
    const now = world.clock.wallMs();
    const asked = { name: `loa ${relation}`, areaId, protocol: 'http', gainDb: 0, leadInMs: 0 } as const;
    const endpointId = (await registerEndpoint(store.db, world, asked)).endpoint.id;
    const zoneId = (await putZone(store.db, world, { name: relation, areaId, endpointIds: [endpointId] })).id;
    await house.gateChanged();
    const bulletinId = await commune.addBulletin({ title: `tin ${relation}`, durationMs: 5000 });
    const bulletin = (await door.ask('GET', '/api/v1/bulletins')).body.find(
      (one: { id: string }) => one.id === bulletinId,
    );
    const { recordingId, programmeId } = bulletin;
    const parts = [{ part: 'bulletins', bulletinIds: [bulletinId] }];
    const template = await make('/templates', { name: relation, programmeId, parts });
    const pattern = { every: 'daily', times: [`1${at}:00`] };
    const heard = { zoneIds: [zoneId], confirmUnusual: true };
    const rule = await make('/rules', { title: relation, templateId: template.id, pattern, ...heard });
    const broadcast = await make('/broadcasts', { bulletinId, startAt: now + 7_200_000, ...heard });
    const places = areaId === null ? { zoneIds: [zoneId] } : { areaIds: [areaId] };
    const alert = await make('/alerts', {
      ...{ ...places, recordingId, title: 'Lũ', reason: 'Nước dâng nhanh', allowUnplaced: true, confirm: true },
    });
    const given = { title: 'Từ tỉnh', source: 'Sở', class: 'thong_thuong', recordingId };
    const item = await make('/inbox', { ...given, ...places });
    const questionId = `que_${at}`;
    const question = { id: questionId, broadcast_a: broadcast.id, broadcast_b: broadcast.id, state: 'open' };
    const times = { answer_by: now + 3_600_000, asked_at: now, answered_at: null };
    const open = { ...question, ...times, first_broadcast: null, answered_by: null };
    await store.db.insertInto('order_questions').values(open).execute();
    const day = await make('/gate/exception-days', { areaId, date: '2026-12-25', reason: 'Hội làng' });
    const quiet = await make('/gate/quiet-spans', {
      ...{ areaId, from: now + 86_400_000, to: now + 90_000_000, reason: 'Nhà có tang' },
    });
    const fm = await make('/fm/stations', {
      ...{ name: `Đài ${relation}`, areaId, band: '54-68', frequencyKhz: 54_500, pi: `7A0${at}`, ps: 'XA MAU' },
    });
    const receiver = await make(`/fm/stations/${fm.id}/receivers`, { name: `Thu ${relation}`, areaId });
    const said = { languageHeard: 'lạ', what: 'Tiếng lạ', reportedBy: 'Ông Ba', fromAt: now, toAt: null };
    const where = { stationId: fm.id as string, endpointId: receiver.endpointId as string, areaId: null };
    const noted = { ...said, ...where, recordingId: null, writtenBy: null };
    const interferenceId = (await addInterference(store.db, world, noted)).id;
    const task = { kind: 'cut_power', endpointId: null, helperName: 'Tư', helperPhone: '', note: '' } as const;
    const taskId = (await askTask(store.db, world, interferenceId, { ...task, askedBy: null })).id;
    const fault = { endpointId, kind: 'told', sinceAt: now, toldBy: 'Tư', what: 'Loa rè' } as const;
    const faultId = (await openFault(store.db, world, fault)).id;
    const rights = (['read', 'confirm'] as const).map((verb) => ({ verb, areaId }));
    const person = { name: `Người ${relation}`, rights };
    const { id: personId } = await store.transact((tx) => house.doorkeeper.addPerson(tx, person, 'link'));
    const copyId = `cpy_${relation}`;
    const named = store.db.updateTable('asked_once').set({ copy_id: copyId });
    await named.where('broadcast_id', '=', broadcast.id).execute();
    stands[relation] = {
      copyId,
      ...{ areaId, endpointId, zoneId, recordingId, bulletinId, programmeId, templateId: template.id },
      ...{ ruleId: rule.id, broadcastId: broadcast.id, alertId: alert.id, itemId: item.id, questionId },
      ...{ dayId: day.id, quietId: quiet.id, fmStationId: fm.id, receiverId: receiver.endpointId },
      ...{ interferenceId, taskId, faultId, personId, now },
    };
  }
  return { door, stands };
}
