import { Icon } from './icon.tsx';

/** What is still missing before something can be sent. */
export function Need({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <p class="note note-bad" role="alert">
      <Icon name="warn" />
      <span>{text}</span>
    </p>
  );
}
