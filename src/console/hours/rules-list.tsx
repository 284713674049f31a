import type { GateRules } from '../live/lists.ts';
import { words } from '../words/language.ts';
import { tellNumber } from '../words/tell.ts';

/** What rules say, as a list that can be read aloud. */
export function RulesList({ rules }: { rules: GateRules }) {
  const say = words.value.hours;
  const { quietHours, windows, weekdays, sessionsPerDay, minutesPerSession, repeatLimit, nightBand } = rules;
  const limits = [
    sessionsPerDay === null ? null : say.sessions(sessionsPerDay),
    minutesPerSession === null ? null : say.minutes(minutesPerSession),
    repeatLimit === null ? null : say.repeats(repeatLimit),
  ].filter((limit) => limit !== null);
  const lines: Array<readonly [string, string]> = [
    [say.quietHours, quietHours.map(({ from, to }) => `${from}–${to}`).join('; ') || say.noQuiet],
    [say.windows, windows.map(({ name, from, to }) => `${name} ${from}–${to}`).join('; ') || say.allDay],
    [say.weekdays, weekdays.length === 7 ? say.everyDay : weekdays.map((day) => say.dayNames[day - 1]).join(', ')],
    [say.limits, limits.join('; ') || say.noLimit],
  ];
  if (nightBand)
    lines.push([say.night, say.nightBand(nightBand.from, nightBand.to, tellNumber(nightBand.ceilingDb, 1))]);
  return (
    <dl class="facts">
      {lines.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
