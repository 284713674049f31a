import { call } from '../api/client.ts';
import { useFresh } from '../live/feed.ts';
import type { Recording } from '../live/lists.ts';
import { ActButton } from '../parts/act-button.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Icon } from '../parts/icon.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { words } from '../words/language.ts';
import { bank } from './alerts.ts';

const SLOWLY_MS = 10_000;

/** Puts a recording into the emergency bank, or takes it out. */
export function BankForm({ recording, looking }: { recording: Recording; looking: boolean }) {
  const { alarm, today } = words.value;
  const say = alarm.bank;
  useFresh(bank, looking, SLOWLY_MS);
  const submitting = useSubmitting();
  const { id, title } = recording;
  const put = async (isBanked: boolean) => {
    await call('bankRecording', { params: { id }, body: { bank: isBanked } });
    await bank.refresh();
  };
  const isInside = bank.data.value?.some(({ recordingId }) => recordingId === id);
  return (
    <section class="card" aria-label={say.title}>
      <h2>{say.title}</h2>
      <p class="hint">{say.hint}</p>
      {isInside ? (
        <>
          <p class="done">
            <Icon name="alarm" />
            <span>{say.inside}</span>
          </p>
          <ActButton question={{ text: say.askTake(title), yes: say.take, no: today.keep }} act={() => put(false)}>
            {say.take}
          </ActButton>
        </>
      ) : (
        <button type="button" class="small" disabled={submitting.busy} onClick={() => submitting.run(() => put(true))}>
          <Icon name="alarm" />
          {say.put}
        </button>
      )}
      <FailureNote failure={submitting.failure} />
    </section>
  );
}
