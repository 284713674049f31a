/** IP addresses and networks as text. IPv4 inside IPv6 (::ffff:10.1.2.3) is the IPv4 address that it is. */
import type { Bilingual } from './bilingual.ts';

/** A network: all addresses that begin with the same bits. */
export interface Network {
  readonly bytes: readonly number[];
  readonly bits: number;
}

const MAPPED_PREFIX = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
const MAPPED_BITS = 96;

/** The 4 or 16 bytes of an address written as text (no name, no brackets), or null. */
export function addressBytes(text: string): number[] | null {
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (v4) {
    const bytes = v4.slice(1).map(Number);
    return bytes.every((byte) => byte <= 255) ? bytes : null;
  }
  if (!text.includes(':') || !/^[0-9a-f:.]+$/i.test(text)) return null;
  // A dotted tail is the last four bytes.
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const last = tail ? addressBytes(tail[2] ?? '') : null;
  if (tail && last === null) return null;
  const words = tail && last ? `${tail[1]}${hex(last, 0)}:${hex(last, 2)}` : text;
  const halves = words.split('::');
  if (halves.length > 2) return null;
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const gap = 8 - head.length - rest.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return null;
  const all = [...head, ...Array.from({ length: gap }, () => '0'), ...rest];
  if (!all.every((word) => /^[0-9a-f]{1,4}$/i.test(word))) return null;
  return all.flatMap((word) => [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 0xff]);
}

function hex(bytes: readonly number[], at: number): string {
  return (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16);
}

/** True when the text is an IP address, of either family. */
export function isAddress(text: string): boolean {
  return addressBytes(text) !== null;
}

/** True when two addresses begin with the same bits. */
export function sameBits(a: readonly number[], b: readonly number[], bits: number): boolean {
  for (let at = 0; at < bits; at += 8) {
    const mask = (0xff << Math.max(0, 8 - (bits - at))) & 0xff;
    if (((a[at / 8] ?? 0) & mask) !== ((b[at / 8] ?? 0) & mask)) return false;
  }
  return true;
}

const isMapped = (bytes: readonly number[]) => bytes.length === 16 && sameBits(bytes, MAPPED_PREFIX, MAPPED_BITS);

/** An address as sockets name it, in one spelling: IPv4 out of its IPv6 clothes, without a zone. Null: it is none. */
export function plainAddress(text: string): string | null {
  const bytes = addressBytes(text.replace(/%.*$/, ''));
  if (bytes === null) return null;
  if (bytes.length === 4) return bytes.join('.');
  if (isMapped(bytes)) return bytes.slice(12).join('.');
  const words = Array.from({ length: 8 }, (_, at) => hex(bytes, at * 2));
  return words.join(':');
}

/** What is wrong with one part of a list of networks. */
const WRONG = {
  form: (part: string): Bilingual => ({
    vi: `"${part}" không phải địa chỉ IP hay dải địa chỉ như 10.1.0.0/16`,
    en: `"${part}" is neither an IP address nor a network like 10.1.0.0/16`,
  }),
  bits: (part: string, most: number): Bilingual => ({
    vi: `"${part}": số sau dấu / phải từ 0 đến ${most}`,
    en: `"${part}": what follows the / must be 0 to ${most}`,
  }),
  host: (part: string, meant: string): Bilingual => ({
    vi: `"${part}" không phải đầu của một dải; dải đó viết là ${meant}`,
    en: `"${part}" is not the beginning of a network; that network is written ${meant}`,
  }),
} as const;

/** One address or network as text; what is wrong with it instead. An address alone is a network of one. */
export function readNetwork(part: string): Network | { readonly wrong: Bilingual } {
  const [address = '', prefix, ...more] = part.split('/');
  const bytes = addressBytes(address);
  // A zero in front is read as octal elsewhere: nobody shall have to guess which address is meant.
  if (bytes === null || more.length > 0 || /(^|\.)0\d/.test(address)) return { wrong: WRONG.form(part) };
  const most = bytes.length * 8;
  const bits = prefix === undefined ? most : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (!(bits <= most)) return { wrong: WRONG.bits(part, most) };
  const first = bytes.map((byte, at) => byte & (0xff << Math.max(0, Math.min(8, (at + 1) * 8 - bits))) & 0xff);
  if (first.some((byte, at) => byte !== bytes[at])) {
    const text =
      bytes.length === 4 ? first.join('.') : Array.from({ length: 8 }, (_, at) => hex(first, at * 2)).join(':');
    return { wrong: WRONG.host(part, `${text}/${bits}`) };
  }
  if (isMapped(bytes) && bits >= MAPPED_BITS) return { bytes: bytes.slice(12), bits: bits - MAPPED_BITS };
  return { bytes, bits };
}

/** The parts of a list of networks, which are separated by commas or blanks. */
export function networkTexts(list: string): string[] {
  return list.split(/[\s,;]+/).filter((part) => part !== '');
}

/** A list of networks, separated by commas or blanks; what is wrong with the first bad one instead. */
export function readNetworks(list: string): readonly Network[] | { readonly wrong: Bilingual } {
  const networks: Network[] = [];
  for (const part of networkTexts(list)) {
    const network = readNetwork(part);
    if ('wrong' in network) return network;
    networks.push(network);
  }
  return networks;
}

/** True when an address lies in one of the networks. What is no address lies nowhere. */
export function liesIn(address: string, networks: readonly Network[]): boolean {
  const plain = plainAddress(address);
  const bytes = plain === null ? null : addressBytes(plain);
  return (
    bytes !== null &&
    networks.some((network) => network.bytes.length === bytes.length && sameBits(bytes, network.bytes, network.bits))
  );
}
