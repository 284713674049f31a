import { useEffect } from 'preact/hooks';
import { Unreachable } from '../api/failure.ts';
import { lostSince } from '../live/connection.ts';
import { Icon } from '../parts/icon.tsx';
import { words } from '../words/language.ts';
import { tellSoon } from '../words/tell.ts';
import type { KeptState } from './use-kept.ts';

interface KeptNoteProps {
  readonly kept: KeptState;
  /** What went wrong when it was sent: no answer makes it one that is not sent yet. */
  readonly failure: unknown;
  /** What a form cannot keep, and must be given again. */
  readonly again?: string;
}

/** Says that a form was begun before, or that it is not sent yet, and lets the person throw it away. */
export function KeptNote({ kept, failure, again }: KeptNoteProps) {
  const say = words.value.kept;
  kept.moves.value;
  useEffect(() => {
    if (failure instanceof Unreachable) kept.unsent();
  }, [failure]);
  if (kept.isOffered) {
    return (
      <div class="note kept" role="status">
        <p>{say.offered}</p>
        <div class="buttons">
          <button type="button" class="small" onClick={() => kept.takeUp()}>
            {say.takeUp}
          </button>
          <button type="button" class="small" onClick={() => kept.drop()}>
            {say.drop}
          </button>
        </div>
      </div>
    );
  }
  if (kept.sinceAt === null && !kept.isUnsent) return null;
  return (
    <div class={kept.isUnsent ? 'note note-warn kept' : 'note kept'} role="status">
      <p>
        {kept.isUnsent ? <Icon name="lost" /> : null}{' '}
        {kept.isUnsent
          ? lostSince.value === null
            ? say.unsentNow
            : say.unsent
          : say.since(tellSoon(kept.sinceAt ?? 0))}{' '}
        {again ?? ''}
      </p>
      <button type="button" class="small" onClick={() => kept.drop()}>
        {say.drop}
      </button>
    </div>
  );
}
