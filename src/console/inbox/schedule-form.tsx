import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import { stationNow, stationZone, today } from '../live/station.ts';
import { FormEnd } from '../parts/form-end.tsx';
import { useSubmitting } from '../parts/submitting.ts';
import { ProgrammeChoice } from '../play/programme-choice.tsx';
import { patternOf, startAtOf, type When, whenProblem } from '../play/when.ts';
import { WhenChoice } from '../play/when-choice.tsx';
import { ZoneChoice } from '../play/zone-choice.tsx';
import { broadcasts } from '../today/broadcasts.ts';
import { words } from '../words/language.ts';
import { type InboxItem, items } from './lists.ts';

/** When the commune lets an ordinary item be heard; a moment that has to be chosen, since nothing is urgent here. */
export function ScheduleForm({ item, leave }: { item: InboxItem; leave: () => void }) {
  const { inbox: say, play } = words.value;
  const [programmeId, setProgrammeId] = useState('');
  const [zoneIds, setZoneIds] = useState<string[]>([]);
  const [when, setWhen] = useState<When>({ way: 'once', date: today.value, time: '', weekdays: [] });
  const [need, setNeed] = useState<string | null>(null);
  const submitting = useSubmitting();
  const clear = () => {
    setNeed(null);
    submitting.clear();
  };
  const send = (event: Event) => {
    event.preventDefault();
    const zone = stationZone.value;
    const problem = programmeId === '' ? 'programme' : whenProblem(when, stationNow(), zone);
    if (problem !== null) return setNeed(play.need[problem]);
    submitting.run(async () => {
      const body = { programmeId, zoneIds, startAt: startAtOf(when, zone), pattern: patternOf(when) };
      await call('scheduleItem', { params: { id: item.id }, body });
      await Promise.all([items.refresh(), broadcasts.refresh()]);
    });
  };
  return (
    <form noValidate onSubmit={send} aria-label={say.scheduleTitle(item.title)}>
      <ProgrammeChoice
        value={programmeId}
        change={(id) => {
          setProgrammeId(id);
          clear();
        }}
      />
      <ZoneChoice
        label={say.where}
        chosen={zoneIds}
        change={(ids) => {
          setZoneIds(ids);
          clear();
        }}
      />
      <WhenChoice
        name={`when-${item.id}`}
        ways={['once', 'daily', 'weekly']}
        when={when}
        change={(changed) => {
          setWhen(changed);
          clear();
        }}
      />
      <FormEnd need={need} submitting={submitting} leave={leave} leaveWord={say.leave}>
        {say.submit}
      </FormEnd>
    </form>
  );
}
