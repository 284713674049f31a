import { lunarOf } from '#kernel';
import { words } from '../words/language.ts';

/** Days that a village keeps, by the moon (month/day) and by the sun (MM-DD); the words say their names. */
const BY_MOON = {
  '1/1': 'tet',
  '1/2': 'tet',
  '1/3': 'tet',
  '1/15': 'firstMoon',
  '3/10': 'hung',
  '4/15': 'vesak',
  '7/15': 'vuLan',
  '8/15': 'midAutumn',
  '12/23': 'kitchen',
} as const;
const BY_SUN = {
  '01-01': 'newYear',
  '04-30': 'reunification',
  '05-01': 'labour',
  '07-27': 'invalids',
  '09-02': 'national',
} as const;

/** "15/8 âm", or 15/8 where there is no room, with the feast of the day where there is one. */
export function moonText(date: string): {
  readonly moon: string;
  readonly short: string;
  readonly feast: string | null;
} {
  const say = words.value.schedule;
  const lunar = lunarOf(date);
  const sun = date.slice(5);
  const bySun = sun in BY_SUN ? say.feasts[BY_SUN[sun as keyof typeof BY_SUN]] : null;
  if (!lunar) return { moon: '', short: '', feast: bySun };
  const moon = `${lunar.month}/${lunar.day}`;
  const byMoon = !lunar.isLeap && moon in BY_MOON ? say.feasts[BY_MOON[moon as keyof typeof BY_MOON]] : null;
  const short = `${lunar.day}/${lunar.month}`;
  return { moon: say.moon(lunar.day, lunar.month, lunar.isLeap), short, feast: byMoon ?? bySun };
}
