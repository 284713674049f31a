export { findSynthesis, NO_VOICE } from './command.ts';
export { MOST_LETTERS, SpeechRoom } from './speech-room.ts';
export { forgetSpoken, keepSpoken, readSpoken, type SpokenText } from './spoken-store.ts';
export { SPEECH_RATES, type SpeechRate, type SpeechVoice, type Synthesis } from './synthesis.ts';
export { readText, type Stretch, spokenOf, syllablesOf } from './text/read-text.ts';
