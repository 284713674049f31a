import { tellSpan } from '../words/tell.ts';
import { type Edge, movedByKey, movedTo, type Selection } from './selection.ts';
import { trimWords } from './words.ts';

interface TrimHandleProps {
  readonly edge: Edge;
  readonly selection: Selection;
  readonly wholeMs: number;
  readonly change: (selection: Selection) => void;
}

/** One end of what is kept: pulled with a finger, or moved with the keys of a slider. */
export function TrimHandle({ edge, selection, wholeMs, change }: TrimHandleProps) {
  const say = trimWords.value;
  const pull = (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
    const handle = event.currentTarget;
    const track = handle.parentElement?.getBoundingClientRect();
    if (!track || !handle.hasPointerCapture(event.pointerId)) return;
    change(movedTo(selection, edge, ((event.clientX - track.left) / track.width) * wholeMs, wholeMs));
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      class={`trim-handle ${edge === 'fromMs' ? 'trim-from' : 'trim-to'}`}
      style={{ left: `${(selection[edge] / wholeMs) * 100}%` }}
      aria-label={edge === 'fromMs' ? say.start : say.end}
      aria-valuemin={0}
      aria-valuemax={wholeMs}
      aria-valuenow={selection[edge]}
      aria-valuetext={tellSpan(selection[edge])}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
      }}
      onPointerMove={pull}
      onKeyDown={(event) => {
        const moved = movedByKey(selection, edge, event.key, wholeMs);
        if (moved === null) return;
        event.preventDefault();
        change(moved);
      }}
    />
  );
}
