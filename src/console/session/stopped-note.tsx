import { words } from '../words/language.ts';
import type { Stopped } from './passkey.ts';

/** The browser came back without a passkey. */
export function StoppedNote({ why }: { why: Stopped | null }) {
  const say = words.value.account;
  if (why === null) return null;
  return (
    <p class="note" role="alert">
      {why === 'known' ? say.passkeyKnown : say.passkeyStopped}
    </p>
  );
}
