/**
 * `npm run verify-log -- FILE [--key PUBLICKEY] [--against OLDER_FILE]`: says whether an export or copy of the audit log is
 * what the station wrote. For an inspector: this one file runs with Node alone (`node verify-log.ts FILE`, Node 24) and
 * shares no code with the station. docs/audit.md says what it proves. Exit codes: 0 sound, 1 not sound, 64 bad use, 66 unreadable.
 */
import { createHash, createPublicKey, verify as isSignature } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parseArgs } from 'node:util';

export interface Finding {
  readonly line: number;
  /** The entry that it is about; null: none in particular. */
  readonly seq: number | null;
  readonly vi: string;
  readonly en: string;
}

export interface Verdict {
  readonly faults: readonly Finding[];
  /** Nothing wrong, but worth knowing. */
  readonly remarks: readonly Finding[];
  readonly entries: number;
  readonly checkpoints: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly key: string | null;
  /** Where each entry and checkpoint stood, for a comparison with another file. */
  readonly history: History;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Thing = { [key: string]: Json };

/** Numbers without which a line says nothing. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  entry: ['seq', 'at'],
  checkpoint: ['number', 'seq', 'entries', 'epoch'],
};
const ZEROS = '0'.repeat(64);
const MOST_FAULTS = 50;
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** The one spelling of a value. Own code: it must not share a mistake with the writer. */
function spell(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) {
    let text = '[';
    for (let at = 0; at < value.length; at += 1) text += (at === 0 ? '' : ',') + spell(value[at] as Json);
    return `${text}]`;
  }
  let text = '{';
  for (const key of Object.keys(value).sort((a, b) => (a < b ? -1 : 1))) {
    if (text.length > 1) text += ',';
    text += `${JSON.stringify(key)}:${spell(value[key] as Json)}`;
  }
  return `${text}}`;
}

/** Hashes by number, 32 bytes each: a million entries are 32 MB. */
export class History {
  readonly #parts = new Map<'entry' | 'checkpoint', { first: number; last: number; bytes: Buffer }>();

  add(kind: 'entry' | 'checkpoint', number: number, hash: string): void {
    const part = this.#parts.get(kind) ?? { first: number, last: number - 1, bytes: Buffer.alloc(32 * 1024) };
    const at = (number - part.first) * 32;
    if (at < 0 || at > 32 * 50_000_000) return;
    while (at + 32 > part.bytes.length) part.bytes = Buffer.concat([part.bytes, Buffer.alloc(part.bytes.length)]);
    part.bytes.write(hash, at, 32, 'hex');
    part.last = Math.max(part.last, number);
    this.#parts.set(kind, part);
  }

  /** The hash that stood there; null: this file does not reach there. */
  hashOf(kind: 'entry' | 'checkpoint', number: number): string | null {
    const part = this.#parts.get(kind);
    if (!part || number < part.first || number > part.last) return null;
    const hash = part.bytes.toString('hex', (number - part.first) * 32, (number - part.first + 1) * 32);
    return hash === ZEROS ? null : hash;
  }

  last(kind: 'entry' | 'checkpoint'): number {
    return this.#parts.get(kind)?.last ?? 0;
  }
}

const keys = new Map<string, ReturnType<typeof createPublicKey>>();
function isSigned(key: string, purpose: string, text: string, signature: string): boolean {
  try {
    const known = keys.get(key) ?? createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: key } });
    keys.set(key, known);
    const bytes = Buffer.from(signature, 'base64url');
    if (bytes.toString('base64url') !== signature) return false;
    return isSignature(null, Buffer.from(`loaxa-${purpose}\n${text}`), known, bytes);
  } catch {
    return false;
  }
}

/** Goes through a log line by line. */
export class Verifier {
  readonly #faults: Finding[] = [];
  readonly #remarks: Finding[] = [];
  readonly #history = new History();
  readonly #older: History | null;
  #key: string | null;
  #line = 0;
  #entries = 0;
  #checkpoints = 0;
  #first: number | null = null;
  #last: { seq: number; hash: string | null; at: number } | null = null;
  #sealed: { number: number; hash: string; seq: number; epoch: number } | null = null;
  #anchor: { seq: number; hash: string } | null = null;
  #since = 0;
  #header: Thing | null = null;
  #isEnded: boolean = false;
  #removal: { toSeq: number; hash: string } | null = null;

  constructor(options: { key?: string | null; older?: History | null } = {}) {
    this.#key = options.key ?? null;
    this.#older = options.older ?? null;
  }

  line(text: string): void {
    this.#line += 1;
    if (this.#faults.length >= MOST_FAULTS) return;
    let thing: Json;
    try {
      thing = JSON.parse(text) as Json;
    } catch {
      this.#fault(null, 'dòng này không đọc được: bị sửa hoặc bị cắt', 'this line cannot be read: edited or cut');
      return;
    }
    if (thing === null || typeof thing !== 'object' || Array.isArray(thing) || spell(thing) !== text) {
      this.#fault(
        seqOf(thing),
        'dòng này không đúng cách viết của trạm: đã bị sửa',
        'not as a station writes it: edited',
      );
      return;
    }
    if (this.#isEnded)
      this.#fault(seqOf(thing), 'có dòng đứng sau dòng kết thúc', 'there are lines behind the last line');
    const isWhole = (FIELDS[String(thing['type'])] ?? []).every((name) => Number.isSafeInteger(thing[name]));
    if (!isWhole)
      this.#fault(seqOf(thing), 'thiếu trường hoặc trường sai loại: đã bị sửa', 'a field is missing: edited');
    else if (thing['type'] === 'entry') this.#entry(thing);
    else if (thing['type'] === 'checkpoint') this.#checkpoint(thing);
    else if (thing['type'] === 'export' && this.#line === 1) this.#header = thing;
    else if (thing['type'] === 'end') this.#end(thing);
    else this.#fault(null, 'loại dòng lạ', 'an unknown kind of line');
  }

  /** No more lines come. */
  finish(): Verdict {
    if (this.#line === 0) this.#fault(null, 'tệp rỗng', 'the file is empty');
    if (this.#header && !this.#isEnded)
      this.#fault(
        this.#last?.seq ?? null,
        'thiếu dòng kết thúc: tệp bị cắt ngắn',
        'no last line: the file was cut short',
      );
    if (this.#since > 0 && !this.#isEnded)
      this.#remark(
        `${this.#since} mục cuối chưa có mốc ký: có thể bị cắt mà không ai biết`,
        `the last ${this.#since} entries are not signed yet: they could be cut off unseen`,
      );
    const isFromStart = this.#first === 1 || (this.#first === null && this.#anchor === null);
    if (!isFromStart && !this.#header) this.#remark('tệp không bắt đầu từ mục 1', 'the file does not begin at entry 1');
    if (this.#header?.['whole'] === true && !isFromStart) this.#mustBeRemoved();
    else if (this.#header && this.#header['whole'] !== true)
      this.#remark('đây là một đoạn, không phải toàn bộ nhật ký', 'this is a span, not the whole log');
    const older = this.#older?.last('entry') ?? 0;
    if (older > (this.#last?.seq ?? 0) && this.#header?.['to'] === null)
      this.#fault(
        this.#last?.seq ?? null,
        `tệp cũ đã có đến mục ${older}: lịch sử bị mất`,
        `the older file reaches entry ${older}: history was lost`,
      );
    return {
      ...{ faults: this.#faults, remarks: this.#remarks, entries: this.#entries, checkpoints: this.#checkpoints },
      ...{ first: this.#first, last: this.#last?.seq ?? null, key: this.#key, history: this.#history },
    };
  }

  #entry({ hash, ...entry }: Thing): void {
    const { seq, prev, at } = entry as { seq: number; prev: string; at: number };
    this.#entries += 1;
    this.#since += 1;
    this.#first ??= seq;
    const expected = this.#last ? this.#last.seq + 1 : null;
    if (digest(spell(entry)) !== hash) this.#fault(seq, 'mục này đã bị sửa', 'this entry was edited');
    if (expected === null && seq === 1 && prev !== ZEROS)
      this.#fault(seq, 'mục đầu tiên không phải là mục đầu', 'the first entry does not begin a log');
    if (expected === null && seq !== 1 && this.#header)
      this.#fault(
        seq,
        'thiếu phần đầu: không có mốc ký đứng trước',
        'the beginning is missing: no checkpoint before it',
      );
    if (expected !== null && seq > expected)
      this.#fault(seq, `mất mục ${expected} đến ${seq - 1}`, `entries ${expected} to ${seq - 1} are missing`);
    else if (expected !== null && seq < expected)
      this.#fault(seq, 'sai thứ tự hoặc bị chèn', 'out of order, or inserted');
    else if (this.#last && this.#last.hash !== null && prev !== this.#last.hash)
      this.#fault(seq, 'không nối với mục trước: có mục bị sửa, chèn hoặc thay', 'it does not follow the entry before');
    if (this.#last && at < this.#last.at - 1000 && !('lateMs' in entry))
      this.#remark('đồng hồ của trạm lùi lại ở đây', 'the clock of the station went back here', seq);
    this.#compare('entry', seq, String(hash), seq);
    if (entry['what'] === 'removeOldEntries') {
      const [on, detail] = [
        entry['on'] as { toSeq?: number } | null,
        entry['detail'] as { checkpointHash?: string } | null,
      ];
      this.#removal = { toSeq: on?.toSeq ?? 0, hash: detail?.checkpointHash ?? '' };
    }
    this.#last = { seq, hash: String(hash), at };
  }

  #checkpoint(checkpoint: Thing): void {
    const { signature, ...said } = checkpoint;
    const { number, seq, entries, head, prev, epoch, key } = said as {
      [name: string]: never;
    } as unknown as {
      number: number;
      seq: number;
      entries: number;
      head: string;
      prev: string;
      epoch: number;
      key: string;
    };
    const hash = digest(spell(checkpoint));
    this.#checkpoints += 1;
    this.#key ??= key;
    if (key !== this.#key)
      this.#fault(seq, `mốc ${number} ký bằng khóa khác`, `checkpoint ${number} is signed with another key`);
    else if (!isSigned(key, 'checkpoint', spell(said), String(signature)))
      this.#fault(seq, `chữ ký của mốc ${number} không đúng`, `the signature of checkpoint ${number} is wrong`);
    this.#compare('checkpoint', number, hash, seq);
    if (this.#last === null) {
      // A file may begin with the checkpoint that it hangs on: what came before is not in it.
      this.#anchor = { seq, hash };
      this.#last = { seq, hash: head, at: 0 };
    } else if (this.#last.seq !== seq || this.#last.hash !== head)
      this.#fault(
        seq,
        `mốc ${number} ký một lịch sử khác: mất hoặc thêm mục quanh đây`,
        `checkpoint ${number} signs another history: entries are missing or added here`,
      );
    else if (this.#sealed && this.#since !== entries)
      this.#fault(
        seq,
        `mốc ${number} đếm ${entries} mục, tệp có ${this.#since}`,
        `checkpoint ${number} counts ${entries} entries, the file has ${this.#since}`,
      );
    else if (!this.#sealed && this.#first === 1 && (this.#since !== entries || number !== 1 || prev !== ZEROS))
      this.#fault(seq, 'mốc đầu tiên không phải là mốc 1', 'the first checkpoint is not number 1');
    if (this.#sealed && (number !== this.#sealed.number + 1 || prev !== this.#sealed.hash))
      this.#fault(
        seq,
        `thiếu mốc hoặc sai thứ tự mốc trước mốc ${number}`,
        `checkpoints before number ${number} are missing or out of order`,
      );
    if (this.#sealed && epoch < this.#sealed.epoch)
      this.#fault(
        seq,
        `mốc ${number} thuộc lần chạy cũ hơn`,
        `checkpoint ${number} belongs to an earlier life of the station`,
      );
    this.#sealed = { number, hash, seq, epoch };
    this.#since = 0;
  }

  #end(end: Thing): void {
    this.#isEnded = true;
    const { signature, ...said } = end;
    const { key, entries, checkpoints, last, head, whole } = said;
    this.#key ??= String(key);
    if (key !== this.#key || !isSigned(String(key), 'audit-export', spell(said), String(signature)))
      this.#fault(null, 'chữ ký của dòng kết thúc không đúng', 'the signature of the last line is wrong');
    const counted = this.#checkpoints - (this.#anchor ? 1 : 0);
    const sealed = this.#sealed?.hash ?? ZEROS;
    const isSame = entries === this.#entries && checkpoints === counted && last === (this.#last?.seq ?? 0);
    if (!isSame || head !== sealed || whole !== this.#header?.['whole'])
      this.#fault(
        this.#last?.seq ?? null,
        `dòng kết thúc ghi ${entries} mục và ${checkpoints} mốc, tệp có ${this.#entries} và ${counted}`,
        `the last line says ${entries} entries and ${checkpoints} checkpoints, the file has ${this.#entries} and ${counted}`,
      );
  }

  #mustBeRemoved(): void {
    const isSaid =
      this.#anchor &&
      this.#removal &&
      this.#removal.toSeq === this.#anchor.seq &&
      this.#removal.hash === this.#anchor.hash;
    if (!isSaid)
      this.#fault(
        this.#first,
        'phần đầu bị xóa mà không có mục nào ghi việc xóa',
        'the beginning was removed and no entry says so',
      );
    else
      this.#remark(
        `mục 1 đến ${this.#anchor?.seq} đã xóa theo hạn lưu, có ghi lại`,
        `entries 1 to ${this.#anchor?.seq} were removed by age, and an entry says so`,
      );
  }

  #compare(kind: 'entry' | 'checkpoint', number: number, hash: string, seq: number): void {
    this.#history.add(kind, number, hash);
    const before = this.#older?.hashOf(kind, number) ?? null;
    if (before !== null && before !== hash)
      this.#fault(
        seq,
        'khác với tệp cũ: lịch sử đã bị viết lại từ đây',
        'it differs from the older file: history was rewritten from here',
      );
  }

  #fault(seq: number | null, vi: string, en: string): void {
    if (this.#faults.length < MOST_FAULTS) this.#faults.push({ line: this.#line, seq, vi, en });
  }

  #remark(vi: string, en: string, seq: number | null = null): void {
    if (this.#remarks.length < MOST_FAULTS) this.#remarks.push({ line: this.#line, seq, vi, en });
  }
}

function seqOf(thing: unknown): number | null {
  const seq = (thing as { seq?: unknown } | null)?.seq;
  return typeof seq === 'number' ? seq : null;
}

/** The lines of a file, never more than a piece of it in memory. What no line end follows is a line too. */
function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  const piece = Buffer.alloc(1024 * 1024);
  let rest = Buffer.alloc(0);
  try {
    for (let bytes = readSync(file, piece); bytes > 0; bytes = readSync(file, piece)) {
      const all = Buffer.concat([rest, piece.subarray(0, bytes)]);
      let from = 0;
      for (let end = all.indexOf(10); end >= 0; end = all.indexOf(10, from)) {
        yield all.toString('utf8', from, end);
        from = end + 1;
      }
      rest = all.subarray(from);
    }
    if (rest.length > 0) yield rest.toString('utf8');
  } finally {
    closeSync(file);
  }
}

/** Goes through all lines. */
export function verifyLines(
  lines: Iterable<string>,
  options: { key?: string | null; older?: History | null } = {},
): Verdict {
  const verifier = new Verifier(options);
  for (const line of lines) verifier.line(line);
  return verifier.finish();
}

function tell(path: string, verdict: Verdict, isKeyGiven: boolean): void {
  const { faults, remarks, entries, checkpoints, first, last, key } = verdict;
  const place = ({ line, seq }: Finding) =>
    seq === null ? `dòng/line ${line}` : `mục/entry ${seq} (dòng/line ${line})`;
  console.log(`${path}: ${entries} mục/entries (${first ?? '-'} … ${last ?? '-'}), ${checkpoints} mốc/checkpoints`);
  console.log(`  khóa/key: ${key ?? '-'}`);
  if (!isKeyGiven)
    console.log('  Chưa so khóa: hãy so với khóa in trên giấy (--key). / The key was not compared: use --key.');
  for (const one of remarks) console.log(`  - ${one.seq === null ? '' : `${place(one)}: `}${one.vi} / ${one.en}`);
  for (const one of faults) console.log(`  ! ${place(one)}: ${one.vi} / ${one.en}`);
  console.log(
    faults.length === 0 ? '  ĐÚNG / SOUND' : `  KHÔNG ĐÚNG: ${faults.length} lỗi / NOT SOUND: ${faults.length} faults`,
  );
}

function main(): number {
  const usage = 'npm run verify-log -- FILE [--key PUBLICKEY] [--against OLDER_FILE]';
  try {
    const options = { key: { type: 'string' }, against: { type: 'string' } } as const;
    const { positionals, values } = parseArgs({ allowPositionals: true, options });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) throw new TypeError('FILE');
    const key = values.key ?? null;
    const older = values.against === undefined ? null : verifyLines(linesOf(values.against), { key });
    if (older) tell(values.against ?? '', older, key !== null);
    const verdict = verifyLines(linesOf(path), { key: key ?? older?.key ?? null, older: older?.history ?? null });
    tell(path, verdict, key !== null);
    return verdict.faults.length + (older?.faults.length ?? 0) === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code))) {
      console.error(`Không đọc được tệp / the file cannot be read: ${error.message}`);
      return 66;
    }
    console.error(usage);
    return 64;
  }
}

if (import.meta.main) process.exitCode = main();
