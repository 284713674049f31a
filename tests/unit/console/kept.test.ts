import { describe, expect, it } from 'vitest';
import { repeatKey } from '../../../src/console/api/repeat-key.ts';
import {
  fitted,
  type Kept,
  LONGEST_MS,
  MOST_DRAFTS,
  nameOf,
  outdated,
  readKept,
} from '../../../src/console/kept/shelf.ts';

const NOW = Date.UTC(2026, 10, 23, 21, 12);
const draft = (at: number, form = 'quiet'): Kept => ({
  ...{
    owner: 'acc_an',
    form,
    begunAt: at,
    at,
    unsent: false,
    title: 'Tạm im',
    place: '#gio-phat',
    value: {},
    keys: {},
  },
});

describe('what is kept of half-filled forms', () => {
  it('lies under the name of its person: another one finds nothing', () => {
    const text = JSON.stringify(draft(NOW));
    const box = new Map([[nameOf('acc_an', 'rule/new'), text]]);
    expect(box.get(nameOf('acc_binh', 'rule/new'))).toBeUndefined();
    expect(readKept(nameOf('acc_an', 'rule/new'), text)).toMatchObject({ owner: 'acc_an', form: 'rule/new', at: NOW });
  });

  it.each([
    ['loaxa.theme', '"dark"'],
    ['loaxa.draft|acc_an|quiet', '{"at":'],
    ['loaxa.draft|acc_an|quiet', '{"at":1}'],
    ['loaxa.draft|acc_an|quiet', 'null'],
    ['loaxa.draft|acc_an|quiet', null],
    ['loaxa.draft|acc_an', '{"at":1,"begunAt":1,"title":"","place":"","value":{}}'],
  ])('takes nothing that is not whole: %s %s', (name, text) => expect(readKept(name, text)).toBeNull());

  it('is bounded in age and in number, the oldest first', () => {
    const young = Array.from({ length: MOST_DRAFTS + 2 }, (_, at) => draft(NOW - at * 1000, `play/rec_${at}`));
    const old = draft(NOW - LONGEST_MS - 1, 'old');
    expect(outdated([old, ...young], NOW).map(({ form }) => form)).toEqual([
      'old',
      `play/rec_${MOST_DRAFTS}`,
      `play/rec_${MOST_DRAFTS + 1}`,
    ]);
    expect(outdated([draft(NOW + 3600_000)], NOW)).toEqual([]);
  });

  it('fits the form of today, or is left', () => {
    const fresh = { title: '', zoneIds: [] as string[], mark: null as string | null, repeats: 3 };
    expect(fitted(fresh, { title: 'Tiêm phòng', zoneIds: ['zon_1'], mark: 'm', gone: 1 })).toEqual({
      ...{ title: 'Tiêm phòng', zoneIds: ['zon_1'], mark: 'm', repeats: 3 },
    });
    expect(fitted(fresh, { title: 'Tiêm phòng', zoneIds: 'zon_1' })).toBeNull();
    expect(fitted(fresh, { ...fresh, repeats: '3' })).toBeNull();
    for (const odd of [null, 7, 'x', [], undefined]) expect(fitted(fresh, odd)).toBeNull();
  });
});

describe('a repeat key that is kept', () => {
  it('is the same after the page was opened anew, and gone once the thing is made', () => {
    let kept: { content: string; key: string } | null = null;
    let count = 0;
    const open = () =>
      repeatKey(() => `key-${++count}`, {
        read: () => kept,
        write: (last) => {
          kept = last;
        },
      });
    expect(open().of({ title: 'a' })).toBe('key-1');
    const again = open();
    expect(again.of({ title: 'a' })).toBe('key-1');
    again.done();
    expect(kept).toBeNull();
    expect(open().of({ title: 'a' })).toBe('key-2');
  });
});
