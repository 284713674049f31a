import { tick } from '../live/station.ts';
import { Icon } from '../parts/icon.tsx';
import { go } from '../where.ts';
import { words } from '../words/language.ts';
import { mayDo, missingProof } from './session.ts';
import { askForProof } from './step-up.tsx';

/** Says long before it is needed that emergencies cannot be sent yet, and leads to what is missing. */
export function EmergencyProofNote() {
  const say = words.value.account;
  tick.value;
  const missing = mayDo('emergency') ? missingProof('strongUntil') : null;
  if (missing === null) return null;
  const isEnrol = missing === 'enrol';
  return (
    <div class="note note-bad" role="alert">
      <Icon name="warn" />
      <span>{isEnrol ? say.alarmEnrol : say.alarmProve}</span>
      <button type="button" onClick={() => (isEnrol ? go('quan-ly', 'tai-khoan') : void askForProof())}>
        {isEnrol ? say.enrolNow : say.proveNow}
      </button>
    </div>
  );
}
