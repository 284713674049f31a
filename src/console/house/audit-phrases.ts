import type { RouteName } from '../../http/contract.ts';
import type { Words } from '../words/vi.ts';

/** Acts of the log that are no requests. */
type OwnAct =
  | 'startStation'
  | 'stopStation'
  | 'takeScheduleFile'
  | 'connectMicrophone'
  | 'disconnectMicrophone'
  | 'connectEncoder'
  | 'disconnectEncoder'
  | 'beginTalk'
  | 'endTalk'
  | 'claimEndpoint'
  | 'makeBackup'
  | 'dropBackup'
  | 'failBackup'
  | 'restoreStation'
  | 'removeOldEntries'
  | 'chainBroken'
  | 'entriesLost'
  | 'strangersRefused'
  | 'requestsRefused'
  | 'unknownRequest'
  | 'carryOutAreaAct'
  | 'removePersonalData'
  | 'personalDataWaits';

/** Acts that are told by the same phrase. What stands nowhere here is told by its own name. */
const GROUPS: { readonly [Phrase in keyof Words['audit']['acts']]: ReadonlyArray<RouteName | OwnAct> } = {
  signIn: ['signIn', 'signInVillage', 'proveFactor'],
  signOut: ['signOut', 'signOutVillage', 'endSession', 'endOtherSessions'],
  setUp: ['setUp', 'acceptInvite'],
  ownPassword: [
    'changePassword',
    'beginTotp',
    'confirmTotp',
    'dropTotp',
    'renewRecoveryCodes',
    'addPasskey',
    'renamePasskey',
    'dropPasskey',
  ],
  people: ['addPerson', 'removePerson', 'invitePerson', 'closePerson', 'resetFactors'],
  rights: ['changeRights'],
  villageCode: ['addVillageCode', 'revokeVillageCode'],
  keys: ['addKey', 'revokeOwnKey', 'revokeKey'],
  security: ['setAdminAddresses', 'setAdminHours'],
  command: ['openEpoch'],
  makeBackup: ['startBackup', 'makeBackup'],
  takeBackup: ['downloadBackup', 'fetchBackup'],
  removeBackup: ['removeBackup', 'dropBackup'],
  failBackup: ['failBackup'],
  restore: ['restoreStation'],
  areas: [
    'addArea',
    'changeArea',
    'closeArea',
    'addAreaAct',
    'undoAreaAct',
    'importAreas',
    'carryOutAreaAct',
    'putMap',
    'removeMap',
  ],
  brands: ['addBrand', 'changeBrand', 'retireBrand'],
  zones: ['addZone', 'changeZone'],
  endpoints: ['addEndpoint', 'changeEndpoint', 'retireEndpoint', 'renewClaimCode', 'pinEndpoint'],
  claim: ['claimEndpoint'],
  gate: ['addGateVersion', 'addExceptionDay', 'removeExceptionDay', 'addQuietSpan', 'liftQuietSpan'],
  mourning: ['addMourning', 'endMourning'],
  upload: ['createUpload', 'putUpload'],
  speak: ['speakText'],
  recordings: ['trimRecording', 'bankRecording'],
  programmes: ['addProgramme', 'changeProgramme'],
  bulletins: [
    ...(['addBulletin', 'changeBulletin', 'withdrawBulletin', 'changeValidity'] as const),
    ...(['putVersion', 'removeVersion', 'putAttachment', 'removeAttachment'] as const),
  ],
  templates: ['addTemplate', 'changeTemplate', 'retireTemplate'],
  submit: ['submitForApproval'],
  approve: ['approve'],
  sendBack: ['sendBack'],
  listened: ['noteListening'],
  comment: ['comment'],
  rules: ['addRule', 'changeRule', 'retireRule'],
  scheduleFiles: ['reloadScheduleFiles', 'takeScheduleFile'],
  broadcast: ['addBroadcast', 'moveBroadcast', 'copyWeek', 'testEndpoint'],
  stopBroadcast: ['stopBroadcast', 'undoWeekCopy'],
  stop: ['stop'],
  liftStop: ['liftStop'],
  alert: ['sendAlert'],
  endAlert: ['cancelAlert', 'clearAlert'],
  alertSettings: ['changeAlertSettings'],
  talk: ['openLiveSession', 'beginTalk'],
  endTalk: ['killLiveSession', 'finishLiveSession', 'endTalk'],
  microphone: ['connectMicrophone', 'connectEncoder'],
  microphoneOff: ['disconnectMicrophone', 'disconnectEncoder'],
  mounts: ['addLiveMount', 'revokeLiveMount'],
  relays: ['addRelay', 'changeRelay', 'retireRelay', 'probeRelay'],
  fm: [
    ...(['addFmStation', 'changeFmStation', 'retireFmStation', 'renewFmKey'] as const),
    ...(['addFmReceiver', 'changeFmReceiver', 'retireFmReceiver'] as const),
  ],
  interference: ['addInterference', 'closeInterference', 'askVillageTask', 'answerVillageTask', 'doneVillageTask'],
  faults: ['addFault', 'acknowledgeFault', 'closeFault'],
  tickets: ['writeTicket'],
  heard: ['addHearing', 'sayHeard'],
  items: ['sendItem'],
  answerItems: ['scheduleItem', 'declineItem', 'answerQuestion'],
  export: ['exportAudit', 'exportAuditShown', 'exportAsRun', 'exportAreas', 'exportFaults'],
  start: ['startStation'],
  shutDown: ['stopStation'],
  removeOld: ['removeOldEntries'],
  personalRemoved: ['removePersonalData'],
  personalWaits: ['personalDataWaits'],
  broken: ['chainBroken'],
  lost: ['entriesLost'],
  flood: ['strangersRefused', 'requestsRefused'],
  unknown: ['unknownRequest'],
};

type Phrase = keyof Words['audit']['acts'];
const PHRASES = new Map<string, Phrase>(
  (Object.entries(GROUPS) as Array<[Phrase, readonly string[]]>).flatMap(([phrase, acts]) =>
    acts.map((act): [string, Phrase] => [act, phrase]),
  ),
);

/** By which phrase an act is told; undefined: there is none. */
export const phraseOf = (what: string): Phrase | undefined => PHRASES.get(what);
