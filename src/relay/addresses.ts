import { addressBytes as bytesOf, sameBits } from '#kernel';

/** What lies behind an IP address. `never`: nobody relays from there, whatever was allowed (metadata, multicast, ...). */
export type Reach = 'public' | 'private' | 'loopback' | 'never';

type Row = readonly [network: string, bits: number, reach: Reach];

/** First match wins; what no row names is public. */
const V4: readonly Row[] = [
  ['0.0.0.0', 8, 'never'],
  ['10.0.0.0', 8, 'private'],
  ['100.100.100.200', 32, 'never'], // metadata of a cloud
  ['100.64.0.0', 10, 'private'],
  ['127.0.0.0', 8, 'loopback'],
  ['168.63.129.16', 32, 'never'], // metadata of a cloud
  ['169.254.0.0', 16, 'never'], // link-local, metadata of most clouds
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'never'],
  ['192.0.2.0', 24, 'never'],
  ['192.88.99.0', 24, 'never'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'never'],
  ['198.51.100.0', 24, 'never'],
  ['203.0.113.0', 24, 'never'],
  ['224.0.0.0', 3, 'never'], // multicast, reserved, broadcast
];

/** First match wins; what no row names is never reached. */
const V6: readonly Row[] = [
  ['::1', 128, 'loopback'],
  ['fd00:ec2::254', 128, 'never'], // metadata of a cloud
  ['fc00::', 7, 'private'],
  ['2001::', 23, 'never'], // Teredo and other tunnels
  ['2001:db8::', 32, 'never'],
  ['2002::', 16, 'never'], // 6to4
  ['3fff::', 20, 'never'],
  ['2000::', 3, 'public'],
];

const MAPPED = bytesOf('::ffff:0:0') as number[];
const NAT64 = bytesOf('64:ff9b::') as number[];

/** What lies behind an address written as text (no name, no brackets). What is no address is `never`. */
export function reachOf(address: string): Reach {
  const bytes = bytesOf(address);
  if (bytes === null) return 'never';
  if (bytes.length === 4) return V4.find((row) => lies(bytes, row))?.[2] ?? 'public';
  const v4 = bytes.slice(12).join('.');
  if (sameBits(bytes, MAPPED, 96)) return reachOf(v4);
  // A translator stands between: only the open internet lies behind it.
  if (sameBits(bytes, NAT64, 96)) return reachOf(v4) === 'public' ? 'public' : 'never';
  return V6.find((row) => lies(bytes, row))?.[2] ?? 'never';
}

function lies(bytes: readonly number[], [network, bits]: Row): boolean {
  return sameBits(bytes, bytesOf(network) as number[], bits);
}
