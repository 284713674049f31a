import { care } from '../care/words.ts';
import type { Endpoint } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { useSubmitting } from '../parts/submitting.ts';

interface PlaceFormProps {
  readonly placing: Endpoint | null;
  readonly candidates: readonly Endpoint[];
  readonly choose: (endpoint: Endpoint | null) => void;
  readonly save: () => Promise<void>;
}

/** Which cluster is being put on the map, and the button that keeps its place. */
export function PlaceForm({ placing, candidates, choose, save }: PlaceFormProps) {
  const { map: say } = care.value;
  const submitting = useSubmitting();
  return (
    <fieldset class="inner">
      <legend>{say.place}</legend>
      <Choice
        label={say.which}
        value={placing?.id ?? ''}
        options={[['', say.choose], ...candidates.map(({ id, name }) => [id, name] as const)]}
        change={(id) => choose(candidates.find((one) => one.id === id) ?? null)}
      />
      {placing === null ? null : (
        <>
          <p>{say.how}</p>
          <FailureNote failure={submitting.failure} />
          <div class="acts">
            <button type="button" class="main" disabled={submitting.busy} onClick={() => submitting.run(save)}>
              {say.save}
            </button>
            <button type="button" class="small" onClick={() => choose(null)}>
              {say.stop}
            </button>
          </div>
        </>
      )}
    </fieldset>
  );
}
