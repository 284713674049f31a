/** The grids of the calendar, and what is done with many broadcasts at once. */
export const calendar = {
  size: 'Row height',
  columns: 'Days',
  villages: 'The villages of the day',
  keys: 'Arrow keys: another broadcast. Enter: open. M: move.',
  empty: 'Empty: no broadcasts',
  elsewhere: 'Elsewhere',
  copy: {
    open: 'Copy to next week…',
    title: (from: string, to: string) => `Copy the week of ${from} to the week of ${to}`,
    hint: 'Only what was asked for once is copied. Rules repeat by themselves; days of a rule that were moved or left out are not copied.',
    nothing: 'Nothing was asked for once in this week.',
    states: {
      comes: 'Will be copied',
      clashes: 'Will be copied, same time as another',
      waits: 'Will be copied, waits for approval',
      lapses: 'Cannot be copied',
    },
    line: (title: string, villages: number) => `${title} (${villages} villages)`,
    yes: (count: number) => `Copy ${count}`,
    done: (count: number) =>
      `${count} broadcasts were copied to next week. They can be taken back as a whole until the first is due.`,
    there: (count: number, first: string) => `${count} broadcasts copied from another week, the first ${first}.`,
    undo: 'Take the copy back',
    askUndo: (count: number) => `Take all ${count} copied broadcasts back?`,
    undone: (count: number) => `${count} copied broadcasts were taken back.`,
  },
};
