import { tellDate, tellNumber } from '../words/tell.ts';
import type { LogWord, Outline, Sums } from './filter.ts';
import { changeFilter, filter, view } from './lines.ts';
import { logWords } from './log-words.ts';

const WORDS = ['whole', 'part', 'unknown', 'not_heard', 'withheld'] as const satisfies readonly LogWord[];

/** How many were planned, and how they were heard; pressing one shows only those. */
export function LogSums({ outline: { sums, open } }: { outline: Outline }) {
  const say = logWords.value.sums;
  const { word } = filter.value;
  return (
    <fieldset class="sums" aria-label={say.title}>
      <p class="sum">
        <strong>{tellNumber(sums.lines)}</strong> {say.lines}
      </p>
      {WORDS.map((one) => (
        <button
          key={one}
          type="button"
          class={`sum sum-${one}`}
          aria-pressed={word === one}
          disabled={sums[one] === 0 && word !== one}
          onClick={() => changeFilter({ word: word === one ? '' : one })}
        >
          <strong>{tellNumber(sums[one])}</strong> {say[one]}
        </button>
      ))}
      {open === null || open === 0 ? null : (
        <p class="sum">
          <strong>{tellNumber(open)}</strong> {say.open}
        </p>
      )}
    </fieldset>
  );
}

/** The same log day by day, or village by village; a name leads to its lines. */
export function LogGroups({ outline }: { outline: Outline }) {
  const say = logWords.value;
  const isDays = view.value === 'days';
  const groups: Array<{ key: string; name: string; sums: Sums; show: () => void }> = isDays
    ? outline.days.map(({ date, sums }) => ({
        ...{ key: date, name: tellDate(date), sums },
        show: () => changeFilter({ date, lastDate: date }),
      }))
    : outline.villages.map(({ village, sums }) => ({
        ...{ key: village, name: village === '' ? say.noVillage : village, sums },
        show: () => changeFilter({ village, areaId: '' }),
      }));
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{isDays ? say.day : say.village}</th>
          <th scope="col">{say.sums.lines}</th>
          {WORDS.map((word) => (
            <th key={word} scope="col">
              {say.sums[word]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map(({ key, name, sums, show }) => (
          <tr key={key}>
            <th scope="row">
              {key === '' ? (
                name
              ) : (
                <button
                  type="button"
                  class="as-link"
                  onClick={() => {
                    view.value = 'lines';
                    show();
                  }}
                >
                  {name}
                </button>
              )}
            </th>
            <td data-label={say.sums.lines}>
              <strong>{tellNumber(sums.lines)}</strong>
            </td>
            {WORDS.map((word) => (
              <td key={word} data-label={say.sums[word]}>
                {sums[word] === 0 ? '–' : tellNumber(sums[word])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
