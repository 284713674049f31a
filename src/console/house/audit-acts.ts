import type { RouteName } from '../../http/contract.ts';
import { words } from '../words/language.ts';
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
  | 'unknownRequest';

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
  people: ['addPerson', 'removePerson', 'invitePerson', 'disablePerson', 'resetFactors'],
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
  areas: ['addArea', 'changeArea', 'closeArea', 'addAreaAct', 'undoAreaAct', 'importAreas'],
  brands: ['addBrand', 'changeBrand', 'retireBrand'],
  zones: ['addZone', 'changeZone'],
  endpoints: ['addEndpoint', 'changeEndpoint', 'retireEndpoint', 'renewClaimCode'],
  claim: ['claimEndpoint'],
  gate: ['addGateVersion', 'addExceptionDay', 'removeExceptionDay', 'addQuietSpan', 'liftQuietSpan'],
  mourning: ['addMourning', 'endMourning'],
  upload: ['createUpload', 'putUpload'],
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
  rules: ['addRule', 'changeRule', 'retireRule'],
  scheduleFiles: ['reloadScheduleFiles', 'takeScheduleFile'],
  broadcast: ['addBroadcast'],
  stopBroadcast: ['stopBroadcast'],
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
  heard: ['addHearing', 'sayHeard'],
  items: ['sendItem'],
  answerItems: ['scheduleItem', 'declineItem', 'answerQuestion'],
  export: ['exportAudit', 'exportAsRun', 'exportAreas'],
  start: ['startStation'],
  shutDown: ['stopStation'],
  removeOld: ['removeOldEntries'],
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

/** What was done, in words; the name of the act where there are none. */
export function actText(what: string): string {
  const phrase = PHRASES.get(what);
  return phrase === undefined ? what : words.value.audit.acts[phrase];
}
