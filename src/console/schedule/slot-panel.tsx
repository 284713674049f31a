import { signal } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { areas, rules } from '../live/lists.ts';
import { stationNow } from '../live/station.ts';
import { ActButton } from '../parts/act-button.tsx';
import { LevelMark } from '../parts/level-mark.tsx';
import { mayDo } from '../session/session.ts';
import { stoppable } from '../today/verdict.ts';
import { say as sayBoth, words } from '../words/language.ts';
import { tellMoment, tellSpan, tellTime } from '../words/tell.ts';
import { calendar, type Slot } from './calendar.ts';
import { MoveForm } from './move-form.tsx';
import { SlotMark } from './slot-mark.tsx';
import { isMovable, slotState } from './slot-state.ts';
import { type Target, targetOf } from './target.ts';

type Work = { readonly work: 'look' } | { readonly work: 'move'; readonly to: Target | null };

/** The slot that somebody opened, and what he is about to do with it. */
const opened = signal<(Work & { readonly slot: Slot }) | null>(null);

export const openSlot = (slot: Slot): void => {
  opened.value = { work: 'look', slot };
};
/** Null: it is left out. */
export const moveSlot = (slot: Slot, to: Target | null): void => {
  opened.value = { work: 'move', slot, to };
};

interface SlotPanelProps {
  readonly editRule: (ruleId: string) => void;
  readonly done: (what: string) => void;
}

/** What a broadcast of the calendar is, and what can be done with it. */
export function SlotPanel(props: SlotPanelProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const now = opened.value;
  const key = now?.slot.id;
  useLayoutEffect(() => {
    if (key !== undefined) dialog.current?.showModal();
  }, [key]);
  if (now === null) return null;
  const close = () => {
    opened.value = null;
  };
  return (
    <dialog ref={dialog} class="ask slot-panel" aria-label={now.slot.title} onCancel={close} onClose={close}>
      <Panel key={key} {...props} {...now} close={close} />
    </dialog>
  );
}

function Panel({ slot, editRule, done, close, ...began }: SlotPanelProps & Work & { slot: Slot; close: () => void }) {
  const say = words.value.schedule.slot;
  const { today: todayWords } = words.value;
  const [work, setWork] = useState<Work>(began);
  const { title, plannedAt, durationMs, ruleId, broadcastId, areaIds, hindrance } = slot;
  const rule = rules.data.value?.find(({ id }) => id === ruleId) ?? null;
  const isFile = rule?.sourceFile != null;
  const canMove = mayDo('operate') && isMovable(slot, stationNow()) && (rule ? !isFile : slot.isAskedOnce);
  const places = (areas.data.value ?? []).filter(({ id }) => areaIds.includes(id)).map(({ name }) => name);
  const state = slot.state === 'on_air' ? 'on_air' : 'planned';
  const canStop = broadcastId !== null && (slot.state === 'on_air' || slot.state === 'planned') && stoppable({ state });
  const stop = async () => {
    await call('stopBroadcast', { params: { id: broadcastId ?? '' } });
    await calendar.refresh();
    close();
  };
  if (work.work === 'move' && canMove) {
    return (
      <MoveForm
        slot={slot}
        rule={rule}
        target={work.to}
        close={close}
        done={(what) => {
          close();
          done(what);
        }}
      />
    );
  }
  return (
    <div class="stack">
      <h2>{title}</h2>
      <p>
        <SlotMark state={slotState(slot)} /> <LevelMark level={slot.level} />
      </p>
      <dl class="facts">
        <dt>{words.value.play.when}</dt>
        <dd>{tellMoment(plannedAt)}</dd>
        {durationMs === null ? null : (
          <>
            <dt>{say.lasts}</dt>
            <dd>{tellSpan(durationMs)}</dd>
          </>
        )}
        <dt>{say.where}</dt>
        <dd>{places.join(', ')}</dd>
      </dl>
      {hindrance === null ? null : <p class="note note-warn">{sayBoth(hindrance.text)}</p>}
      <p class="hint">
        {rule === null
          ? say.once
          : isFile
            ? say.fromFile(rule.sourceFile ?? '')
            : say.byRule(sayBoth(rule.description))}
      </p>
      <div class="buttons">
        {canMove ? (
          <button type="button" onClick={() => setWork({ work: 'move', to: targetOf(slot) })}>
            {say.move}
          </button>
        ) : null}
        {canMove && rule ? (
          <button type="button" onClick={() => setWork({ work: 'move', to: null })}>
            {say.skip}
          </button>
        ) : null}
        {rule && !isFile && mayDo('operate') ? (
          <button
            type="button"
            onClick={() => {
              close();
              editRule(rule.id);
            }}
          >
            {say.editRule}
          </button>
        ) : null}
        {canStop ? (
          <ActButton
            needs={['operate']}
            question={{
              text: state === 'on_air' ? todayWords.askStop(title) : todayWords.askCancel(title, tellTime(plannedAt)),
              yes: state === 'on_air' ? todayWords.yesStop : todayWords.yesCancel,
              no: todayWords.keep,
            }}
            act={stop}
          >
            {state === 'on_air' ? say.stop : say.cancel}
          </ActButton>
        ) : null}
        <button type="button" onClick={close}>
          {words.value.close}
        </button>
      </div>
    </div>
  );
}
