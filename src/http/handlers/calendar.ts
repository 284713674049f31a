import { dateOfDay, dayNumber, notFound } from '#kernel';
import { describeRule, withOccurrence } from '#schedule';
import { dayBounds } from '../asking.ts';
import { calendarOf } from '../calendar.ts';
import type { Handlers, House } from '../house.ts';

export function calendarHandlers(house: House): Handlers<'getCalendar' | 'adjustRule'> {
  const { zone } = house.settings;
  return {
    getCalendar: ({ query }) => {
      const { from } = dayBounds(query.from, zone);
      const last = dateOfDay((dayNumber(query.from) ?? 0) + query.days - 1);
      return calendarOf(house, from, dayBounds(last, zone).to);
    },
    async adjustRule({ params, body: { date, time, to } }) {
      const rule = (await house.schedule.rules()).find((one) => one.id === params.id);
      if (!rule) throw notFound('rule');
      const pattern = withOccurrence(rule.pattern, { date, time }, to);
      return { pattern: { ...pattern }, description: describeRule(pattern) };
    },
  };
}
