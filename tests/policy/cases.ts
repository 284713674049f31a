/**
 * Every route of the contract: to which group of the policy it belongs, and how it is asked for what lies in a place. A
 * route without a line does not compile.
 */
import type { RouteInput, RouteName } from '../../src/http/contract.ts';
import type { Group } from './policy.ts';
import type { Stand } from './scene.ts';

export interface Asked<Name extends RouteName> {
  readonly params?: RouteInput<Name>['params'];
  readonly query?: Record<string, string | number>;
  /** What the contract fills in by itself may be left out. */
  readonly body?: unknown;
}
export interface Case<Name extends RouteName = RouteName> {
  readonly group: Group;
  /** Absent: it has no input. */
  readonly ask?: (stand: Stand) => Asked<Name>;
  /** Such a thing does not stand in the scene: who is let in finds nothing. The door asks for the right before it looks. */
  readonly mayMiss?: true;
}
type Cases = { readonly [Name in RouteName]: Case<Name> };

const byId =
  (key: keyof Stand, body?: (stand: Stand) => unknown) =>
  (stand: Stand): never =>
    ({ params: { id: stand[key] }, body: body?.(stand) }) as never;
const sending =
  (body: (stand: Stand) => unknown) =>
  (stand: Stand): never =>
    ({ body: body(stand) }) as never;

const LOOK = { group: 'looking at it   ' } as const;
const DATE = '2026-12-24';
const COPY = 'sao-luu-2026-11-20-021000.tar';
const heard = ({ zoneId, bulletinId, now }: Stand) => ({ zoneIds: [zoneId], bulletinId, startAt: now + 9_000_000 });
const ruled = ({ zoneId, bulletinId }: Stand) => ({
  ...{ title: 'Mới', zoneIds: [zoneId], bulletinId, pattern: { every: 'daily', times: ['16:30'] } },
});
const area = ({ areaId }: Stand) => ({ parentId: areaId, kind: 'thôn', name: 'Mới' });
const act = ({ areaId }: Stand) => ({
  ...{ onDate: DATE, act: { kind: 'rename', areaId: areaId ?? 'are_0', name: 'Mới', areaKind: 'thôn' } },
});
const brand = () => ({ stationCode: 'X1', name: 'Đài', paperName: 'Đài', holderIds: [] });
const zone = ({ areaId, endpointId }: Stand) => ({ name: 'Mới', areaId, endpointIds: [endpointId] });
const endpoint = ({ areaId }: Stand) => ({ name: 'Mới', areaId });
const template = ({ programmeId, bulletinId }: Stand) => ({
  ...{ name: 'Mới', programmeId, parts: [{ part: 'bulletins', bulletinIds: [bulletinId] }] },
});
const places = ({ areaId, zoneId }: Stand) => (areaId === null ? { zoneIds: [zoneId] } : { areaIds: [areaId] });
const alarm = (stand: Stand) => ({ ...places(stand), title: 'Lũ', reason: 'Nước dâng nhanh' });
const fmStation = { name: 'Mới', band: '54-68', frequencyKhz: 54_700, pi: '7B01', ps: 'XA MOI' };
const why = { reason: 'Vì đã hết lũ' };
const RELAY = { name: 'Đài tỉnh', url: 'http://127.0.0.1:9/dai.mp3' };

export const CASES: Cases = {
  getSession: { group: 'own session     ' },
  proveFactor: { group: 'own session     ', ask: sending(() => ({ code: '123456' })) },
  changePassword: {
    group: 'own session     ',
    ask: sending(() => ({ old: 'mật khẩu cũ', password: 'mưa nắng là việc của trời' })),
  },
  listSessions: { group: 'own session     ' },
  endSession: { group: 'own session     ', ask: () => ({ params: { id: 'ses_1' } }), mayMiss: true },
  endOtherSessions: { group: 'own session     ' },
  getFactors: { group: 'own session     ' },
  beginTotp: { group: 'own session     ' },
  confirmTotp: { group: 'own session     ', ask: sending(() => ({ code: '123456' })) },
  dropTotp: { group: 'own session     ' },
  askPasskey: { group: 'own session     ', mayMiss: true },
  beginPasskey: { group: 'own session     ', mayMiss: true },
  addPasskey: {
    group: 'own session     ',
    ask: sending(() => ({
      name: 'Máy',
      credentialId: 'AA',
      clientData: 'AA',
      authenticatorData: 'AA',
      transports: [],
    })),
  },
  renamePasskey: {
    group: 'own session     ',
    ask: () => ({ params: { id: 'pky_1' }, body: { name: 'Máy' } }),
    mayMiss: true,
  },
  dropPasskey: { group: 'own session     ', ask: () => ({ params: { id: 'pky_1' } }), mayMiss: true },
  renewRecoveryCodes: { group: 'own session     ' },
  signIn: { group: 'without session ' },
  signOut: { group: 'own session     ' },
  setUp: { group: 'without session ' },
  acceptInvite: { group: 'without session ' },
  getStation: LOOK,

  listOwnKeys: { group: 'own session     ' },
  // Which rights it may carry, the ring of keys judges: never more than one's own.
  addKey: {
    group: 'own session     ',
    ask: sending(({ areaId }) => ({ name: 'Máy', rights: [{ verb: 'read', areaId }] })),
  },
  revokeOwnKey: { group: 'own session     ', ask: () => ({ params: { id: 'key_1' } }), mayMiss: true },
  getSecurity: { group: 'upkeep          ' },
  setAdminAddresses: { group: 'upkeep          ', ask: sending(() => ({ addresses: [] })) },
  setAdminHours: { group: 'upkeep          ', ask: sending(() => ({ hours: [] })) },
  listKeys: { group: 'upkeep          ' },
  revokeKey: { group: 'upkeep          ', ask: () => ({ params: { id: 'key_1' } }), mayMiss: true },

  getCommand: LOOK,
  openEpoch: { group: 'upkeep          ', ask: sending(() => ({ otherIsOff: true })) },

  getBackups: { group: 'upkeep          ' },
  startBackup: { group: 'upkeep          ', ask: sending(() => ({})) },
  downloadBackup: { group: 'upkeep          ', ask: () => ({ params: { copy: COPY } }), mayMiss: true },
  fetchBackup: {
    group: 'upkeep          ',
    ask: () => ({ params: { copy: COPY }, query: { link: 'none' } }),
    mayMiss: true,
  },
  removeBackup: { group: 'upkeep          ', ask: () => ({ params: { copy: COPY } }), mayMiss: true },

  listPeople: { group: 'list of people  ' },
  addPerson: {
    group: 'people          ',
    ask: sending(({ areaId }) => ({ name: `Mới ${areaId}`, rights: [{ verb: 'read', areaId }] })),
  },
  changeRights: {
    group: 'people          ',
    ask: byId('personId', ({ areaId }) => ({ rights: [{ verb: 'operate', areaId }] })),
  },
  removePerson: { group: 'people          ', ask: byId('personId') },
  listRoles: { group: 'list of people  ' },
  invitePerson: { group: 'people          ', ask: byId('personId') },
  closePerson: { group: 'people          ', ask: byId('personId', () => ({ closed: true })) },
  resetFactors: { group: 'people          ', ask: byId('personId') },

  addVillageCode: { group: 'code of a helper', ask: byId('personId', () => ({ days: 1 })) },
  revokeVillageCode: { group: 'code of a helper', ask: byId('personId') },
  signInVillage: { group: 'without session ' },
  signOutVillage: { group: 'page of a helper' },
  villageToday: { group: 'page of a helper' },
  sayHeard: {
    group: 'word of a helper',
    ask: sending(({ broadcastId, endpointId }) => ({ broadcastId, endpointId, heard: 'heard' })),
  },
  doneVillageTask: { group: 'word of a helper', ask: byId('taskId') },

  listAreas: LOOK,
  addArea: { group: 'equipment       ', ask: sending(area) },
  changeArea: {
    group: 'equipment       ',
    ask: (stand) => byId('areaId', area)({ ...stand, areaId: stand.areaId ?? 'are_0' }),
  },
  areasOn: { ...LOOK, ask: () => ({ params: { date: DATE } }) },
  closeArea: {
    group: 'equipment       ',
    ask: (stand) => byId('areaId')({ ...stand, areaId: stand.areaId ?? 'are_0' }),
  },
  listAreaActs: LOOK,
  previewAreaAct: { group: 'equipment       ', ask: sending(act) },
  addAreaAct: { group: 'equipment       ', ask: sending((stand) => ({ ...act(stand), seen: 'chưa xem' })) },
  undoAreaAct: { group: 'areas, station  ', ask: () => ({ params: { id: 'act_1' } }), mayMiss: true },
  importAreas: { group: 'areas, station  ' },
  exportAreas: LOOK,
  listBrands: LOOK,
  addBrand: { group: 'areas, station  ', ask: sending(brand) },
  changeBrand: { group: 'areas, station  ', ask: () => ({ params: { id: 'brd_1' }, body: brand() }), mayMiss: true },
  retireBrand: { group: 'areas, station  ', ask: () => ({ params: { id: 'brd_1' } }), mayMiss: true },
  listZones: LOOK,
  addZone: { group: 'equipment       ', ask: sending(zone) },
  changeZone: { group: 'equipment       ', ask: byId('zoneId', zone) },
  listEndpoints: LOOK,
  addEndpoint: { group: 'equipment       ', ask: sending(endpoint) },
  changeEndpoint: { group: 'equipment       ', ask: byId('endpointId', endpoint) },
  renewClaimCode: { group: 'equipment       ', ask: byId('endpointId') },
  retireEndpoint: { group: 'equipment       ', ask: byId('endpointId') },

  getGate: LOOK,
  listGatePresets: LOOK,
  addGateVersion: {
    group: 'hours           ',
    ask: sending(({ areaId }) => ({
      ...{ areaId, from: DATE, note: 'mới' },
      rules: {
        ...{ quietHours: [], windows: [], weekdays: [1], sessionsPerDay: null, minutesPerSession: null },
        ...{ repeatLimit: null, nightBand: null },
      },
    })),
  },
  addExceptionDay: { group: 'hours           ', ask: sending(({ areaId }) => ({ areaId, date: DATE, reason: 'Hội' })) },
  removeExceptionDay: { group: 'hours           ', ask: byId('dayId') },
  addMourning: { group: 'hours, station  ', ask: sending(() => ({ from: DATE, to: DATE, reason: 'Quốc tang' })) },
  endMourning: { group: 'hours, station  ', ask: () => ({ params: { id: 'mou_1' } }), mayMiss: true },
  addQuietSpan: {
    group: 'hours           ',
    ask: sending(({ areaId, now }) => ({ areaId, to: now + 900_000, reason: 'Nhà có tang' })),
  },
  liftQuietSpan: { group: 'hours           ', ask: byId('quietId') },

  createUpload: { group: 'uploading       ', ask: sending(() => ({ title: 'Tin', totalBytes: 10 })) },
  getUpload: { group: 'uploading       ', ask: () => ({ params: { id: 'upl_1' } }), mayMiss: true },
  putUpload: { group: 'uploading       ', ask: () => ({ params: { id: 'upl_1' } }), mayMiss: true },
  getSpeech: { group: 'uploading       ', ask: () => ({}) },
  speakText: {
    group: 'uploading       ',
    ask: sending(() => ({ title: 'Tin', text: 'Mời họp', voice: 'vi' })),
  },
  listRecordings: LOOK,
  getRecording: { ...LOOK, ask: byId('recordingId') },
  listen: { ...LOOK, ask: byId('recordingId'), mayMiss: true },
  trimRecording: { group: 'content that airs', ask: byId('recordingId', () => ({ headMs: 0, tailMs: 1 })) },
  listProgrammes: LOOK,
  addProgramme: { group: 'content, unheard', ask: sending(() => ({ name: 'Mới' })) },
  changeProgramme: { group: 'content that airs', ask: byId('programmeId', () => ({ name: 'Mới' })) },
  listBulletins: LOOK,
  addBulletin: {
    group: 'content, unheard',
    ask: sending(({ programmeId, recordingId }) => ({ title: 'Mới', programmeId, recordingId })),
  },
  changeBulletin: {
    group: 'content that airs',
    ask: byId('bulletinId', () => ({ title: 'Khác', sha256: '0'.repeat(64) })),
  },
  putAttachment: { group: 'content that airs', ask: byId('bulletinId') },
  removeAttachment: { group: 'content that airs', ask: byId('bulletinId') },
  getAttachment: { group: 'approval, seen  ', ask: byId('bulletinId'), mayMiss: true },
  listApprovals: { group: 'approval, seen  ' },
  getApproval: { group: 'approval, seen  ', ask: byId('bulletinId') },
  submitForApproval: { group: 'content, unheard', ask: byId('bulletinId') },
  approve: {
    group: 'approval, asked ',
    ask: sending(({ bulletinId: subject }) => ({ items: [{ subject, sha256: '0'.repeat(64) }] })),
  },
  sendBack: { group: 'approval, all   ', ask: byId('bulletinId', () => ({ word: 'Thiếu số văn bản' })) },
  noteListening: {
    group: 'approval, asked ',
    ask: byId('bulletinId', () => ({ sha256: '0'.repeat(64), listenedMs: 1, durationMs: 2 })),
  },
  comment: { group: 'approval, seen  ', ask: byId('bulletinId', () => ({ word: 'Họp ở đâu?' })) },
  withdrawBulletin: { group: 'content that airs', ask: byId('bulletinId') },
  changeValidity: { group: 'content that airs', ask: byId('bulletinId', () => ({ validFrom: null, validTo: null })) },
  putVersion: {
    group: 'content that airs',
    ask: ({ bulletinId: id, recordingId }) => ({ params: { id, language: 'en' }, body: { recordingId } }),
  },
  removeVersion: {
    group: 'content that airs',
    ask: ({ bulletinId: id }) => ({ params: { id, language: 'en' } }),
    mayMiss: true,
  },
  listTemplates: LOOK,
  addTemplate: { group: 'content, unheard', ask: sending(template) },
  changeTemplate: { group: 'content that airs', ask: byId('templateId', template) },
  retireTemplate: { group: 'content that airs', ask: byId('templateId') },
  previewTemplate: { ...LOOK, ask: sending((stand) => ({ template: template(stand), startAt: stand.now + 1 })) },

  listRules: LOOK,
  addRule: { group: 'what is heard   ', ask: sending(ruled) },
  changeRule: { group: 'what is heard   ', ask: byId('ruleId', ruled) },
  retireRule: { group: 'what is heard   ', ask: byId('ruleId') },
  previewRule: { ...LOOK, ask: sending(() => ({ pattern: { every: 'daily', times: ['05:00'] } })) },
  adjustRule: { ...LOOK, ask: byId('ruleId', () => ({ date: '2000-01-01', time: '05:00', to: null })) },
  printCalendar: { ...LOOK, ask: () => ({ query: { from: DATE, days: 2 } }) },
  getCalendar: { ...LOOK, ask: () => ({ query: { from: DATE, days: 7 } }) },
  ruleConsequences: { ...LOOK, ask: sending(ruled) },
  listScheduleFiles: LOOK,
  reloadScheduleFiles: { group: 'schedule files  ' },
  listBroadcasts: { ...LOOK, ask: () => ({ query: { date: DATE } }) },
  getBroadcast: { ...LOOK, ask: byId('broadcastId') },
  broadcastConsequences: { ...LOOK, ask: sending(heard) },
  addBroadcast: { group: 'what is heard   ', ask: sending(heard) },
  previewWeekCopy: { ...LOOK, ask: sending(() => ({ from: '2026-11-16', to: '2026-11-23' })) },
  copyWeek: {
    group: 'what is heard   ',
    ask: sending(({ broadcastId }) => ({ from: '2026-11-16', to: '2026-11-23', broadcastIds: [broadcastId] })),
  },
  undoWeekCopy: { group: 'what is heard   ', ask: byId('copyId') },
  moveBroadcast: { group: 'what is heard   ', ask: byId('broadcastId', ({ now }) => ({ startAt: now + 7200_000 })) },
  moveConsequences: { ...LOOK, ask: byId('broadcastId', ({ now }) => ({ startAt: now + 7200_000 })) },
  stopBroadcast: { group: 'silence         ', ask: byId('broadcastId') },
  why: { ...LOOK, ask: ({ endpointId, now }) => ({ query: { endpointId, at: now } }) },

  openLiveSession: {
    group: 'speaking        ',
    ask: sending(({ zoneId }) => ({ zoneIds: [zoneId], level: 'live_commune' })),
  },
  listLiveSessions: LOOK,
  getLiveSession: { ...LOOK, ask: () => ({ params: { id: 'liv_1' } }), mayMiss: true },
  killLiveSession: { group: 'cutting off, any', ask: () => ({ params: { id: 'liv_1' } }), mayMiss: true },
  finishLiveSession: { group: 'own microphones ', ask: () => ({ params: { id: 'liv_1' } }), mayMiss: true },
  getLiveRecording: { ...LOOK, ask: () => ({ params: { id: 'liv_1' } }), mayMiss: true },
  addLiveMount: { group: 'own microphones ', ask: sending(() => ({ name: 'Máy' })) },
  listLiveMounts: { group: 'own microphones ' },
  revokeLiveMount: { group: 'own microphones ', ask: () => ({ params: { id: 'mnt_1' } }), mayMiss: true },

  listRelays: LOOK,
  addRelay: { group: 'relayed stations', ask: sending(() => RELAY) },
  changeRelay: { group: 'relayed stations', ask: () => ({ params: { id: 'rel_1' }, body: RELAY }), mayMiss: true },
  retireRelay: { group: 'relayed stations', ask: () => ({ params: { id: 'rel_1' } }), mayMiss: true },
  probeRelay: { group: 'relayed stations', ask: () => ({ params: { id: 'rel_1' } }), mayMiss: true },

  listFmStations: LOOK,
  addFmStation: { group: 'hours, station  ', ask: sending(({ areaId }) => ({ ...fmStation, areaId })) },
  changeFmStation: { group: 'hours, station  ', ask: byId('fmStationId', ({ areaId }) => ({ ...fmStation, areaId })) },
  retireFmStation: { group: 'hours, station  ', ask: byId('fmStationId') },
  renewFmKey: { group: 'hours, station  ', ask: byId('fmStationId') },
  addFmReceiver: { group: 'hours           ', ask: byId('fmStationId', ({ areaId }) => ({ name: 'Thu', areaId })) },
  changeFmReceiver: { group: 'hours           ', ask: byId('receiverId', ({ areaId }) => ({ name: 'Thu', areaId })) },
  retireFmReceiver: { group: 'hours           ', ask: byId('receiverId') },
  previewRdsText: { ...LOOK, ask: sending(() => ({ ps: 'XA' })) },
  fmSheet: { ...LOOK, ask: ({ fmStationId: id }) => ({ params: { id }, query: { date: DATE } }) },

  listInterference: LOOK,
  addInterference: {
    group: 'interference    ',
    ask: sending(({ fmStationId: stationId, receiverId: endpointId, now }) => ({
      ...{ stationId, endpointId, fromAt: now, languageHeard: 'lạ', what: 'Tiếng lạ', reportedBy: 'Ông Ba' },
    })),
  },
  closeInterference: {
    group: 'interference    ',
    ask: byId('interferenceId', ({ now }) => ({ toAt: now, note: 'Hết' })),
  },
  interferenceForm: { ...LOOK, ask: byId('interferenceId') },
  askVillageTask: {
    group: 'interference    ',
    ask: byId('interferenceId', () => ({ kind: 'cut_power', helperName: 'Tư' })),
  },
  answerVillageTask: {
    group: 'word of a village',
    ask: byId('taskId', ({ now }) => ({ doneAt: now, doneBy: 'Tư', answer: 'xong' })),
  },

  getMap: LOOK,
  mapImage: { ...LOOK, ask: () => ({ params: { id: 'map_1' } }), mayMiss: true },
  putMap: { group: 'areas, station  ' },
  removeMap: { group: 'areas, station  ' },
  pinEndpoint: { group: 'equipment       ', ask: byId('endpointId', () => ({ at: null })) },
  listTestSounds: LOOK,
  testEndpoint: { group: 'what is heard   ', ask: byId('endpointId', ({ recordingId }) => ({ recordingId })) },
  listClaims: { ...LOOK, ask: byId('endpointId') },
  listFaults: LOOK,
  exportFaults: LOOK,
  getFault: { ...LOOK, ask: byId('faultId') },
  addFault: { group: 'faults          ', ask: sending(({ endpointId }) => ({ endpointId, what: 'Loa rè' })) },
  acknowledgeFault: { group: 'faults          ', ask: byId('faultId', () => ({})) },
  writeTicket: { group: 'faults          ', ask: byId('faultId', () => ({ cause: 'Đứt dây' })) },
  closeFault: { group: 'faults          ', ask: byId('faultId', () => ({})) },
  listHearings: { ...LOOK, ask: ({ broadcastId }) => ({ query: { broadcastId } }) },
  addHearing: {
    group: 'word of a village',
    ask: sending(({ broadcastId, endpointId, now }) => ({
      ...{ broadcastId, endpointId, heard: 'heard', saidBy: 'Bà Năm', saidAt: now },
    })),
  },
  villageReport: { ...LOOK, ask: () => ({ query: { from: DATE, to: DATE } }) },
  listAsRun: LOOK,
  listProofs: LOOK,
  outlineAsRun: LOOK,
  shownAsRun: LOOK,
  getAsRunLine: { ...LOOK, ask: () => ({ params: { id: 1 } }) },
  exportAsRun: LOOK,
  exportAsRunShown: LOOK,
  printAsRun: LOOK,
  listAudit: { group: 'audit log       ' },
  exportAudit: { group: 'audit log       ' },
  exportAuditShown: { group: 'audit log       ' },
  auditStanding: { group: 'audit, standing ' },

  prepareAlert: { group: 'emergency       ', ask: sending(alarm) },
  sendAlert: { group: 'emergency       ', ask: sending((stand) => ({ ...alarm(stand), confirm: false })) },
  listAlerts: LOOK,
  getAlert: { ...LOOK, ask: byId('alertId') },
  cancelAlert: { group: 'emergency       ', ask: byId('alertId', () => why) },
  clearAlert: { group: 'emergency       ', ask: byId('alertId', () => why) },
  getAlertSettings: LOOK,
  changeAlertSettings: { group: 'emergency, all  ', ask: sending(() => ({ allClearRecordingId: null })) },
  listBank: LOOK,
  bankRecording: { group: 'emergency, all  ', ask: byId('recordingId', () => ({ bank: true })) },
  stop: {
    group: 'silence         ',
    ask: sending(({ areaId, endpointId }) => ({
      ...(areaId === null ? { endpointIds: [endpointId] } : { areaIds: [areaId] }),
      holdMinutes: 0,
    })),
  },
  liftStop: {
    group: 'sound once more ',
    ask: sending(({ areaId, endpointId }) => (areaId === null ? { endpointIds: [endpointId] } : { areaIds: [areaId] })),
  },

  sendItem: {
    group: 'from above      ',
    ask: sending((stand) => ({
      ...{ ...places(stand), class: 'thong_thuong', title: 'Từ tỉnh', source: 'Sở', recordingId: stand.recordingId },
    })),
  },
  listItems: LOOK,
  getItem: { ...LOOK, ask: byId('itemId') },
  scheduleItem: {
    group: 'what is heard   ',
    ask: byId('itemId', ({ programmeId, now }) => ({ programmeId, startAt: now + 9_900_000 })),
  },
  declineItem: { group: 'what is heard   ', ask: byId('itemId', () => ({ reason: 'Không hợp' })) },
  listQuestions: LOOK,
  answerQuestion: { group: 'what is heard   ', ask: byId('questionId', ({ broadcastId }) => ({ first: broadcastId })) },
};

/** What one route asks for in several ways. */
export const MORE_CASES: ReadonlyArray<readonly [RouteName, Case]> = [
  [
    'openLiveSession',
    { group: 'speaking, above ', ask: sending(({ zoneId }) => ({ zoneIds: [zoneId], level: 'live_authority' })) },
  ],
  [
    'openLiveSession',
    {
      group: 'speaking, alarm ',
      ask: sending(({ zoneId }) => ({ zoneIds: [zoneId], level: 'emergency', note: 'Nước dâng nhanh' })),
    },
  ],
  // Of a broadcast alone: whoever may silence the places where it is heard.
  ['stop', { group: 'silence         ', ask: sending(({ broadcastId }) => ({ broadcastId, holdMinutes: 0 })) }],
];
