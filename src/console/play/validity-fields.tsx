import { TextField } from '../parts/text-field.tsx';
import { makeWords } from '../upload/make-words.ts';
import type { Validity } from './versions.ts';

/** From which day until which day a bulletin may be heard. */
export function ValidityFields({ validity, change }: { validity: Validity; change: (validity: Validity) => void }) {
  const say = makeWords.value;
  return (
    <fieldset class="inner">
      <legend>{say.validity}</legend>
      <TextField
        label={say.validFrom}
        type="date"
        required={false}
        value={validity.fromDate}
        change={(fromDate) => change({ ...validity, fromDate })}
      />
      <TextField
        label={say.validTo}
        type="date"
        required={false}
        value={validity.toDate}
        change={(toDate) => change({ ...validity, toDate })}
      />
    </fieldset>
  );
}
