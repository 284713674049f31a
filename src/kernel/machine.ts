/** A transition table: state × event → next state. What is not in the table is refused by name. */
export type Transitions<State extends string, Event extends string> = {
  readonly [From in State]: { readonly [On in Event]?: State };
};

/** Thrown when an event comes in a state that does not know it: a broken invariant, never data from outside. */
export class ImpossibleTransition extends Error {
  constructor(machine: string, state: string, event: string) {
    super(`${machine}: "${event}" cannot happen in state "${state}"`);
    this.name = 'ImpossibleTransition';
  }
}

export interface Machine<State extends string, Event extends string> {
  readonly name: string;
  readonly table: Transitions<State, Event>;
  readonly states: readonly State[];
  /** The state after `event`, or null when the event means nothing there. */
  next(state: State, event: Event): State | null;
  /** The state after `event`; throws ImpossibleTransition. */
  apply(state: State, event: Event): State;
  /** True when no event leads out of `state`. */
  isFinal(state: State): boolean;
}

export function machine<State extends string, Event extends string>(
  name: string,
  table: Transitions<State, Event>,
): Machine<State, Event> {
  const next = (state: State, event: Event): State | null => table[state][event] ?? null;
  return {
    name,
    table,
    states: Object.keys(table) as State[],
    next,
    apply(state, event) {
      const to = next(state, event);
      if (to === null) throw new ImpossibleTransition(name, state, event);
      return to;
    },
    isFinal: (state) => Object.keys(table[state]).length === 0,
  };
}
