import type { FmStation } from '#fm';
import type { Evidence, Reason } from '#kernel';
import type { LineGrade } from './rds-state.ts';

/** What is known of one airing when it is over. */
export interface AiringFacts {
  readonly audio: FmStation['audio'];
  readonly addressing: FmStation['addressing'];
  readonly lines: number;
  /** It had the air of the transmitter, as far as we decide that. */
  readonly begun: boolean;
  /** Why it ended: `by_fm` when nobody and nothing ended it before. */
  readonly reason: Reason;
  /** The most that an encoder line proved of it; null: none of them took it. */
  readonly grade: LineGrade | null;
  /** What went wrong on the lines, when all of them failed. */
  readonly fault: 'encoder_silent' | 'encoder_refused' | null;
  /** Why the codes that open receivers were not accepted by encoders that answer; null: nothing speaks against it. */
  readonly codesFault: 'encoder_silent' | 'encoder_refused' | null;
  /** The computer at the transmitter took a manifest that names it. */
  readonly fetched: boolean;
  /** How its sound ended on the stream or the agent that feeds the exciter; null: there is none, or it said nothing. */
  readonly sound: Reason | null;
  /** Milliseconds that a receiver heard off air; null: nobody listened, or it could not tell. */
  readonly heardMs: number | null;
}

export interface FmVerdict {
  readonly reason: Reason;
  readonly evidence: Evidence;
  /** False: it never got as far as the transmitter. */
  readonly wasGiven: boolean;
  readonly renderedMs: number;
}

/** Ends of the sound that are no failure of the way to the transmitter. */
const GOOD_SOUND: readonly Reason[] = ['complete', 'pre_empted', 'slot_over', 'joined_late', 'left_early'];

/**
 * The last word on what a transmitter was given: never more than was proved. What it was not given at all has failed; what
 * its receivers did is known to nobody but a receiver that listens (F2).
 */
export function fmVerdict(facts: AiringFacts): FmVerdict {
  const { heardMs } = facts;
  if (heardMs !== null && facts.begun)
    return { reason: facts.reason, evidence: 'F2', wasGiven: true, renderedMs: heardMs };
  const evidence = gradeOf(facts);
  const failure = facts.begun && facts.reason === 'by_fm' ? failureOf(facts) : null;
  if (failure !== null) return { reason: failure, evidence, wasGiven: false, renderedMs: 0 };
  return { reason: facts.reason, evidence, wasGiven: facts.begun, renderedMs: 0 };
}

/** What is proved while it is on air: nothing, accepted, or read back. */
export function gradeOf({ grade, fetched }: Pick<AiringFacts, 'grade' | 'fetched'>): Evidence {
  if (grade === 'F1') return 'F1';
  return grade === 'F0' || fetched ? 'F0' : 'E0';
}

/** Why the transmitter cannot have carried it; null: it may have. */
function failureOf(facts: AiringFacts): Reason | null {
  const { audio, addressing, lines, grade, fault, codesFault, fetched, sound } = facts;
  const linesFailed = lines > 0 && grade === null;
  // Receivers that wait for their code stay closed.
  if (addressing === 'coded' && linesFailed) return fault ?? 'encoder_silent';
  if (addressing === 'coded' && grade === 'sent' && codesFault !== null) return codesFault;
  if (audio === 'mount' || audio === 'agent') return sound !== null && !GOOD_SOUND.includes(sound) ? sound : null;
  if (fetched) return null;
  if (audio === 'manifest') return linesFailed ? (fault ?? 'encoder_silent') : 'unreachable';
  // By hand: the sheet is with the operator; a line that is there and silent is no reason to doubt him.
  return null;
}
