import { useFresh } from '../live/feed.ts';
import { recordings } from '../live/lists.ts';
import { where } from '../where.ts';
import { words } from '../words/language.ts';
import { DropBox } from './drop-box.tsx';
import { RecordingList } from './recording-list.tsx';
import { RecordingView } from './recording-view.tsx';
import { UploadLine } from './upload-line.tsx';
import { uploads } from './uploads.ts';
import { useVisited } from './visited.ts';

export function UploadPage({ looking }: { looking: boolean }) {
  const { upload } = words.value;
  const { page, thing } = where.value;
  const shown = page === 'tai-len' ? thing : '';
  const visited = useVisited(shown);
  useFresh(recordings, looking && shown === '');
  return (
    <div hidden={!looking}>
      <div hidden={shown !== ''}>
        <h1>{upload.title}</h1>
        <DropBox />
        <ul class="cards">
          {uploads.value.map((one) => (
            <UploadLine key={one.mark} upload={one} />
          ))}
        </ul>
        <RecordingList />
      </div>
      {visited.map((id) => (
        <RecordingView key={id} id={id} looking={looking && id === shown} />
      ))}
    </div>
  );
}
