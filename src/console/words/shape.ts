/** The same dictionary in another language: sentences with places take the same values. */
export type Shape<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string
    ? string
    : Words[Key] extends (...given: infer Given) => string
      ? (...given: Given) => string
      : Shape<Words[Key]>;
};
