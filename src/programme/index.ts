export {
  addBulletin,
  type Bulletin,
  findBulletins,
  listBulletins,
  listProgrammes,
  type Programme,
  putProgramme,
} from './programme-store.ts';
