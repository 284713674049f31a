import type { Words } from '../vi.ts';

export const backup: Words['backup'] = {
  title: 'Backups',
  hint: 'Each holds the schedule, the log, people, sounds and the keys of the station. The station restores each for a trial before it calls it good. It can be made while something is on air.',
  start: 'Back up now',
  lastGood: (when) => `Last good one: ${when}`,
  late: (days) =>
    `For more than ${days} days there was no good backup. If the machine breaks, all work since then is lost.`,
  failed: (when, isNight, text) =>
    `${isNight ? 'The nightly backup' : 'The backup'} of ${when} was not finished. ${text}`,
  disks: {
    absent: (folder) => `The backup disk at ${folder} is not there. Plug it in and mount it.`,
    other: (folder) => `What is at ${folder} is not the backup disk of last time: it is not mounted, or another one.`,
  },
  full: 'The backup disk is nearly full: the next one will not fit. Remove old ones or use a larger disk.',
  making: (share) => `A backup is being made${share === null ? '…' : `: ${share}`}`,
  checking: (share) => `It is being restored for a trial${share === null ? '…' : `: ${share}`}`,
  putOff: 'Broken off for an emergency. It is begun again by itself when that is over.',
  emergency: 'An emergency is on air: a backup can be made when it is over.',
  useDisk: 'Use this disk',
  askDisk: (folder) =>
    `Is the disk that is mounted at ${folder} the new backup disk? From now on only this one is taken.`,
  yesDisk: 'Yes, back up to it',
  nights: (time, keep) => `Each night at ${time} the station makes one by itself and keeps the newest ${keep}.`,
  noNights: 'None is made by itself at night (LOAXA_BACKUP_AT is empty).',
  where: (folder, free) => (free === null ? `Kept in ${folder}` : `Kept in ${folder}, ${free} free`),
  sameDisk:
    'This is inside the folder of the station: if its disk breaks, both are gone. Download one to another machine, or set LOAXA_BACKUP_FOLDER to another disk.',
  seals: 'New backups are encrypted. Without the passphrase nobody opens them.',
  open: 'New backups are not encrypted and hold the keys of the station: who has one can command the speakers. Keep it as you keep keys.',
  copies: 'Backups that there are',
  noCopies: 'None yet.',
  checked: 'Restored for a trial, good',
  unchecked: 'Not checked by this station',
  sealed: 'encrypted',
  unsealed: 'not encrypted',
  by: { person: 'by hand', night: 'by itself at night' },
  damaged: (count) => `${count} sounds were damaged before the backup.`,
  download: 'Download',
  remove: 'Delete',
  askRemove: (title) => `Delete the backup of ${title} for good?`,
  yesRemove: 'Delete it',
  noneOfLate: 'For some days there was no good backup of the station.',
  toButton: 'Open Manage › Backups.',
  tellKeeper: 'Tell the technical administrator.',
};
