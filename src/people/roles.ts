/** Roles: handy sets of verbs that are granted together. Only the verbs are kept and asked for, never the role. */
import type { Bilingual } from '#kernel';
import type { Verb } from './rights.ts';

interface Role {
  readonly name: Bilingual;
  readonly verbs: readonly [Verb, ...Verb[]];
}

export const ROLES = {
  culture_officer: {
    name: { vi: 'Cán bộ văn hóa', en: 'Culture officer' },
    verbs: ['read', 'edit', 'operate', 'live', 'equip', 'gate'],
  },
  approver: { name: { vi: 'Người duyệt', en: 'Approver' }, verbs: ['read', 'approve'] },
  operator: { name: { vi: 'Người trực', en: 'Operator on duty' }, verbs: ['read', 'operate'] },
  authority: { name: { vi: 'Cơ quan cấp trên', en: 'Authority above' }, verbs: ['read', 'authority', 'emergency'] },
  inspector: { name: { vi: 'Người thanh tra, kiểm tra', en: 'Inspector' }, verbs: ['read', 'inspect'] },
  village_helper: { name: { vi: 'Người trực thôn', en: 'Village helper' }, verbs: ['confirm'] },
  administrator: {
    name: { vi: 'Quản trị kỹ thuật', en: 'Technical administrator' },
    verbs: ['read', 'equip', 'people', 'maintain'],
  },
} as const satisfies Record<string, Role>;

/** Verbs that put something on the air. Whoever looks after the machine, or inspects, should have none of them. */
const SPEAKING = ['operate', 'live', 'emergency', 'authority', 'approve'] as const;

interface OddMix {
  /** Whoever holds one of these … */
  readonly one: readonly Verb[];
  /** … and one of these, deserves a second look. */
  readonly other: readonly Verb[];
  readonly text: Bilingual;
}

/** Mixes of verbs in one hand that are allowed, and told to whoever grants them. */
export const ODD_MIXES: readonly OddMix[] = [
  {
    one: SPEAKING,
    other: ['people', 'maintain'],
    text: {
      vi: 'Người này vừa quản lý trạm hoặc người dùng, vừa có thể lên sóng. Nên tách cho hai người.',
      en: 'This person looks after the station or its people, and can go on the air too. Two people would be better.',
    },
  },
  {
    one: ['approve_own'],
    other: ['edit', 'operate', 'live'],
    text: {
      vi: 'Người này tự duyệt bản tin của mình: không ai khác xem trước khi phát.',
      en: 'This person approves bulletins of their own: nobody else looks before they air.',
    },
  },
  {
    one: SPEAKING,
    other: ['inspect'],
    text: {
      vi: 'Người này kiểm tra nhật ký của chính việc mình làm.',
      en: 'This person inspects the log of their own work.',
    },
  },
];
