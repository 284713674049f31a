import type { Request } from '../api/client.ts';
import type { FmReceiver } from './lists.ts';

type ReceiverBody = Request<'addFmReceiver'>['body'];

/** Receivers of a village as they are being written. */
export interface ReceiverDraft {
  readonly name: string;
  readonly areaId: string;
  readonly duty: 'main' | 'stand_in';
  readonly hears: 'fm' | 'wired';
  readonly clusters: string;
  readonly threshold: string;
  readonly confirmerName: string;
  readonly confirmerPhone: string;
  readonly on: string;
  readonly off: string;
}

export function draftOf(receiver: FmReceiver | undefined): ReceiverDraft {
  return {
    name: receiver?.name ?? '',
    areaId: receiver?.areaId ?? '',
    duty: receiver?.duty ?? 'main',
    hears: receiver?.hears ?? 'fm',
    clusters: String(receiver?.clusters ?? 1),
    threshold: String(receiver?.thresholdPercent ?? 50),
    confirmerName: receiver?.confirmerName ?? '',
    confirmerPhone: receiver?.confirmerPhone ?? '',
    on: (receiver?.onGroups ?? []).join('\n'),
    off: (receiver?.offGroups ?? []).join('\n'),
  };
}

/** A field that cannot be sent as it is, and what it wants. */
export interface Misread {
  readonly wrong: string;
  readonly wants: 'something' | 'whole' | 'groups';
}

/** The receivers to send, or the first field that cannot be sent as it is. */
export function receiverBody(draft: ReceiverDraft): { readonly body: ReceiverBody } | Misread {
  const { areaId, clusters, threshold, on, off, ...plain } = draft;
  if (plain.name.trim() === '') return { wrong: 'name', wants: 'something' };
  if (!/^\s*\d+\s*$/.test(clusters)) return { wrong: 'clusters', wants: 'whole' };
  if (!/^\s*\d+\s*%?\s*$/.test(threshold)) return { wrong: 'thresholdPercent', wants: 'whole' };
  for (const [wrong, pasted] of [
    ['onGroups', on],
    ['offGroups', off],
  ] as const) {
    if (!groupsOf(pasted).every((group) => /^[0-9A-F]{12}$/.test(group))) return { wrong, wants: 'groups' };
  }
  return {
    body: {
      ...plain,
      areaId: areaId === '' ? null : areaId,
      clusters: Number(clusters),
      thresholdPercent: Number.parseInt(threshold, 10),
      onGroups: groupsOf(on),
      offGroups: groupsOf(off),
    },
  };
}

/** One group a line or between commas; makers print them with blanks and dashes in between, and in small letters. */
export function groupsOf(pasted: string): string[] {
  return pasted
    .split(/[\n,;]+/)
    .map((line) => line.replace(/[\s:.-]+/g, '').toUpperCase())
    .filter((group) => group !== '');
}
