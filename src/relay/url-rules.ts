import { isAddress } from '#kernel';
import { reachOf } from './addresses.ts';

/** Why an address of a source is refused. The sentences are in words.ts. */
export type UrlRule = 'form' | 'scheme' | 'userinfo' | 'port' | 'loopback' | 'private' | 'special';

/** What one source may reach. */
export interface ReachPolicy {
  /** A person took it upon themselves that this source stands in a private network. */
  readonly privateAllowed: boolean;
  /** Ports on which this station itself answers. */
  readonly ownPorts: readonly number[];
}

const MOST_URL_CHARACTERS = 2000;

/** Ports from 1024 on at which databases, brokers and management answer: nobody's radio. */
const SERVICE_PORTS: ReadonlySet<number> = new Set([
  ...[1080, 1433, 1521, 1723, 1883, 2049, 2181, 2222, 2375, 2376, 2377, 2379, 2380, 3128, 3268, 3306, 3389, 4369, 4444],
  ...[5060, 5061, 5432, 5433, 5601, 5671, 5672, 5900, 5901, 5984, 5985, 5986, 6000, 6379, 6380, 6443, 6667, 7474, 8291],
  ...[8500, 8529, 9042, 9092, 9100, 9160, 9200, 9300, 9418, 9990, 10000, 10250, 10255, 10443, 11211, 15672, 16379],
  ...[25672, 26379, 27017, 27018, 27019, 28015, 28017, 33060, 50070, 61613, 61616],
]);

/** 80, 443 and from 1024 on, less the well-known services. */
export function isOpenPort(port: number): boolean {
  if (port === 80 || port === 443) return true;
  return port >= 1024 && port <= 65_535 && !SERVICE_PORTS.has(port);
}

/** What is wrong with connecting to that address and port, or null. Asked of every address before a connection is made. */
export function refusalOf(address: string, port: number, policy: ReachPolicy): UrlRule | null {
  if (!isOpenPort(port)) return 'port';
  const reach = reachOf(address);
  if (reach === 'never') return 'special';
  if (reach === 'public') return null;
  if (!policy.privateAllowed) return reach;
  // On this machine itself: a streaming server, never what manages the machine or the station.
  if (reach === 'loopback' && (port < 1024 || policy.ownPorts.includes(port))) return 'loopback';
  return null;
}

/** The port that a URL names or means. */
export function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

/** The host without the brackets of IPv6 and without the dot of the root. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/**
 * Reads the address of a source, or of what a playlist or redirect names (relative to `base`). Names are not looked up
 * here: that is done, and judged by `refusalOf`, in the socket itself.
 */
export function readUrl(text: string, policy: ReachPolicy, base?: URL): { url: URL } | { rule: UrlRule } {
  // A browser's parser mends these; a person who means well does not write them.
  if (text.length > MOST_URL_CHARACTERS || /[\s\\\p{Cc}]/u.test(text)) return { rule: 'form' };
  if (base === undefined && !/^https?:\/\/[^/]/i.test(text)) {
    return { rule: /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^https?:/i.test(text) ? 'scheme' : 'form' };
  }
  const url = URL.parse(text, base?.href);
  if (url === null) return { rule: 'form' };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { rule: 'scheme' };
  if (url.username !== '' || url.password !== '') return { rule: 'userinfo' };
  const host = hostOf(url);
  const port = portOf(url);
  if (host === '') return { rule: 'form' };
  if (!isOpenPort(port)) return { rule: 'port' };
  const isLocalName = /(^|\.)localhost$/i.test(host);
  const rule = isAddress(host) || isLocalName ? refusalOf(isLocalName ? '127.0.0.1' : host, port, policy) : null;
  return rule ? { rule } : { url };
}
