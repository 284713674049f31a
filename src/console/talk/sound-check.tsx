import { useEffect, useState } from 'preact/hooks';
import { type Level, levelOf, loudestOf } from '../record/sound.ts';
import { words } from '../words/language.ts';
import type { Capture } from './capture.ts';
import { TalkLevel } from './talk-level.tsx';

/** Pieces of a twentieth of a second: five make a meter that the eye can follow. */
const PIECES_SHOWN = 5;

/** The level of the open microphone before anything is sent, so that nobody finds out on the air that it is dead. */
export function SoundCheck({ capture }: { capture: Capture }) {
  const [level, setLevel] = useState<Level | null>(null);
  useEffect(() => {
    let held: Level[] = [];
    let isOver = false;
    capture.onPiece((bytes) => {
      if (isOver) return;
      held.push(levelOf(bytes));
      if (held.length < PIECES_SHOWN) return;
      setLevel(loudestOf(held));
      held = [];
    });
    return () => {
      isOver = true;
    };
  }, [capture]);
  return (
    <>
      <TalkLevel level={level} />
      <p class="hint">{words.value.talk.check}</p>
    </>
  );
}
