import type { Bilingual } from '#kernel';

/** The station could not be asked, or did not answer: nothing is known about what became of the request. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super('the station did not answer', { cause });
    this.name = 'Unreachable';
  }
}

/** The station answered no, and said in both languages what to do. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly text: Bilingual;
  /** What in the request is wrong, by its path, where the station can say so. */
  readonly field: string | null;

  constructor(status: number, code: string, text: Bilingual, field: string | null = null) {
    super(text.en);
    this.name = 'Refused';
    this.status = status;
    this.code = code;
    this.text = text;
    this.field = field;
  }
}

/** Reads a problem document; anything else that is not a success counts as no answer. */
export function failureOf(status: number, body: unknown): Refused | Unreachable {
  const { code, detail, field } = (body ?? {}) as { code?: unknown; detail?: Partial<Bilingual>; field?: unknown };
  if (typeof code === 'string' && typeof detail?.vi === 'string' && typeof detail.en === 'string') {
    return new Refused(status, code, { vi: detail.vi, en: detail.en }, typeof field === 'string' ? field : null);
  }
  return new Unreachable(`HTTP ${status}`);
}
