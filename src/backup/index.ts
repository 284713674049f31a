export { childMaker } from './child-maker.ts';
export { passphraseIn } from './cipher.ts';
export { BackupKeeper, type KeeperSettings } from './keeper.ts';
export { fingerprintOf, makeBackup } from './pack.ts';
export type { MakeCopy } from './ports.ts';
export { makeProvedBackup } from './prove.ts';
export { checkBackup, restoreBackup } from './unpack.ts';
