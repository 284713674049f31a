interface Span {
  readonly from: number;
  to: number;
  /** How many of its frames were silent. */
  frames: number;
}

/** Where silence stood in place of sound, in frames of the device. */
export class GapBook {
  #spans: Span[] = [];

  /** Of the frames from `from` to `to`, `frames` were silent. Spans come in order. */
  add(from: number, to: number, frames: number): void {
    if (frames <= 0) return;
    const last = this.#spans.at(-1);
    const isWhole = frames === to - from;
    if (last && isWhole && last.to === from && last.frames === last.to - last.from) {
      last.to = to;
      last.frames += frames;
    } else this.#spans.push({ from, to, frames });
  }

  /** What was noted from `from` on is void: it will be written again. */
  takeBack(from: number): void {
    const frames = this.before(from);
    this.#spans = this.#spans.filter((span) => span.from < from);
    const last = this.#spans.at(-1);
    if (!last || last.to <= from) return;
    last.frames -= this.before(Number.POSITIVE_INFINITY) - frames;
    last.to = from;
  }

  /** How many silent frames there were before `frame`; within a span they count as evenly spread. */
  before(frame: number): number {
    let sum = 0;
    for (const { from, to, frames } of this.#spans) {
      if (from >= frame) break;
      sum += to <= frame ? frames : Math.round((frames * (frame - from)) / (to - from));
    }
    return sum;
  }

  /** How many frames from `start` on were silent without a break. */
  leading(start: number): number {
    const [first] = this.#spans;
    const isWhole = first?.from === start && first.frames === first.to - first.from;
    return first && isWhole ? first.frames : 0;
  }
}
