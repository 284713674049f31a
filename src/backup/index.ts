export { passphraseIn } from './cipher.ts';
export type { Manifest } from './manifest.ts';
export { fingerprintOf, makeBackup } from './pack.ts';
export { type BackupReport, checkBackup, restoreBackup } from './unpack.ts';
