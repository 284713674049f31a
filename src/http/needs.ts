import { mustFindFault } from '#fault';
import { mustFindTask } from '#fm';
import type { Verb } from '#people';
import { listZones } from '#place';
import { contentReach } from './content-reach.ts';
import type { RouteInput, RouteName } from './contract.ts';
import { areasOfAct, areasOfWritten } from './handlers/areas.ts';
import type { House } from './house.ts';
import {
  areaOfEndpoint,
  areaOfFmStation,
  areasOfReceiver,
  EVERYWHERE,
  endpointsOfAlert,
  endpointsOfBroadcast,
  endpointsOfQuestion,
  granted,
  placeOfGateRow,
  placeOfInterference,
  placeOfKnown,
  reachOfCopy,
  reachOfMove,
  stopped,
  zoneReach,
  zonesOfRule,
} from './need-places.ts';
import type { Where } from './rights.ts';

/** Which right a route needs (one of these), and where. */
export interface Need<Name extends RouteName> {
  readonly verbs: readonly [Verb, ...Verb[]];
  /** It makes silence and nothing else: whoever holds the right need not prove it first (ADR 23). */
  readonly isSilence?: true;
  /** Absent: somewhere is enough. */
  where?(input: RouteInput<Name>, house: House): Where | Promise<Where>;
}

/**
 * Every route of the contract has its line: a missing one does not compile. `open`: it answers without a session.
 * `signed in`: it is about the visitor and nothing else.
 */
type Needs = { readonly [Name in RouteName]: Need<Name> | 'open' | 'signed in' };

const station = (...verbs: [Verb, ...Verb[]]) => ({ verbs, where: () => EVERYWHERE });
const somewhere = (...verbs: [Verb, ...Verb[]]) => ({ verbs });
const READ = somewhere('read');
const CONTENT = somewhere('edit');
/** Where something is asked for, whoever asked may see what became of it. */
const LIVE = somewhere('read', 'live', 'authority', 'emergency');
const UPLOAD = somewhere('edit', 'authority', 'emergency', 'live');
const APPROVAL = somewhere('edit', 'approve');
const BULLETIN: Need<
  | 'withdrawBulletin'
  | 'changeValidity'
  | 'putVersion'
  | 'removeVersion'
  | 'changeBulletin'
  | 'putAttachment'
  | 'removeAttachment'
> = {
  verbs: ['edit'],
  where: ({ params }, house) => contentReach(house, { bulletinIds: [params.id] }),
};
const TEMPLATE: Need<'changeTemplate' | 'retireTemplate'> = {
  verbs: ['edit'],
  where: ({ params }, house) => contentReach(house, { templateIds: [params.id] }),
};
/** Whoever takes over, closes or removes an account must be above all that it holds. */
const OF_PERSON: Need<'invitePerson' | 'removePerson' | 'closePerson' | 'resetFactors'> = {
  verbs: ['people'],
  where: async ({ params }, house) =>
    granted((await house.doorkeeper.people()).find((person) => person.id === params.id)?.rights ?? []),
};
const OF_HELPER: Need<'addVillageCode' | 'revokeVillageCode'> = {
  verbs: ['people', 'operate'],
  where: async ({ params }, house) => {
    const rights = (await house.doorkeeper.people()).find((person) => person.id === params.id)?.rights ?? [];
    const own = rights.filter(({ verb }) => verb === 'confirm');
    return own.length > 0 ? granted(own) : EVERYWHERE;
  },
};
const OF_FAULT: Need<'acknowledgeFault' | 'writeTicket' | 'closeFault'> = {
  verbs: ['operate', 'equip'],
  where: async ({ params }, house) => ({ endpointIds: [(await mustFindFault(house.store.db, params.id)).endpointId] }),
};
const MOUNT = somewhere('live', 'authority', 'emergency');

/**
 * The policy, route by route: one of these verbs, there. What lists things shows the whole station to whoever may read
 * anywhere: what is on the air is public.
 */
export const NEEDS: Needs = {
  getSession: 'signed in',
  proveFactor: 'signed in',
  askPasskey: 'signed in',
  changePassword: 'signed in',
  signIn: 'open',
  signOut: 'signed in',
  setUp: 'open',
  acceptInvite: 'open',
  getStation: READ,

  listAreas: READ,
  addArea: { verbs: ['equip'], where: ({ body }) => ({ areaIds: [body.parentId] }) },
  changeArea: { verbs: ['equip'], where: ({ params, body }) => ({ areaIds: [params.id, body.parentId] }) },
  areasOn: READ,
  closeArea: { verbs: ['equip'], where: ({ params }) => ({ areaIds: [params.id] }) },
  listAreaActs: READ,
  previewAreaAct: {
    verbs: ['equip'],
    where: async ({ body }, house) => ({ areaIds: await areasOfAct(house, body.act) }),
  },
  addAreaAct: {
    verbs: ['equip'],
    where: async ({ body }, house) => ({ areaIds: await areasOfAct(house, body.act) }),
  },
  undoAreaAct: {
    verbs: ['equip'],
    where: async ({ params }, house) => ({ areaIds: await areasOfWritten(house, params.id) }),
  },
  importAreas: station('equip'),
  exportAreas: READ,
  listBrands: READ,
  addBrand: station('equip'),
  changeBrand: station('equip'),
  retireBrand: station('equip'),
  listZones: READ,
  addZone: { verbs: ['equip'], where: ({ body }) => zoneReach(body) },
  changeZone: {
    verbs: ['equip'],
    where: async ({ params, body }, { store }) => {
      const before = (await listZones(store.db)).find((zone) => zone.id === params.id);
      const [old, fresh] = [before ? zoneReach(before) : EVERYWHERE, zoneReach(body)];
      return {
        areaIds: [...(old.areaIds ?? []), ...(fresh.areaIds ?? [])],
        endpointIds: [...(old.endpointIds ?? []), ...(fresh.endpointIds ?? [])],
      };
    },
  },
  listEndpoints: READ,
  addEndpoint: { verbs: ['equip'], where: ({ body }) => ({ areaIds: [body.areaId] }) },
  changeEndpoint: {
    verbs: ['equip'],
    where: async ({ params, body }, house) => ({ areaIds: [await areaOfEndpoint(house, params.id), body.areaId] }),
  },
  renewClaimCode: { verbs: ['equip'], where: ({ params }) => ({ endpointIds: [params.id] }) },
  retireEndpoint: { verbs: ['equip'], where: ({ params }) => ({ endpointIds: [params.id] }) },

  getGate: READ,
  listGatePresets: READ,
  addGateVersion: { verbs: ['gate'], where: ({ body }) => ({ areaIds: [body.areaId] }) },
  addExceptionDay: { verbs: ['gate'], where: ({ body }) => ({ areaIds: [body.areaId] }) },
  removeExceptionDay: { verbs: ['gate'], where: ({ params }, house) => placeOfGateRow(house, params.id) },
  addMourning: station('gate'),
  endMourning: station('gate'),
  addQuietSpan: {
    verbs: ['gate'],
    where: ({ body }) => (body.endpointId === null ? { areaIds: [body.areaId] } : { endpointIds: [body.endpointId] }),
  },
  liftQuietSpan: { verbs: ['gate'], where: ({ params }, house) => placeOfGateRow(house, params.id) },

  createUpload: UPLOAD,
  getUpload: UPLOAD,
  putUpload: UPLOAD,
  listRecordings: READ,
  getRecording: READ,
  listen: READ,
  getSpeech: UPLOAD,
  speakText: UPLOAD,
  trimRecording: {
    verbs: ['edit'],
    where: ({ params }, house) => contentReach(house, { recordingId: params.id }),
  },
  listProgrammes: READ,
  addProgramme: CONTENT,
  changeProgramme: {
    verbs: ['edit'],
    where: ({ params }, house) => contentReach(house, { programmeId: params.id }),
  },
  listBulletins: READ,
  addBulletin: CONTENT,
  withdrawBulletin: BULLETIN,
  changeValidity: BULLETIN,
  putVersion: BULLETIN,
  removeVersion: BULLETIN,
  changeBulletin: BULLETIN,
  putAttachment: BULLETIN,
  removeAttachment: BULLETIN,
  getAttachment: APPROVAL,
  listApprovals: APPROVAL,
  getApproval: APPROVAL,
  submitForApproval: CONTENT,
  // Where it may be heard is known to the handler, which asks for the right there, one by one.
  approve: somewhere('approve'),
  sendBack: somewhere('approve'),
  noteListening: somewhere('approve'),
  comment: APPROVAL,
  listTemplates: READ,
  addTemplate: CONTENT,
  changeTemplate: TEMPLATE,
  retireTemplate: TEMPLATE,
  previewTemplate: READ,

  listRules: READ,
  addRule: { verbs: ['operate'], where: ({ body }) => ({ zoneIds: body.zoneIds }) },
  changeRule: {
    verbs: ['operate'],
    where: async ({ params, body }, house) => ({
      zoneIds: [...new Set([...body.zoneIds, ...(await zonesOfRule(house, params.id))])],
    }),
  },
  retireRule: {
    verbs: ['operate'],
    where: async ({ params }, house) => ({ zoneIds: await zonesOfRule(house, params.id) }),
  },
  previewRule: READ,
  adjustRule: READ,
  getCalendar: READ,
  printCalendar: READ,
  previewWeekCopy: READ,
  copyWeek: { verbs: ['operate'], where: ({ body }, house) => reachOfMove(house, body.broadcastIds) },
  undoWeekCopy: { verbs: ['operate'], where: ({ params }, house) => reachOfCopy(house, params.id) },
  ruleConsequences: READ,
  broadcastConsequences: READ,
  listScheduleFiles: READ,
  reloadScheduleFiles: station('operate'),

  listBroadcasts: READ,
  getBroadcast: READ,
  why: READ,
  addBroadcast: { verbs: ['operate'], where: ({ body }) => ({ zoneIds: body.zoneIds }) },
  // Whoever could not ask for it at all does not ask for it at another time.
  moveBroadcast: { verbs: ['operate'], where: ({ params }, house) => reachOfMove(house, [params.id]) },
  moveConsequences: READ,
  stopBroadcast: {
    isSilence: true,
    verbs: ['operate', 'emergency'],
    where: async ({ params }, house) => ({ endpointIds: await endpointsOfBroadcast(house, params.id) }),
  },

  listLiveSessions: LIVE,
  getLiveSession: LIVE,
  getLiveRecording: READ,
  listLiveMounts: MOUNT,
  // Who speaks, and who may end it, is known to the live room, which asks for the right itself.
  openLiveSession: MOUNT,
  killLiveSession: { isSilence: true, verbs: ['live', 'authority', 'operate', 'emergency'] },
  finishLiveSession: MOUNT,
  addLiveMount: MOUNT,
  revokeLiveMount: MOUNT,

  listRelays: READ,
  addRelay: station('equip'),
  changeRelay: station('equip'),
  retireRelay: station('equip'),
  probeRelay: station('equip'),

  listFmStations: READ,
  fmSheet: READ,
  addFmStation: station('gate'),
  changeFmStation: station('gate'),
  retireFmStation: station('gate'),
  renewFmKey: station('gate'),
  previewRdsText: READ,
  addFmReceiver: {
    verbs: ['gate'],
    where: async ({ params, body }, house) => ({ areaIds: [body.areaId, await areaOfFmStation(house, params.id)] }),
  },
  changeFmReceiver: {
    verbs: ['gate'],
    where: async ({ params, body }, house) => ({
      areaIds: [body.areaId, ...(await areasOfReceiver(house, params.id))],
    }),
  },
  retireFmReceiver: {
    verbs: ['gate'],
    where: async ({ params }, house) => ({ areaIds: await areasOfReceiver(house, params.id) }),
  },
  listInterference: READ,
  interferenceForm: READ,
  addInterference: { verbs: ['operate'], where: ({ body }, house) => placeOfInterference(house, body) },
  closeInterference: { verbs: ['operate'], where: ({ params }, house) => placeOfKnown(house, params.id) },
  askVillageTask: { verbs: ['operate'], where: ({ params }, house) => placeOfKnown(house, params.id) },
  answerVillageTask: {
    verbs: ['operate', 'confirm'],
    where: async ({ params }, house) => {
      const task = await mustFindTask(house.store.db, params.id);
      return placeOfKnown(house, task.interferenceId);
    },
  },

  listOwnKeys: 'signed in',
  // With which rights is looked at by the ring of keys: never with more than one's own.
  addKey: 'signed in',
  revokeOwnKey: 'signed in',
  listKeys: station('maintain'),
  revokeKey: station('maintain'),
  getCommand: READ,
  openEpoch: station('maintain'),

  getBackups: station('maintain'),
  startBackup: station('maintain'),
  // A copy holds the keys of the station: the link is given for a fresh proof only, and opens it once.
  downloadBackup: station('maintain'),
  fetchBackup: station('maintain'),
  removeBackup: station('maintain'),

  getSecurity: station('maintain'),
  setAdminAddresses: station('maintain'),
  setAdminHours: station('maintain'),

  listPeople: somewhere('people'),
  addPerson: { verbs: ['people'], where: ({ body }) => granted(body.rights) },
  changeRights: {
    verbs: ['people'],
    // Who takes a right away must be above it as much as who grants it.
    where: async ({ params, body }, house) => {
      const before = (await house.doorkeeper.people()).find((person) => person.id === params.id)?.rights ?? [];
      return granted([...before, ...body.rights]);
    },
  },
  invitePerson: OF_PERSON,
  removePerson: OF_PERSON,
  closePerson: OF_PERSON,
  resetFactors: OF_PERSON,
  listRoles: somewhere('people'),

  // One's own: the session says whose.
  listSessions: 'signed in',
  endSession: 'signed in',
  endOtherSessions: 'signed in',
  getFactors: 'signed in',
  beginTotp: 'signed in',
  confirmTotp: 'signed in',
  dropTotp: 'signed in',
  beginPasskey: 'signed in',
  addPasskey: 'signed in',
  renamePasskey: 'signed in',
  dropPasskey: 'signed in',
  renewRecoveryCodes: 'signed in',

  // A code opens the helper's page and nothing else: whoever runs the broadcasts there may give it.
  addVillageCode: OF_HELPER,
  revokeVillageCode: OF_HELPER,
  signInVillage: 'open',
  signOutVillage: somewhere('confirm'),
  villageToday: somewhere('confirm'),
  sayHeard: { verbs: ['confirm'], where: ({ body }) => ({ endpointIds: [body.endpointId] }) },
  doneVillageTask: {
    verbs: ['confirm'],
    where: async ({ params }, house) => {
      const task = await mustFindTask(house.store.db, params.id);
      return placeOfKnown(house, task.interferenceId);
    },
  },

  listAlerts: somewhere('read', 'emergency'),
  getAlert: somewhere('read', 'emergency'),
  getAlertSettings: somewhere('read', 'emergency'),
  listBank: somewhere('read', 'emergency'),
  prepareAlert: { verbs: ['emergency'], where: ({ body }) => ({ areaIds: body.areaIds, zoneIds: body.zoneIds }) },
  sendAlert: { verbs: ['emergency'], where: ({ body }) => ({ areaIds: body.areaIds, zoneIds: body.zoneIds }) },
  cancelAlert: { verbs: ['emergency'], where: ({ params }, house) => endpointsOfAlert(house, params.id) },
  clearAlert: { verbs: ['emergency'], where: ({ params }, house) => endpointsOfAlert(house, params.id) },
  changeAlertSettings: station('emergency'),
  // It lies on every speaker, and whoever takes it out takes it from everybody.
  bankRecording: station('emergency'),

  stop: { isSilence: true, verbs: ['operate', 'emergency'], where: ({ body }, house) => stopped(house, body) },
  liftStop: { verbs: ['operate', 'emergency'], where: ({ body }, house) => stopped(house, body) },

  listAudit: station('inspect'),
  auditStanding: station('inspect', 'maintain'),
  exportAudit: station('inspect'),
  exportAuditShown: station('inspect'),

  listAsRun: READ,
  listProofs: READ,
  outlineAsRun: READ,
  shownAsRun: READ,
  getAsRunLine: READ,
  exportAsRun: READ,
  exportAsRunShown: READ,
  printAsRun: READ,
  villageReport: READ,
  getMap: READ,
  mapImage: READ,
  putMap: station('equip'),
  removeMap: station('equip'),
  pinEndpoint: { verbs: ['equip'], where: ({ params }) => ({ endpointIds: [params.id] }) },
  listTestSounds: READ,
  testEndpoint: { verbs: ['operate'], where: ({ params }) => ({ endpointIds: [params.id] }) },
  listClaims: READ,
  listFaults: READ,
  exportFaults: READ,
  getFault: READ,
  addFault: { verbs: ['operate', 'equip'], where: ({ body }) => ({ endpointIds: [body.endpointId] }) },
  acknowledgeFault: OF_FAULT,
  writeTicket: OF_FAULT,
  closeFault: OF_FAULT,
  listHearings: READ,
  addHearing: { verbs: ['operate', 'confirm'], where: ({ body }) => ({ endpointIds: [body.endpointId] }) },

  listItems: somewhere('read', 'authority'),
  getItem: somewhere('read', 'authority'),
  listQuestions: READ,
  sendItem: { verbs: ['authority'], where: ({ body }) => ({ areaIds: body.areaIds, zoneIds: body.zoneIds }) },
  scheduleItem: {
    verbs: ['operate'],
    where: async ({ params, body }, house) => {
      if (body.zoneIds.length > 0) return { zoneIds: body.zoneIds };
      const { zoneIds, areaIds } = await house.inbox.find(params.id);
      return { zoneIds, areaIds };
    },
  },
  declineItem: {
    verbs: ['operate'],
    where: async ({ params }, house) => {
      const { zoneIds, areaIds } = await house.inbox.find(params.id);
      return { zoneIds, areaIds };
    },
  },
  answerQuestion: {
    verbs: ['operate'],
    where: ({ params }, house) => endpointsOfQuestion(house, params.id),
  },
};
