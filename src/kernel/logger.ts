/** Where the program tells its keeper what it does. Facts in the past tense, one line each. */
export interface Logger {
  info(fact: string, detail?: Record<string, unknown>): void;
  warn(fact: string, detail?: Record<string, unknown>): void;
  error(fact: string, detail?: Record<string, unknown>): void;
}
