/** A sentence in the two languages of the house. Vietnamese stands first everywhere. */
export interface Bilingual {
  readonly vi: string;
  readonly en: string;
}

/** Fills `{name}` places in both sentences. A place without a value stays visible. */
export function fill(text: Bilingual, values: Readonly<Record<string, string | number>>): Bilingual {
  const put = (sentence: string) =>
    sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  return { vi: put(text.vi), en: put(text.en) };
}
