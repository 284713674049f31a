import { call } from '../api/client.ts';
import { feed, useFresh } from '../live/feed.ts';
import { Field } from '../parts/field.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { useSought } from '../parts/sought.ts';
import { words } from '../words/language.ts';

const bulletins = feed(
  async () => (await call('listBulletins', {})).filter(({ approval }) => approval.state !== 'withdrawn'),
  'content',
  'approvals',
);
const templates = feed(() => call('listTemplates', {}), 'content');

interface ContentChoiceProps {
  readonly value: string;
  readonly change: (contentId: string, name: string) => void;
}

/** A bulletin, or a programme of many parts. What waits for approval may be planned; it says so. */
export function ContentChoice({ value, change }: ContentChoiceProps) {
  const say = words.value.schedule.rule;
  useFresh(bulletins, true);
  useFresh(templates, true);
  const [all, frames] = [bulletins.data.value ?? [], templates.data.value ?? []];
  const sought = useSought(
    [...all.map(({ id, title }) => [id, title] as const), ...frames.map(({ id, name }) => [id, name] as const)],
    ([, name]) => name,
    ([id]) => id === value,
  );
  const left = new Set(sought.shown.map(([id]) => id));
  if (bulletins.data.value?.length === 0 && frames.length === 0) {
    return (
      <p class="note note-warn">
        <span>
          {say.noBulletins} <a href="#tai-len">{say.toUpload}</a>
        </span>
      </p>
    );
  }
  const nameOf = (id: string) =>
    all.find((one) => one.id === id)?.title ?? frames.find((one) => one.id === id)?.name ?? '';
  const [bulletinsLeft, framesLeft] = [all.filter(({ id }) => left.has(id)), frames.filter(({ id }) => left.has(id))];
  return (
    <>
      {sought.isLong ? (
        <SearchField what={say.what} value={sought.query} change={sought.search} found={sought.found} />
      ) : null}
      <Field label={say.what}>
        {(ids) => (
          <select
            {...ids}
            value={value}
            onChange={({ currentTarget }) => change(currentTarget.value, nameOf(currentTarget.value))}
          >
            <option value="">{say.chooseWhat}</option>
            {bulletinsLeft.length === 0 ? null : (
              <optgroup label={say.bulletins}>
                {bulletinsLeft.map(({ id, title, approval }) => (
                  <option key={id} value={id} selected={id === value}>
                    {approval.isCovered ? title : say.unapproved(title)}
                  </option>
                ))}
              </optgroup>
            )}
            {framesLeft.length === 0 ? null : (
              <optgroup label={say.templates}>
                {framesLeft.map(({ id, name }) => (
                  <option key={id} value={id} selected={id === value}>
                    {name}
                  </option>
                ))}
              </optgroup>
            )}
          </select>
        )}
      </Field>
    </>
  );
}
