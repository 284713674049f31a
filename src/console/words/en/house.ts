import type { Words } from '../vi.ts';

/** House: people and what they may do. */
export const house: Words['house'] = {
  title: 'The house',
  people: 'People',
  noPassword: 'No password chosen yet.',
  noRights: 'No rights yet.',
  may: (place, verbs) => `${place}: ${verbs}`,
  verbs: {
    read: 'see',
    edit: 'edit',
    approve: 'approve',
    approve_own: 'approve own',
    operate: 'operate',
    emergency: 'emergencies',
    live: 'speak live',
    authority: 'for the authority above',
    gate: 'set the hours',
    equip: 'set up equipment',
    people: 'manage people',
    inspect: 'read the audit log',
    confirm: 'confirm what was heard',
    maintain: 'maintenance, backups',
  },
};
