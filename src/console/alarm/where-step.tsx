import { areas, zones } from '../live/lists.ts';
import { Checks } from '../parts/checks.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Icon } from '../parts/icon.tsx';
import { ZoneChoice } from '../play/zone-choice.tsx';
import { words } from '../words/language.ts';
import { tellSpan } from '../words/tell.ts';
import type { AlarmDraft } from './draft.ts';
import type { DryRun } from './dry-run.ts';

interface WhereStepProps {
  readonly draft: AlarmDraft;
  readonly change: (part: Partial<AlarmDraft>) => void;
  readonly dryRun: DryRun;
}

/** Step 2: where; and what the station says would happen there now. */
export function WhereStep({ draft, change, dryRun }: WhereStepProps) {
  const say = words.value.alarm;
  const areaList = areas.data.value ?? [];
  return (
    <>
      <button
        type="button"
        class="small"
        onClick={() =>
          change({
            zoneIds: (zones.data.value ?? []).filter((zone) => zone.endpointIds.length > 0).map(({ id }) => id),
          })
        }
      >
        {say.everywhere}
      </button>
      <ZoneChoice label={say.zones} chosen={draft.zoneIds} change={(zoneIds) => change({ zoneIds })} />
      {areaList.length === 0 ? null : (
        <Checks
          label={say.villages}
          options={areaList.map(({ id, name }) => ({ value: id, text: name }))}
          chosen={draft.areaIds}
          change={(areaIds) => change({ areaIds })}
        />
      )}
      <div aria-live="polite" class="stack">
        <Consequences draft={draft} change={change} dryRun={dryRun} />
      </div>
    </>
  );
}

export function Consequences({ draft, change, dryRun }: WhereStepProps) {
  const { alarm: say, levels, units } = words.value;
  if (dryRun.failure !== null) return <FailureNote failure={dryRun.failure} />;
  if (draft.zoneIds.length + draft.areaIds.length === 0) return null;
  const { answer } = dryRun;
  if (answer === null) return <p>{say.counting}</p>;
  const all = answer.villages.flatMap(({ endpoints }) => endpoints);
  const missing = answer.villages.flatMap(({ name, endpoints }) =>
    endpoints.filter(({ isReachable }) => !isReachable).map((endpoint) => ({ ...endpoint, village: name })),
  );
  return (
    <>
      <p class="sentence">
        {say.reaches(all.length - missing.length, all.length)} {say.lasts(tellSpan(answer.durationMs))}
      </p>
      {missing.length === 0 ? (
        <p class="note note-good">
          <Icon name="done" />
          <span>{say.allReached}</span>
        </p>
      ) : (
        <div class="note note-bad">
          <p>
            <strong>{say.missing}</strong>
          </p>
          <ul>
            {missing.map(({ endpointId, name, village }) => (
              <li key={endpointId}>{village === name ? name : `${village}: ${name}`}</li>
            ))}
          </ul>
        </div>
      )}
      {answer.behind.length === 0 ? null : (
        <div class="note note-bad">
          <p>{say.behind}</p>
          <ul>
            {answer.behind.map(({ broadcastId, title }) => (
              <li key={broadcastId}>{title}</li>
            ))}
          </ul>
        </div>
      )}
      {answer.interrupts.length === 0 ? (
        <p>{say.noInterrupt}</p>
      ) : (
        <div class="note note-warn">
          <p>{say.interrupts}</p>
          <ul>
            {answer.interrupts.map(({ broadcastId, title, level, endpoints }) => (
              <li key={broadcastId}>{say.interruptLine(title, levels[level], units.speakers(endpoints))}</li>
            ))}
          </ul>
        </div>
      )}
      {answer.unbanked.length === 0 ? null : (
        <div class="note note-warn">
          <p>{say.unbanked}</p>
          <ul>
            {answer.unbanked.map((title) => (
              <li key={title}>{title}</li>
            ))}
          </ul>
          <label class="check">
            <input
              type="checkbox"
              checked={draft.allowUnplaced}
              onChange={({ currentTarget }) => change({ allowUnplaced: currentTarget.checked })}
            />
            <span>{say.allowUnplaced}</span>
          </label>
        </div>
      )}
    </>
  );
}
