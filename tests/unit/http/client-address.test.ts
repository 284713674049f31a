import express, { type Request } from 'express';
import { expect, test } from 'vitest';
import { readNetworks } from '#kernel';
import { clientAddress, trustProxies } from '../../../src/http/client-address.ts';

/** What the station believes of a request that comes over a socket from `from`. */
function believed(proxies: string, from: string, headers: Record<string, string>): string {
  const app = express();
  const networks = readNetworks(proxies);
  if ('wrong' in networks) throw new Error(networks.wrong.en);
  trustProxies(app, networks);
  const request = { app, headers, socket: { remoteAddress: from } } as unknown as Request;
  return clientAddress(request);
}

const FORGED = { 'x-forwarded-for': '10.0.0.1', forwarded: 'for=10.0.0.1', 'x-real-ip': '10.0.0.1' };

test.each([
  ['nobody is trusted: what a stranger writes is ignored', '', '203.0.113.9', FORGED, '203.0.113.9'],
  ['a stranger beside the proxy', '10.9.0.1', '203.0.113.9', FORGED, '203.0.113.9'],
  [
    'the proxy, in the clothes of IPv6',
    '10.9.0.1',
    '::ffff:10.9.0.1',
    { 'x-forwarded-for': '192.168.1.7' },
    '192.168.1.7',
  ],
  [
    'only what the proxy itself saw',
    '10.9.0.1',
    '10.9.0.1',
    { 'x-forwarded-for': '10.0.0.1, 192.168.1.7' },
    '192.168.1.7',
  ],
  [
    'a row of proxies',
    '10.9.0.0/24',
    '10.9.0.1',
    { 'x-forwarded-for': '1.2.3.4, 192.168.1.7, 10.9.0.2' },
    '192.168.1.7',
  ],
  ['a proxy that says nothing', '10.9.0.1', '10.9.0.1', {}, '10.9.0.1'],
  ['a proxy that says nonsense', '10.9.0.1', '10.9.0.1', { 'x-forwarded-for': 'unknown' }, '10.9.0.1'],
  [
    'other headers are nobody’s word',
    '10.9.0.1',
    '10.9.0.1',
    { forwarded: 'for=1.2.3.4', 'x-real-ip': '1.2.3.4' },
    '10.9.0.1',
  ],
])('%s', (_name, proxies, from, headers, is) => {
  expect(believed(proxies, from, headers)).toBe(is);
});
