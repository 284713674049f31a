export { passphraseIn } from './cipher.ts';
export type { Manifest } from './manifest.ts';
export { fingerprintOf, LEAVE_FREE_BYTES, makeBackup, PARTIAL } from './pack.ts';
export { type BackupReport, checkBackup, restoreBackup } from './unpack.ts';
