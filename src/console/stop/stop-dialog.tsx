import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { areas } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Icon } from '../parts/icon.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { TextField } from '../parts/text-field.tsx';
import { AreaChoice } from '../places/area-choice.tsx';
import { words } from '../words/language.ts';
import { ownAreas, stopAsked, stopNow } from './hold.ts';

const HOLDS = [0, 10, 30, 60, 120, 480] as const;
const FRESH = { areaId: '', holdMinutes: 30, reason: '' };

/** The second press: everything is filled in, so that it can be pressed at once. */
export function StopDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = stopAsked.value;
  useLayoutEffect(() => {
    if (!isOpen) return;
    void areas.refresh();
    dialog.current?.showModal();
  }, [isOpen]);
  if (!isOpen) return null;
  return (
    <dialog
      ref={dialog}
      class="ask stop-ask"
      aria-labelledby="stop-title"
      onCancel={() => (stopAsked.value = false)}
      onClose={() => (stopAsked.value = false)}
    >
      <StopForm />
    </dialog>
  );
}

function StopForm() {
  const say = words.value.stop;
  const [wish, setWish] = useState(FRESH);
  const submitting = useSubmitting();
  const mine = ownAreas.value?.map((id) => areas.data.value?.find((area) => area.id === id)?.name ?? '…');
  const yes = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => yes.current?.focus(), []);
  const send = (event: Event) => {
    event.preventDefault();
    submitting.run(async () => {
      await stopNow(wish);
      stopAsked.value = false;
    });
  };
  return (
    <form noValidate onSubmit={send}>
      <h2 id="stop-title">{say.title}</h2>
      <div class="buttons">
        <button ref={yes} type="submit" class="danger" disabled={submitting.busy}>
          <Icon name="stop" />
          {submitting.busy ? say.busy : say.yes}
        </button>
        <button type="button" onClick={() => (stopAsked.value = false)}>
          {say.no}
        </button>
      </div>
      <FailureNote failure={submitting.failure} />
      <AreaChoice
        label={say.where}
        none={mine === undefined ? say.everywhere : say.mine(mine.join(', '))}
        value={wish.areaId}
        change={(areaId) => setWish({ ...wish, areaId })}
      />
      <Choice
        label={say.hold}
        value={String(wish.holdMinutes)}
        options={HOLDS.map((minutes) => [String(minutes), say.holds[minutes]] as const)}
        change={(minutes) => setWish({ ...wish, holdMinutes: Number(minutes) })}
      />
      <TextField
        label={say.reason}
        value={wish.reason}
        maxLength={200}
        required={false}
        change={(reason) => setWish({ ...wish, reason })}
      />
      <p class="hint">{say.hint}</p>
    </form>
  );
}
