/**
 * Who may do what, written by hand and kept apart from the code (src/http/needs.ts says it a second time, by verbs). Whoever
 * changes what a role may do changes this table, and somebody looks at it.
 *
 *   .  nowhere
 *   t  there: in the area of the right, and below it
 *   a  anywhere, once the right is held somewhere: it touches no place
 *   s  only with the right on the whole station
 *
 * The columns: culture officer, approver, operator on duty, authority above, inspector, village helper, administrator.
 */
export const COLUMNS = [
  'culture_officer',
  'approver',
  'operator',
  'authority',
  'inspector',
  'village_helper',
  'administrator',
] as const;

export const POLICY = {
  //                   cu ap op au in vi ad
  'looking at it   ': 'a  a  a  a  a  .  a',
  'content, unheard': 'a  .  .  .  .  .  .',
  'content that airs': 't  .  .  .  .  .  .',
  'approval, seen  ': 'a  a  .  .  .  .  .',
  'approval, asked ': '.  a  .  .  .  .  .',
  // The bulletins of the scene are for the whole station.
  'approval, all   ': '.  s  .  .  .  .  .',
  'uploading       ': 'a  .  .  a  .  .  .',
  'what is heard   ': 't  .  t  .  .  .  .',
  'schedule files  ': 's  .  s  .  .  .  .',
  'silence         ': 't  .  t  t  .  .  .',
  'sound once more ': 't  .  t  t  .  .  .',
  'equipment       ': 't  .  .  .  .  .  t',
  'relayed stations': 's  .  .  .  .  .  s',
  'areas, station  ': 's  .  .  .  .  .  s',
  'hours           ': 't  .  .  .  .  .  .',
  'hours, station  ': 's  .  .  .  .  .  .',
  'interference    ': 't  .  t  .  .  .  .',
  'faults          ': 't  .  t  .  .  .  t',
  'word of a village': 't  .  t  .  .  t  .',
  // Whoever runs the broadcasts in the helper’s village gives the code, or whoever manages people there.
  'code of a helper': 't  .  t  .  .  .  t',
  'page of a helper': '.  .  .  .  .  a  .',
  'word of a helper': '.  .  .  .  .  t  .',
  'list of people  ': '.  .  .  .  .  .  a',
  'people          ': '.  .  .  .  .  .  t',
  'audit log       ': '.  .  .  .  s  .  .',
  'audit, standing ': '.  .  .  .  s  .  s',
  'upkeep          ': '.  .  .  .  .  .  s',
  'emergency       ': '.  .  .  t  .  .  .',
  'emergency, all  ': '.  .  .  s  .  .  .',
  'from above      ': '.  .  .  t  .  .  .',
  'speaking        ': 't  .  .  .  .  .  .',
  'speaking, above ': '.  .  .  t  .  .  .',
  'speaking, alarm ': '.  .  .  t  .  .  .',
  'own microphones ': 'a  .  .  a  .  .  .',
  // Whom exactly, the live room judges: the next two.
  'cutting off, any': 'a  .  a  a  .  .  .',
  'cutting off     ': 't  .  t  t  .  .  .',
  'cutting off them': '.  .  .  t  .  .  .',
  // About the visitor alone; and what answers without a session.
  'own session     ': 'a  a  a  a  a  a  a',
  'without session ': 'a  a  a  a  a  a  a',
} as const satisfies Record<string, string>;
export type Group = keyof typeof POLICY;

/**
 * What wants the second step proved not too long ago, and of whom; whoever has another right to it needs none. Silence is
 * not here: stopping never waits for a code (ADR 23). What is not here is as it was before the proof lapsed.
 */
export const PROVED: Partial<Record<Group, readonly (typeof COLUMNS)[number][]>> = {
  // Letting the villages sound again after a stop is no silence.
  'sound once more ': ['authority'],
  'emergency       ': ['authority'],
  'emergency, all  ': ['authority'],
  'speaking, alarm ': ['authority'],
  'list of people  ': ['administrator'],
  'people          ': ['administrator'],
  'code of a helper': ['administrator'],
  'audit, standing ': ['administrator'],
  'upkeep          ': ['administrator'],
};

/** Where the thing that is touched lies, seen from the area of the right. */
export const RELATIONS = ['own', 'parent', 'child', 'sibling', 'foreign', 'station'] as const;
export type Relation = (typeof RELATIONS)[number];
