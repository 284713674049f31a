import { describe, expect, it } from 'vitest';
import { kilohertzOf } from '../../../src/console/fm/frequency.ts';
import { powerIsCut } from '../../../src/console/fm/power.ts';
import { groupsOf, receiverBody, draftOf as receiverDraft } from '../../../src/console/fm/receiver-draft.ts';
import { bodyOf, draftOf, FRESH_LINE, type StationDraft } from '../../../src/console/fm/station-draft.ts';

const DRAFT: StationDraft = { ...draftOf(undefined), name: 'Đài FM', megahertz: '54,5', pi: '7a10', ps: 'Tan Lap' };

describe('an FM station as it is written', () => {
  it('reads a frequency as people write it', () => {
    expect(['54,5', '54.5', ' 102,7 MHz', '60'].map(kilohertzOf)).toEqual([54_500, 54_500, 102_700, 60_000]);
    expect(kilohertzOf(' ')).toBeNull();
    expect([kilohertzOf('năm tư'), kilohertzOf('54,5,1')]).toEqual([Number.NaN, Number.NaN]);
  });

  it('is sent with numbers, and without what its way of connecting does not use', () => {
    const net = { ...FRESH_LINE, name: 'Pira', host: ' 10.0.0.5 ', port: '4000', path: '/dev/ttyS0' };
    const file = {
      ...FRESH_LINE,
      name: 'Tệp',
      transport: 'file',
      profile: 'deva',
      host: 'x',
      path: 'rds.txt',
      port: '?',
    };
    const read = bodyOf({
      ...DRAFT,
      leadInSeconds: '1,5',
      languageTags: 'vi, hmn',
      lineDrafts: [net, file as typeof net],
    });
    if ('wrong' in read) throw new Error(read.wrong);
    expect(read.body).toMatchObject({ frequencyKhz: 54_500, pi: '7A10', leadInMs: 1500, languages: ['vi', 'hmn'] });
    expect(read.body.lines).toMatchObject([
      { host: '10.0.0.5', port: 4000, path: '', site: 0, encoder: 1 },
      { host: '', port: 0, path: 'rds.txt', site: 0, encoder: 0 },
    ]);
    expect(read.body.lines?.[0]).not.toHaveProperty('hasPassword');
  });

  it('says which field cannot be sent, before the station is asked', () => {
    const wrong = (part: Partial<StationDraft>) => {
      const read = bodyOf({ ...DRAFT, ...part });
      return 'wrong' in read ? `${read.wrong}: ${read.wants}` : null;
    };
    expect(wrong({})).toBeNull();
    expect(wrong({ name: ' ' })).toBe('name: something');
    expect(wrong({ megahertz: 'x' })).toBe('frequencyKhz: number');
    expect(wrong({ megahertz: 'x', band: null })).toBeNull();
    expect(wrong({ pi: 'A710' })).toBe('pi: pi');
    expect(wrong({ ecc: 'G2' })).toBe('ecc: twoHex');
    expect(wrong({ ptyText: 'mười' })).toBe('pty: whole');
    expect(wrong({ lineDrafts: [{ ...FRESH_LINE, name: 'Pira' }] })).toBe('lines.0.port: whole');
    expect(wrong({ lineDrafts: [{ ...FRESH_LINE, port: '1' }] })).toBe('lines.0.name: something');
  });
});

describe('receivers as they are written', () => {
  it('take groups as makers print them', () => {
    expect(groupsOf('80 01-02 03:04 05\n\n abcdef012345;AABBCCDDEEFF')).toEqual([
      '800102030405',
      'ABCDEF012345',
      'AABBCCDDEEFF',
    ]);
  });

  it('say which field cannot be sent', () => {
    const draft = { ...receiverDraft(undefined), name: 'Loa FM' };
    expect(receiverBody(draft)).toMatchObject({ body: { clusters: 1, thresholdPercent: 50, areaId: null } });
    expect(receiverBody({ ...draft, threshold: '30 %' })).toMatchObject({ body: { thresholdPercent: 30 } });
    expect(receiverBody({ ...draft, clusters: 'ba' })).toEqual({ wrong: 'clusters', wants: 'whole' });
    expect(receiverBody({ ...draft, off: '12345' })).toEqual({ wrong: 'offGroups', wants: 'groups' });
  });
});

describe('power that was cut', () => {
  it('is remembered until somebody says that the same cluster has it again', () => {
    const cut = { kind: 'cut_power', endpointId: 'edp_1', askedAt: 1, doneAt: 2 } as const;
    const back = { kind: 'restore_power', endpointId: 'edp_1', askedAt: 3, doneAt: 4 } as const;
    expect(powerIsCut({ tasks: [] })).toBe(false);
    expect(powerIsCut({ tasks: [cut] })).toBe(true);
    expect(powerIsCut({ tasks: [cut, { ...back, doneAt: null }] })).toBe(true);
    expect(powerIsCut({ tasks: [cut, { ...back, endpointId: 'edp_2' }] })).toBe(true);
    expect(powerIsCut({ tasks: [cut, back] })).toBe(false);
    expect(powerIsCut({ tasks: [cut, back, { ...cut, askedAt: 5, doneAt: null }] })).toBe(true);
  });
});
