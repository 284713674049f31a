import { Icon } from '../parts/icon.tsx';
import { makeWords } from '../upload/make-words.ts';
import { words } from '../words/language.ts';

/** What was done with a bulletin, and where it goes on. */
export interface Done {
  readonly text: string;
  readonly to: '#hom-nay' | '#lich-phat' | '#duyet';
}

export function DoneNote({ done, again }: { done: Done; again: () => void }) {
  const { play } = words.value;
  const names = { '#hom-nay': play.toToday, '#lich-phat': play.toSchedule, '#duyet': makeWords.value.toApprove };
  return (
    <section class="card note-good" role="status">
      <p class="done">
        <Icon name="done" />
        <span>{done.text}</span>
      </p>
      <div class="buttons">
        <a class="button main" href={done.to}>
          {names[done.to]}
        </a>
        <button type="button" onClick={again}>
          {play.again}
        </button>
      </div>
    </section>
  );
}
