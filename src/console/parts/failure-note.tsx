import { Refused, Unreachable } from '../api/failure.ts';
import { say, words } from '../words/language.ts';
import { Icon } from './icon.tsx';

/** What went wrong and what to do now, in the language of the screen. */
export function FailureNote({ failure }: { failure: unknown }) {
  if (failure === null || failure === undefined) return null;
  return (
    <p class="note note-bad" role="alert">
      <Icon name="warn" />
      <span>{failureText(failure)}</span>
    </p>
  );
}

function failureText(failure: unknown): string {
  if (failure instanceof Refused) return say(failure.text);
  if (failure instanceof Unreachable) return words.value.noAnswer;
  return words.value.failed;
}
