import { useRef, useState } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { words } from '../words/language.ts';
import { addFiles } from './uploads.ts';

export function DropBox() {
  const say = words.value.upload;
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [empty, setEmpty] = useState<string | null>(null);
  const take = (files: readonly File[]) => {
    setEmpty(files.find((file) => file.size === 0)?.name ?? null);
    addFiles(files.filter((file) => file.size > 0));
  };
  return (
    // Dropping is a shortcut for the button inside, which keyboards and screen readers use.
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same
    <div
      class={`drop card${over ? ' over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <p class="only-wide">{say.drop}</p>
      <input
        ref={input}
        type="file"
        accept="audio/*,video/mp4,video/3gpp,.amr,.opus,.ogg,.m4a,.3gp,.flac"
        multiple
        hidden
        onChange={(event) => {
          take([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      <button type="button" class="main" onClick={() => input.current?.click()}>
        <Icon name="upload" />
        {say.pick}
      </button>
      <p class="hint">{say.kinds}</p>
      {empty === null ? null : (
        <p class="note note-bad" role="alert">
          {say.empty(empty)}
        </p>
      )}
    </div>
  );
}
