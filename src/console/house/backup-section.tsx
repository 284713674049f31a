import { Refused } from '../api/failure.ts';
import { useFresh } from '../live/feed.ts';
import { ActButton } from '../parts/act-button.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Mark } from '../parts/mark.tsx';
import { Need } from '../parts/need.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { mayDo } from '../session/session.ts';
import { say as told, words } from '../words/language.ts';
import { tellMoment, tellPercent, tellSoon } from '../words/tell.ts';
import { type Backups, backups, type Copy, download, removeCopy, sizeText, startBackup } from './backups.ts';

const SLOWLY_MS = 10_000;
const QUICKLY_MS = 1500;

/** Sao lưu: a button, how far it is, and the copies that there are. */
export function BackupSection({ looking }: { looking: boolean }) {
  const say = words.value.backup;
  const now = backups.data.value;
  const isBusy = now !== null && !(now instanceof Refused) && (now.running !== null || now.isPutOff);
  useFresh(backups, looking && mayDo('maintain'), isBusy ? QUICKLY_MS : SLOWLY_MS);
  if (!mayDo('maintain') || (now instanceof Refused && now.code === 'NOT_FOUND')) return null;
  return (
    <section aria-labelledby="house-backup">
      <h2 id="house-backup">{say.title}</h2>
      <p class="hint">{say.hint}</p>
      {now === null ? <p>{words.value.wait}</p> : null}
      {now instanceof Refused ? <FailureNote failure={now} /> : null}
      {now === null || now instanceof Refused ? null : (
        <>
          <StandingCard now={now} />
          {now.disk === 'ready' ? <CopiesCard copies={now.copies} /> : null}
        </>
      )}
    </section>
  );
}

function CopiesCard({ copies }: Pick<Backups, 'copies'>) {
  const say = words.value.backup;
  return (
    <div class="card">
      <h3>{say.copies}</h3>
      {copies.length === 0 ? <p>{say.noCopies}</p> : null}
      {copies.map((copy) => (
        <CopyLine key={copy.name} copy={copy} />
      ))}
    </div>
  );
}

function StandingCard({ now }: { now: Backups }) {
  const say = words.value.backup;
  const { running, disk, failure, lastGoodAt } = now;
  const submitting = useSubmitting();
  return (
    <div class="card">
      {lastGoodAt === null || now.isLate ? (
        <Need text={now.isLate ? say.late(now.warnDays) : null} />
      ) : (
        <Mark icon="done" tone="good">
          {say.lastGood(tellSoon(lastGoodAt))}
        </Mark>
      )}
      {failure === null || running !== null ? null : (
        <Need text={say.failed(tellSoon(failure.at), failure.trigger === 'night', told(failure.text))} />
      )}
      {disk === 'ready' ? null : <Need text={say.disks[disk](now.folder)} />}
      {disk === 'ready' && now.isFull ? <Need text={say.full} /> : null}
      <Progress now={now} />
      <FailureNote failure={submitting.failure} />
      <button
        type="button"
        class="main"
        disabled={submitting.busy || running !== null || now.isPutOff || now.isEmergency}
        onClick={() => submitting.run(() => startBackup(false))}
      >
        {say.start}
      </button>
      {disk === 'other' ? (
        <ActButton
          question={{ text: say.askDisk(now.folder), yes: say.yesDisk, no: words.value.house.keep }}
          act={() => startBackup(true)}
        >
          {say.useDisk}
        </ActButton>
      ) : null}
      <p class="hint">{now.nightAt === null ? say.noNights : say.nights(now.nightAt, now.keep)}</p>
      <p class="hint">{say.where(now.folder, now.freeBytes === null ? null : sizeText(now.freeBytes))}</p>
      {now.isOwnFolder ? <p class="hint">{say.sameDisk}</p> : null}
      <p class="hint">{now.seals ? say.seals : say.open}</p>
    </div>
  );
}

function Progress({ now: { running, isPutOff, isEmergency } }: { now: Backups }) {
  const say = words.value.backup;
  if (running === null) {
    if (!isPutOff && !isEmergency) return null;
    return <p role="status">{isPutOff ? say.putOff : say.emergency}</p>;
  }
  const { step, doneBytes, totalBytes } = running;
  const share = step === null || totalBytes === 0 ? null : Math.min(doneBytes, totalBytes);
  const text = step === 'check' ? say.checking : say.making;
  return (
    <div role="status">
      <p>{text(share === null ? null : tellPercent(share, totalBytes))}</p>
      {share === null ? <progress aria-label={say.making(null)} /> : null}
      {share === null ? null : <progress aria-label={text(null)} max={totalBytes} value={share} />}
    </div>
  );
}

function CopyLine({ copy }: { copy: Copy }) {
  const say = words.value.backup;
  const { name, madeAt, bytes, isSealed, checkedAt, trigger, damagedSounds } = copy;
  const submitting = useSubmitting();
  const title = madeAt === null ? name : tellMoment(madeAt);
  return (
    <fieldset class="inner">
      <legend>{title}</legend>
      {checkedAt === null ? (
        <Mark icon="warn" tone="warn">
          {say.unchecked}
        </Mark>
      ) : (
        <Mark icon="done" tone="good">
          {say.checked}
        </Mark>
      )}
      <p>
        {[sizeText(bytes), isSealed ? say.sealed : say.unsealed, ...(trigger === null ? [] : [say.by[trigger]])].join(
          ' · ',
        )}
      </p>
      {damagedSounds === 0 ? null : <p class="hint">{say.damaged(damagedSounds)}</p>}
      <FailureNote failure={submitting.failure} />
      <div class="buttons">
        <button
          type="button"
          class="small"
          disabled={submitting.busy}
          onClick={() => submitting.run(() => download(name))}
        >
          {say.download}
        </button>
        <ActButton
          question={{ text: say.askRemove(title), yes: say.yesRemove, no: words.value.house.keep }}
          act={() => removeCopy(name)}
        >
          {say.remove}
        </ActButton>
      </div>
    </fieldset>
  );
}
