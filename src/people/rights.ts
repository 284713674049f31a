/** What somebody may do. Each right is granted in an area and counts there and in everything below it. */
import type { Bilingual } from '#kernel';

/** The verbs of the house, and what they are called. */
export const VERBS = {
  read: { vi: 'xem lịch, nhật ký phát và tình trạng loa', en: 'see schedule, log and loudspeakers' },
  edit: { vi: 'biên tập bản tin', en: 'edit bulletins' },
  approve: { vi: 'duyệt bản tin', en: 'approve bulletins' },
  approve_own: { vi: 'tự duyệt bản tin của mình', en: 'approve bulletins of their own' },
  operate: { vi: 'vận hành phát thanh', en: 'operate the broadcasts' },
  emergency: { vi: 'phát cảnh báo khẩn cấp', en: 'send emergency alerts' },
  live: { vi: 'nói trực tiếp', en: 'speak live' },
  authority: { vi: 'phát thay cơ quan cấp trên', en: 'speak as the authority above' },
  gate: { vi: 'đặt khung giờ được phát', en: 'set the hours in which it may sound' },
  equip: { vi: 'đặt địa bàn, cụm loa và thiết bị', en: 'set up areas, loudspeakers and equipment' },
  people: { vi: 'quản lý người dùng', en: 'manage people' },
  inspect: { vi: 'xem và kết xuất nhật ký hệ thống', en: 'read and export the audit log' },
  confirm: { vi: 'xác nhận ở thôn đã nghe', en: 'confirm what the village heard' },
  maintain: { vi: 'bảo trì trạm, sao lưu, bảo mật', en: 'maintain the station, backups and security' },
} as const satisfies Record<string, Bilingual>;
export type Verb = keyof typeof VERBS;
export const ALL_VERBS = Object.keys(VERBS) as readonly Verb[];

/** One right; an area of null is the whole station, and what lies in no area. */
export interface Right {
  readonly verb: Verb;
  readonly areaId: string | null;
}

/** A right with the time in which it counts: from the first instant on, up to the second; null: without that end. */
export interface Grant extends Right {
  readonly fromAt: number | null;
  readonly toAt: number | null;
}

/** What is asked for when a right is granted; a time that is not named is open. */
export type GrantAsked = Right & Partial<Grant>;

/** What counts at an instant. */
export function inForce(grants: readonly Grant[], now: number): Right[] {
  const counting = grants.filter(({ fromAt, toAt }) => (fromAt ?? now) <= now && now < (toAt ?? now + 1));
  const each = new Map(counting.map(({ verb, areaId }) => [`${verb} ${areaId}`, { verb, areaId }]));
  return [...each.values()];
}

/** Everything, everywhere: whoever can print a link of the administrator can do all. */
export const ALL_RIGHTS: readonly Right[] = ALL_VERBS.map((verb) => ({ verb, areaId: null }));

/** What the first account may do: all that is not off by default. */
export const FIRST_RIGHTS: readonly Right[] = ALL_VERBS.filter((verb) => verb !== 'approve_own').map((verb) => ({
  verb,
  areaId: null,
}));

/**
 * True when these rights cover the verb in every one of the areas: an area is covered by a right on itself, on one above
 * it (`parents`: area → the one above), or on the whole station. What lies in no area (null) only by the last. When
 * nothing in particular is touched (no areas), the verb somewhere is enough.
 */
export function mayDo(
  rights: readonly Right[],
  verb: Verb,
  areaIds: ReadonlyArray<string | null>,
  parents: ReadonlyMap<string, string | null>,
): boolean {
  const held = new Set(rights.filter((right) => right.verb === verb).map((right) => right.areaId));
  if (held.has(null)) return true;
  if (areaIds.length === 0) return held.size > 0;
  return areaIds.every((areaId) => {
    const seen = new Set<string>();
    for (let at: string | null = areaId; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
      if (held.has(at)) return true;
      seen.add(at);
    }
    return false;
  });
}
