import { Icon } from '../parts/icon.tsx';
import { words } from '../words/language.ts';
import type { Standing } from './send-play.ts';

/** How the bulletin stands with approval, in words, before anybody thinks that it will be heard. */
export function ApprovalNote({ title, approval, isNow }: { title: string; approval: Standing; isNow: boolean }) {
  const say = words.value.approve.play;
  if (approval.isCovered) {
    return (
      <p class="done">
        <Icon name="done" />
        <span>{say.isApproved(approval.decidedBy)}</span>
      </p>
    );
  }
  return (
    <div class="note note-warn">
      <p>
        <strong>{approval.state === 'sent_back' ? say.sentBack(title) : say.waits(title)}</strong>
      </p>
      {isNow ? <p>{say.notNow}</p> : null}
      <p>
        <a href="#duyet">{say.toApprove}</a>
      </p>
    </div>
  );
}
