import type { Endpoint } from '../live/lists.ts';
import { areas } from '../live/lists.ts';
import { Qr } from '../session/qr.tsx';
import { care } from './words.ts';

/** What is glued on the cabinet: name, code, and the way to this page. */
export function LabelPart({ endpoint: { id, name, code, areaId } }: { endpoint: Endpoint }) {
  const { one: say } = care.value;
  const area = areas.data.value?.find((known) => known.id === areaId)?.name ?? '';
  return (
    <section class="card" aria-labelledby="label-title">
      <h2 id="label-title">{say.label}</h2>
      <p class="hint no-print">{say.labelHint}</p>
      <div class="label-sheet">
        <Qr text={`${location.origin}/#cum-loa/${id}`} label={say.labelQr(name)} />
        <p>
          <strong>{name}</strong>
          <br />
          {[area, code ?? ''].filter((text) => text !== '' && text !== name).join(' · ')}
          <br />
          <span class="address">{location.host}</span>
        </p>
      </div>
      <button type="button" class="small" onClick={() => print()}>
        {say.print}
      </button>
    </section>
  );
}
