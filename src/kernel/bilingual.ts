/** A sentence in the two languages of the house. Vietnamese stands first everywhere. */
export interface Bilingual {
  readonly vi: string;
  readonly en: string;
}

/** What fills the places of a sentence. A bilingual value gives each sentence its own words. */
export type Values = Readonly<Record<string, string | number | Bilingual>>;

/** Fills `{name}` places in both sentences. A place without a value stays visible. */
export function fill(text: Bilingual, values: Values): Bilingual {
  const put = (language: keyof Bilingual) =>
    text[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name] ?? whole;
      return typeof value === 'object' ? value[language] : String(value);
    });
  return { vi: put('vi'), en: put('en') };
}
