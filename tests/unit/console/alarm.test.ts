import { describe, expect, it } from 'vitest';
import { type AlarmDraft, alarmProblem, FRESH_ALARM, wishOf } from '../../../src/console/alarm/draft.ts';
import { cutInOf } from '../../../src/console/play/form-state.ts';

const DRAFT: AlarmDraft = {
  ...FRESH_ALARM,
  ...{ signalRecordingId: 'rec_1', title: ' Lũ quét ', reason: ' Trưởng bản gọi ', zoneIds: ['zon_1'] },
};

describe('an emergency alert as it is written', () => {
  it('lets nobody past a step with something missing', () => {
    expect(alarmProblem(FRESH_ALARM, 1)).toBe('sound');
    expect(alarmProblem({ ...DRAFT, title: ' ' }, 1)).toBe('title');
    expect(alarmProblem({ ...DRAFT, reason: ' lũ  ' }, 1)).toBe('reason');
    expect(alarmProblem({ ...DRAFT, signalRecordingId: '', recordingId: 'rec_2' }, 1)).toBeNull();
    expect(alarmProblem({ ...DRAFT, zoneIds: [] }, 2)).toBe('places');
    expect(alarmProblem({ ...DRAFT, zoneIds: [], areaIds: ['are_1'] }, 2)).toBeNull();
  });

  it('leaves the recording of the all-clear to the station unless one was chosen', () => {
    expect(wishOf(DRAFT)).toMatchObject({ title: 'Lũ quét', reason: 'Trưởng bản gọi', recordingId: null, gapMs: 3000 });
    expect(wishOf(DRAFT)).not.toHaveProperty('allClearRecordingId');
    expect(wishOf({ ...DRAFT, allClearRecordingId: 'rec_3' })).toHaveProperty('allClearRecordingId', 'rec_3');
  });
});

describe('the start mode', () => {
  it('is told to the station in milliseconds', () => {
    const modes = (['after', 'cut', 'wait'] as const).map((mode) => cutInOf({ mode, waitSeconds: 30 }));
    expect(modes).toEqual([null, 0, 30_000]);
  });
});
