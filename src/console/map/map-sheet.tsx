import { useState } from 'preact/hooks';
import { API } from '../api/routes.ts';
import { care } from '../care/words.ts';
import { Icon } from '../parts/icon.tsx';
import { LOOKS, type ShownMap } from './looks.ts';
import { type Frame, type Spot, spotOf, within } from './projection.ts';
import type { VillageMark } from './village-marks.ts';

/** How far an arrow key moves a pin; with Shift, ten times as far. */
const STEP = 0.005;
const ARROWS: Readonly<Record<string, Spot>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const ZOOMS = [1, 1.5, 2.25, 3.5];
const percent = (part: number) => `${part * 100}%`;

interface MapSheetProps {
  readonly map: ShownMap;
  /** Null: a picture. */
  readonly frame: Frame | null;
  readonly marks: readonly VillageMark[];
  readonly placing: { readonly name: string; readonly at: Spot } | null;
  readonly move: (at: Spot) => void;
}

/** The sheet itself: an outline or a picture, marks on it, and the pin that is being put. */
export function MapSheet({ map, frame, marks, placing, move }: MapSheetProps) {
  const { map: say } = care.value;
  const [zoom, setZoom] = useState(0);
  const tap = (event: MouseEvent) => {
    if (placing === null) return;
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    move(within({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height }));
  };
  const nudge = (event: KeyboardEvent) => {
    const way = ARROWS[event.key];
    if (placing === null || !way) return;
    event.preventDefault();
    const step = event.shiftKey ? STEP * 10 : STEP;
    move(within({ x: placing.at.x + way.x * step, y: placing.at.y + way.y * step }));
  };
  return (
    <div>
      <div class="acts">
        <button type="button" class="small" disabled={zoom === ZOOMS.length - 1} onClick={() => setZoom(zoom + 1)}>
          {say.zoomIn}
        </button>
        <button type="button" class="small" disabled={zoom === 0} onClick={() => setZoom(zoom - 1)}>
          {say.zoomOut}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section class="map-window" tabIndex={0} aria-label={say.picture(map.name)}>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the pin does it by arrow keys */}
        <div
          class={placing === null ? 'map-sheet' : 'map-sheet placing'}
          style={{ width: percent(ZOOMS[zoom] ?? 1) }}
          onClick={tap}
        >
          {frame === null || map.kind === 'image' ? <Picture map={map} /> : <Outline map={map} frame={frame} />}
          {marks.map((mark) => (mark.at === null ? null : <MarkOnMap key={mark.key} mark={mark} at={mark.at} />))}
          {placing === null ? null : (
            <button
              type="button"
              class="map-pin"
              aria-label={say.pin(placing.name)}
              style={{ left: percent(placing.at.x), top: percent(placing.at.y) }}
              onKeyDown={nudge}
            >
              <Icon name="speaker" />
            </button>
          )}
        </div>
      </section>
    </div>
  );
}

function MarkOnMap({ mark: { name, online, all, standing, endpoints }, at }: { mark: VillageMark; at: Spot }) {
  const { map: say } = care.value;
  return (
    <a
      class={`map-mark map-${standing}`}
      href={`#cum-loa/${endpoints[0]?.id ?? ''}`}
      aria-label={say.village(name, online, all)}
      // Near a border the words go inwards.
      style={{ left: percent(at.x), top: percent(at.y), transform: `translate(${percent(-at.x)}, -50%)` }}
    >
      <Icon name={LOOKS[standing]} />
      <span>
        {name} {online}/{all}
      </span>
    </a>
  );
}

function Picture({ map }: { map: ShownMap }) {
  // Its size is known before it has come: nothing jumps.
  const size = map.kind === 'image' ? { width: map.width, height: map.height } : {};
  return <img src={`${API}/map/${map.id}/image`} alt="" draggable={false} {...size} />;
}

function Outline({ map, frame }: { map: ShownMap & { kind: 'outline' }; frame: Frame }) {
  const height = Math.round(1000 * frame.ratio);
  const at = ([lon, lat]: readonly [number, number]) => {
    const { x, y } = spotOf(frame, lon, lat);
    return `${(x * 1000).toFixed(1)} ${(y * height).toFixed(1)}`;
  };
  const path = map.outline.rings.map((ring) => `M${ring.map(at).join('L')}Z`).join('');
  return (
    <svg viewBox={`0 0 1000 ${height}`} aria-hidden="true" focusable="false">
      <path d={path} fill-rule="evenodd" />
      {map.outline.points.map(({ at: [lon, lat], name }) => {
        const { x, y } = spotOf(frame, lon, lat);
        return <circle key={`${name} ${lon} ${lat}`} cx={x * 1000} cy={y * height} r="6" />;
      })}
    </svg>
  );
}
