import { call } from '../api/client.ts';
import { ActButton } from '../parts/act-button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { words } from '../words/language.ts';
import { type FmStation, stations } from './lists.ts';

type Paths = NonNullable<FmStation['paths']>;
const PATHS = ['audio', 'manifest', 'now', 'nowUtf8'] as const satisfies ReadonlyArray<keyof Paths>;

/** What is typed into the computer at the transmitter; shown when somebody asks for it, because the key is in it. */
export function AddressList({ station, paths }: { station: FmStation; paths: Paths }) {
  const { fm, today } = words.value;
  const say = fm.addresses;
  const renew = async () => {
    await call('renewFmKey', { params: { id: station.id } });
    await stations.refresh();
  };
  return (
    <details>
      <summary>{say.title}</summary>
      <div class="stack">
        <p class="note">{say.hint}</p>
        <ul class="plain-list">
          {PATHS.map((path) => {
            const address = new URL(paths[path], location.origin).href;
            return (
              <li key={path} class="stack">
                <strong>{say[path]}</strong>
                <span class="hint">{say[`${path}Hint`]}</span>
                <span class="address">{address}</span>
                <span class="row">
                  <CopyButton text={address} what={say[path]} />
                </span>
              </li>
            );
          })}
        </ul>
        <ActButton
          needs={['gate']}
          question={{ text: say.askRenew(station.name), yes: say.yesRenew, no: today.keep }}
          act={renew}
        >
          {say.renew}
        </ActButton>
      </div>
    </details>
  );
}
