import { useState } from 'preact/hooks';
import { type Answer, sendFile } from '../api/client.ts';
import { API } from '../api/routes.ts';
import { areas, endpoints } from '../live/lists.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { Field } from '../parts/field.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { say as tell, words } from '../words/language.ts';
import { Reach } from './act-preview.tsx';

type Found = Answer<'importAreas'>;
const MOST = 40;

/** Choose a file, see what it would change line by line, take it as a whole. */
export function ImportForm() {
  const { areas: say } = words.value;
  const [file, setFile] = useState<File | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const submitting = useSubmitting();
  const choose = (chosen: File | null) => {
    setFile(chosen);
    setFound(null);
    if (chosen) submitting.run(async () => setFound(await sendFile('importAreas', {}, chosen)));
  };
  const take = () =>
    submitting.run(async () => {
      if (file === null || found === null) return;
      setFound(await sendFile('importAreas', { seen: found.seen }, file));
      await Promise.all([areas.refresh(), endpoints.refresh()]);
    });
  return (
    <div class="card">
      <Field label={say.file} hint={say.fileHint}>
        {(ids) => (
          <input
            {...ids}
            type="file"
            accept=".csv,text/csv,text/plain"
            onChange={(event) => choose(event.currentTarget.files?.[0] ?? null)}
          />
        )}
      </Field>
      <p>
        <a href={`${API}/areas/export.csv`}>{say.download}</a>
      </p>
      {submitting.busy ? <p>{words.value.wait}</p> : null}
      <FailureNote failure={submitting.failure} />
      {found === null ? null : <FileFound found={found} />}
      {found !== null && !found.taken && found.wrongCount === 0 && changesOf(found) > 0 ? (
        <button type="button" class="main" disabled={submitting.busy} onClick={take}>
          {say.take(changesOf(found))}
        </button>
      ) : null}
    </div>
  );
}

function changesOf({ counts: { areas: area, clusters } }: Found): number {
  return area.new + area.changed + clusters.new + clusters.changed;
}

function FileFound({ found }: { found: Found }) {
  const { areas: say } = words.value;
  const { counts, lines, wrong, wrongCount, unknownColumns, gains, taken } = found;
  return (
    <div role="status">
      {taken ? <p class="note note-good">{say.taken}</p> : null}
      {!taken && wrongCount === 0 && changesOf(found) === 0 ? <p>{say.nothingNew}</p> : null}
      <ul>
        <li>{say.fileAreas(counts.areas.new, counts.areas.changed, counts.areas.same)}</li>
        <li>{say.fileClusters(counts.clusters.new, counts.clusters.changed, counts.clusters.same)}</li>
      </ul>
      {unknownColumns.length === 0 ? null : <p class="hint">{say.unknownColumns(unknownColumns.join(', '))}</p>}
      {wrongCount === 0 ? null : (
        <div class="note note-bad">
          <div>
            <p>
              <strong>{say.wrong(wrongCount)}</strong>
            </p>
            <ul>
              {wrong.slice(0, MOST).map(({ line, field, problem }) => (
                <li key={`${line} ${field}`}>{say.wrongLine(line, field, tell(problem))}</li>
              ))}
              {wrongCount > MOST ? <li>{say.more(wrongCount - MOST)}</li> : null}
            </ul>
          </div>
        </div>
      )}
      <Reach title={say.gains} lines={gains} isWarning />
      {taken || lines.length === 0 ? null : (
        <details>
          <summary>{say.fileLines}</summary>
          <ul class="plain-list">
            {lines.map(({ line, name, word, changes }) => (
              <li key={line}>
                {name}{' '}
                <span class="hint">
                  {word === 'new'
                    ? say.isNew
                    : changes.map(({ field, before, after }) => say.changed(field, before, after)).join('; ')}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
