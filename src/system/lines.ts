const LONGEST_LINE = 4096;

/** Cuts a stream of bytes into lines (LF, CR or both), holding at most 4 KB of one that does not end. */
export function lineSplitter(onLine: (line: string) => void): { push(chunk: Uint8Array): void; end(): void } {
  const decoder = new TextDecoder();
  let rest = '';
  const push = (text: string) => {
    const parts = (rest + text).split(/\r\n|[\r\n]/);
    rest = (parts.pop() ?? '').slice(0, LONGEST_LINE);
    for (const line of parts) if (line !== '') onLine(line.slice(0, LONGEST_LINE));
  };
  return {
    push: (chunk) => push(decoder.decode(chunk, { stream: true })),
    end() {
      push(`${decoder.decode()}\n`);
    },
  };
}
