/** Acts on areas in sentences. */
import { type Bilingual, fill } from '#kernel';
import type { AreaAct, ReachLine, WrittenAct } from '#place';

/** What an act does, with areas by their names. */
export function tellAct(act: AreaAct, nameOf: (id: string) => string): Bilingual {
  switch (act.kind) {
    case 'merge': {
      const into = 'areaId' in act.into ? nameOf(act.into.areaId) : act.into.name;
      const names = act.areaIds.map(nameOf).join(', ');
      return fill({ vi: 'Nhập {names} thành {into}', en: 'Merge {names} into {into}' }, { names, into });
    }
    case 'split': {
      const names = act.parts.map(({ name }) => name).join(', ');
      return fill(
        { vi: 'Tách {name} thành {names}', en: 'Split {name} into {names}' },
        { name: nameOf(act.areaId), names },
      );
    }
    case 'move': {
      const name = nameOf(act.areaId);
      if (act.parentId === null)
        return fill({ vi: 'Tách {name} ra khỏi cấp trên', en: 'Move {name} out of its parent' }, { name });
      return fill({ vi: 'Chuyển {name} về {to}', en: 'Move {name} to {to}' }, { name, to: nameOf(act.parentId) });
    }
    case 'rename':
      return fill(
        { vi: 'Đổi tên {name} thành {kind} {to}', en: 'Rename {name}: {kind} {to}' },
        { name: nameOf(act.areaId), kind: act.areaKind, to: act.name },
      );
    case 'close':
      return fill({ vi: 'Đóng {name}', en: 'Close {name}' }, { name: nameOf(act.areaId) });
  }
}

export function tellHours(name: string): Bilingual {
  return fill({ vi: 'theo khung giờ của {name}', en: 'as in {name}' }, { name });
}

/** Why an act failed, or whose rights were not carried; null: all went as it was shown. */
export function tellOutcome(state: WrittenAct['state'], outcome: string | null): Bilingual | null {
  if (outcome === null) return null;
  if (state === 'failed') return JSON.parse(outcome) as Bilingual;
  const { withheld = [] } = JSON.parse(outcome) as { withheld?: ReachLine[] };
  if (withheld.length === 0) return null;
  const names = [...new Set(withheld.map(({ name }) => name))].join(', ');
  return fill(
    {
      vi: 'Quyền của {names} không được chuyển sang vì sẽ rộng hơn lúc xem trước. Hãy cấp lại nếu cần.',
      en: 'Rights of {names} were not carried: they would reach further than the preview said. Grant them anew if needed.',
    },
    { names },
  );
}
