export { APPROVAL_STATES, type ApprovalEvent, type ApprovalState, approvalMachine } from './approval-machine.ts';
export {
  type Approval,
  type ApprovalNote,
  type ApprovedContent,
  addNote,
  findApprovals,
  type Hand,
  listApprovals,
  notesOf,
  type SubjectKind,
  UNKNOWN,
  writeApproval,
} from './approval-store.ts';
export {
  type BulletinContent,
  CONTENT_PARTS,
  type ContentPart,
  canonical,
  changesBetween,
  contentSha256,
  isCovered,
} from './approved-content.ts';
export {
  type CleanUp,
  decideCleanUp,
  type Ended,
  RECORDING_USES,
  type RecordingUse,
  type RecordingUses,
} from './clean-up.ts';
export {
  type Attachment,
  BULLETIN_CLASSES,
  type BulletinClass,
  type BulletinDetails,
  type ExternalForm,
  externalForm,
  findDetails,
  listOverduePersonal,
  NO_DETAILS,
  writeDetails,
} from './details-store.ts';
export {
  canonicalLanguage,
  canonicalLanguages,
  chooseVersions,
  LANGUAGE_MODES,
  type LanguageMode,
  type Listening,
  PLAIN_LISTENING,
  type Version,
} from './languages.ts';
export {
  addBulletin,
  type Bulletin,
  bulletinsSaying,
  changeValidity,
  checkValidity,
  findBulletins,
  isValidAt,
  listBulletins,
  listProgrammes,
  type Programme,
  putProgramme,
  putVersion,
  removeVersion,
  withdrawBulletin,
} from './programme-store.ts';
export {
  bulletinsOf,
  checkTemplate,
  chimesOf,
  relaysOf,
  type Template,
  type TemplateDraft,
  type TemplatePart,
  templatePart,
} from './template.ts';
export { findTemplates, listTemplates, putTemplate, retireTemplate } from './template-store.ts';
