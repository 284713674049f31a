/** An alert as it is being written. */
export interface AlarmDraft {
  readonly signalRecordingId: string;
  readonly recordingId: string;
  readonly title: string;
  readonly reason: string;
  readonly repeats: number;
  readonly gapSeconds: number;
  readonly validForMinutes: number;
  /** Empty: the one of the station. */
  readonly allClearRecordingId: string;
  readonly zoneIds: readonly string[];
  readonly areaIds: readonly string[];
  readonly allowUnplaced: boolean;
}

export const FRESH_ALARM: AlarmDraft = {
  signalRecordingId: '',
  recordingId: '',
  title: '',
  reason: '',
  repeats: 3,
  gapSeconds: 3,
  validForMinutes: 60,
  allClearRecordingId: '',
  zoneIds: [],
  areaIds: [],
  allowUnplaced: false,
};

export type AlarmProblem = 'sound' | 'title' | 'reason' | 'places';
/** The station wants grounds of so many characters. */
export const LEAST_REASON = 5;

/** The first thing that is missing before the step may be left. */
export function alarmProblem(draft: AlarmDraft, step: 1 | 2): AlarmProblem | null {
  if (step === 2) return draft.zoneIds.length + draft.areaIds.length === 0 ? 'places' : null;
  if (draft.signalRecordingId === '' && draft.recordingId === '') return 'sound';
  if (draft.title.trim() === '') return 'title';
  return draft.reason.trim().length < LEAST_REASON ? 'reason' : null;
}

const idOf = (id: string) => (id === '' ? null : id);

/** The wish as the station wants it. */
export function wishOf(draft: AlarmDraft) {
  const { repeats, validForMinutes, allowUnplaced } = draft;
  return {
    zoneIds: [...draft.zoneIds],
    areaIds: [...draft.areaIds],
    signalRecordingId: idOf(draft.signalRecordingId),
    recordingId: idOf(draft.recordingId),
    title: draft.title.trim(),
    reason: draft.reason.trim(),
    repeats,
    gapMs: draft.gapSeconds * 1000,
    validForMinutes,
    allowUnplaced,
    ...(draft.allClearRecordingId === '' ? {} : { allClearRecordingId: draft.allClearRecordingId }),
  };
}
