/** What a person has chosen so far of an act on an area, and the act when it is whole. */
import type { Answer } from '../api/client.ts';
import type { Area } from './areas.ts';

type Act = Answer<'listAreaActs'>[number]['act'];
export type ActKind = Act['kind'];
export const ACT_KINDS: readonly ActKind[] = ['merge', 'split', 'move', 'rename', 'close'];

export interface ActDraft {
  readonly kind: ActKind;
  /** New name and level: of a rename, of what a merge makes, of the part that leaves. */
  readonly name: string;
  readonly areaKind: string;
  readonly code: string;
  /** merge: the others; split: what leaves. */
  readonly areaIds: readonly string[];
  readonly endpointIds: readonly string[];
  /** merge: this one, or one of the others, takes the rest in; empty: a new one. */
  readonly intoId: string;
  readonly hoursOf: string;
  readonly carryRights: boolean;
  readonly parentId: string;
}

export function draftFor({ name, kind, parentId, id }: Area): ActDraft {
  return {
    ...{ kind: 'merge', name, areaKind: kind, code: '', areaIds: [], endpointIds: [], intoId: id, hoursOf: '' },
    ...{ carryRights: true, parentId: parentId ?? '' },
  };
}

/** Null: something is missing. */
export function actOf(draft: ActDraft, area: Area): Act | null {
  const { kind, areaIds, endpointIds, carryRights } = draft;
  const [name, areaKind] = [draft.name.trim(), draft.areaKind.trim()];
  const isNamed = name !== '' && areaKind !== '';
  const code = draft.code.trim() === '' ? null : draft.code.trim();
  const areaId = area.id;
  switch (kind) {
    case 'merge': {
      if (areaIds.length === 0 || (draft.intoId === '' && !isNamed)) return null;
      const fresh = { parentId: area.parentId, kind: areaKind, name, code };
      const into = draft.intoId === '' ? fresh : { areaId: draft.intoId };
      const hoursOf = draft.hoursOf === '' ? null : draft.hoursOf;
      return { kind, areaIds: [areaId, ...areaIds], into, hoursOf, carryRights };
    }
    case 'split': {
      if (!isNamed || areaIds.length + endpointIds.length === 0) return null;
      const part = { kind: areaKind, name, code, areaIds: [...areaIds], endpointIds: [...endpointIds] };
      return { kind, areaId, parts: [part], closes: false, carryRights };
    }
    case 'move':
      return { kind, areaId, parentId: draft.parentId === '' ? null : draft.parentId };
    case 'rename':
      return isNamed ? { kind, areaId, name, areaKind } : null;
    case 'close':
      return { kind, areaId };
  }
}
