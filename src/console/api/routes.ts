import type { Routes } from '../../http/contract.ts';

/** The routes that the console uses. The compiler holds each one to the contract; the contract itself stays on the server. */
export const USED = {
  getSession: ['get', '/session'],
  signIn: ['post', '/session'],
  signOut: ['delete', '/session'],
  setUp: ['post', '/set-up'],
  getStation: ['get', '/station'],
  listPeople: ['get', '/people'],
  addPerson: ['post', '/people'],
  changeRights: ['put', '/people/{id}/rights'],
  removePerson: ['delete', '/people/{id}'],
  invitePerson: ['post', '/people/{id}/invite'],
  listRoles: ['get', '/roles'],
  listAreas: ['get', '/areas'],
  addArea: ['post', '/areas'],
  listZones: ['get', '/zones'],
  addZone: ['post', '/zones'],
  changeZone: ['put', '/zones/{id}'],
  getGate: ['get', '/gate'],
  listGatePresets: ['get', '/gate/presets'],
  addGateVersion: ['post', '/gate/versions'],
  addExceptionDay: ['post', '/gate/exception-days'],
  removeExceptionDay: ['delete', '/gate/exception-days/{id}'],
  addMourning: ['post', '/gate/mournings'],
  endMourning: ['delete', '/gate/mournings/{id}'],
  addQuietSpan: ['post', '/gate/quiet-spans'],
  liftQuietSpan: ['delete', '/gate/quiet-spans/{id}'],
  listEndpoints: ['get', '/endpoints'],
  addEndpoint: ['post', '/endpoints'],
  renewClaimCode: ['post', '/endpoints/{id}/claim-code'],
  retireEndpoint: ['delete', '/endpoints/{id}'],
  listFmStations: ['get', '/fm/stations'],
  addFmStation: ['post', '/fm/stations'],
  changeFmStation: ['put', '/fm/stations/{id}'],
  retireFmStation: ['delete', '/fm/stations/{id}'],
  renewFmKey: ['post', '/fm/stations/{id}/key'],
  addFmReceiver: ['post', '/fm/stations/{id}/receivers'],
  changeFmReceiver: ['put', '/fm/receivers/{id}'],
  retireFmReceiver: ['delete', '/fm/receivers/{id}'],
  previewRdsText: ['post', '/fm/preview'],
  listInterference: ['get', '/interference'],
  addInterference: ['post', '/interference'],
  closeInterference: ['post', '/interference/{id}/close'],
  askVillageTask: ['post', '/interference/{id}/tasks'],
  answerVillageTask: ['post', '/village-tasks/{id}/answer'],
  listHearings: ['get', '/hearings'],
  addHearing: ['post', '/hearings'],
  villageReport: ['get', '/reports/villages'],
  createUpload: ['post', '/uploads'],
  getUpload: ['get', '/uploads/{id}'],
  listRecordings: ['get', '/recordings'],
  getRecording: ['get', '/recordings/{id}'],
  trimRecording: ['put', '/recordings/{id}/trim'],
  listProgrammes: ['get', '/programmes'],
  addProgramme: ['post', '/programmes'],
  addBulletin: ['post', '/bulletins'],
  listRules: ['get', '/rules'],
  addRule: ['post', '/rules'],
  retireRule: ['delete', '/rules/{id}'],
  previewRule: ['post', '/rules/preview'],
  listBroadcasts: ['get', '/broadcasts'],
  addBroadcast: ['post', '/broadcasts'],
  broadcastConsequences: ['post', '/broadcasts/consequences'],
  ruleConsequences: ['post', '/rules/consequences'],
  stopBroadcast: ['post', '/broadcasts/{id}/stop'],
  prepareAlert: ['post', '/alerts/prepare'],
  sendAlert: ['post', '/alerts'],
  listAlerts: ['get', '/alerts'],
  cancelAlert: ['post', '/alerts/{id}/cancel'],
  clearAlert: ['post', '/alerts/{id}/all-clear'],
  listBank: ['get', '/bank'],
  bankRecording: ['put', '/recordings/{id}/bank'],
  openLiveSession: ['post', '/live/sessions'],
  listLiveSessions: ['get', '/live/sessions'],
  getLiveSession: ['get', '/live/sessions/{id}'],
  killLiveSession: ['delete', '/live/sessions/{id}'],
  finishLiveSession: ['post', '/live/sessions/{id}/finish'],
  addLiveMount: ['post', '/live/mounts'],
  listLiveMounts: ['get', '/live/mounts'],
  revokeLiveMount: ['delete', '/live/mounts/{id}'],
  listItems: ['get', '/inbox'],
  scheduleItem: ['post', '/inbox/{id}/schedule'],
  declineItem: ['post', '/inbox/{id}/decline'],
  listQuestions: ['get', '/order-questions'],
  answerQuestion: ['post', '/order-questions/{id}/answer'],
  stop: ['post', '/stop'],
  liftStop: ['post', '/stop/lift'],
  listAsRun: ['get', '/as-run'],
} as const satisfies { [Name in keyof Routes]?: readonly [Routes[Name]['method'], Routes[Name]['path']] };

export type UsedRoute = keyof typeof USED;

export const API = '/api/v1';

/** The path of a route with its places filled. */
export function pathOf(template: string, params: Readonly<Record<string, string>>): string {
  return API + template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

/** `?a=1&b=2`, leaving out what was not given. */
export function queryText(query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const pairs = given.map(([name, value]): [string, string] => [name, String(value)]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}
