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
