import { station } from '../live/station.ts';
import { words } from '../words/language.ts';

/** Ten codes, shown once: printed, put into an envelope, sealed. */
export function RecoveryList({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const say = words.value.account;
  return (
    <section class="card recovery" aria-labelledby="recovery-codes">
      <h2 id="recovery-codes">{say.recoveryTitle}</h2>
      <p class="only-print">{station.data.value?.name ?? words.value.brand}</p>
      <p>{say.recoveryWhy}</p>
      <ol class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div class="buttons no-print">
        <button type="button" onClick={() => print()}>
          {say.print}
        </button>
        <button type="button" class="main" onClick={done}>
          {say.recoveryDone}
        </button>
      </div>
    </section>
  );
}
