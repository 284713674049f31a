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
