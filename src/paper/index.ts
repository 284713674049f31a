export { type Fonts, readFonts } from './fonts.ts';
export { type InterferenceDeed, type InterferenceForm, interferenceForm } from './interference-form.ts';
export { type LogBook, type LogBookRow, logBook } from './log-book.ts';
export { type SessionSheet, sessionSheet } from './session-sheet.ts';
export { type SheetRow, type SheetSession, sessionsOf } from './sessions.ts';
export { type Timetable, type TimetableRow, timetable } from './timetable.ts';
