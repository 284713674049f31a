import { words } from '../words/language.ts';
import { type Course, loudnessOf } from './course.ts';

/** What goes out, as the station hears it. */
export function TalkLevel({ level }: { level: Course['level'] }) {
  const say = words.value.talk;
  const loudness = loudnessOf(level);
  return (
    <div class="field">
      <span id="talk-level">
        {say.level}: <strong>{say.loudness[loudness]}</strong>
      </span>
      <meter
        aria-labelledby="talk-level"
        min={-60}
        low={-35}
        high={-3}
        max={0}
        optimum={-20}
        value={Math.max(-60, level?.rmsDb ?? -60)}
      />
    </div>
  );
}
