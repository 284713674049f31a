import { Choice } from '../parts/choice.tsx';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { tellSpan } from '../words/tell.ts';
import { bank } from './alerts.ts';
import type { AlarmDraft } from './draft.ts';
import { SoundChoice } from './sound-choice.tsx';

const REPEATS = [1, 2, 3, 5, 10, 20];
const GAPS_S = [0, 3, 10, 30, 60];
const VALID_MIN = [10, 30, 60, 180, 720, 1440];

interface StepProps {
  readonly draft: AlarmDraft;
  readonly change: (part: Partial<AlarmDraft>) => void;
}

/** Step 1: what is to be heard, and why. */
export function WhatStep({ draft, change }: StepProps) {
  const say = words.value.alarm;
  const numbers = (list: readonly number[], tell: (value: number) => string) =>
    list.map((value) => [String(value), tell(value)] as const);
  return (
    <>
      {bank.data.value?.length === 0 ? (
        <p class="note note-warn">
          <span>
            {say.emptyBank} <a href="#tai-len">{words.value.pages['tai-len']}</a>
          </span>
        </p>
      ) : null}
      <a class="back" href="#noi-truc-tiep">
        {say.byVoice}
      </a>
      <SoundChoice
        label={say.signal}
        none={say.noSignal}
        value={draft.signalRecordingId}
        change={(signalRecordingId) => change({ signalRecordingId })}
      />
      <SoundChoice
        label={say.recording}
        none={say.noRecording}
        value={draft.recordingId}
        change={(recordingId) => change({ recordingId })}
      />
      <TextField label={say.name} hint={say.nameHint} value={draft.title} change={(title) => change({ title })} />
      <TextField
        label={say.reason}
        hint={say.reasonHint}
        value={draft.reason}
        maxLength={500}
        change={(reason) => change({ reason })}
      />
      <details>
        <summary>{say.more}</summary>
        <div class="stack">
          <Choice
            label={say.repeats}
            value={String(draft.repeats)}
            options={numbers(REPEATS, say.times)}
            change={(value) => change({ repeats: Number(value) })}
          />
          <Choice
            label={say.gap}
            value={String(draft.gapSeconds)}
            options={numbers(GAPS_S, (seconds) => tellSpan(seconds * 1000))}
            change={(value) => change({ gapSeconds: Number(value) })}
          />
          <Choice
            label={say.validFor}
            value={String(draft.validForMinutes)}
            options={numbers(VALID_MIN, (minutes) => tellSpan(minutes * 60_000))}
            change={(value) => change({ validForMinutes: Number(value) })}
          />
          <SoundChoice
            label={say.allClearWith}
            none={say.allClearStation}
            value={draft.allClearRecordingId}
            change={(allClearRecordingId) => change({ allClearRecordingId })}
          />
        </div>
      </details>
    </>
  );
}
