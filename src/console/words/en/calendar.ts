/** The grids of the calendar, and what is done with many broadcasts at once. */
export const calendar = {
  size: 'Row height',
  columns: 'Days',
  villages: 'The villages of the day',
  keys: 'Arrow keys: another broadcast. Enter: open. M: move.',
  empty: 'Empty: no broadcasts',
  elsewhere: 'Elsewhere',
};
