import { expect, test } from 'vitest';
import { liesIn, plainAddress, readNetwork, readNetworks } from '#kernel';

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['::FFFF:0a01:0203', '10.1.2.3'],
  ['::1', '0:0:0:0:0:0:0:1'],
  ['2001:DB8::5', '2001:db8:0:0:0:0:0:5'],
  ['fe80::1%eth0', 'fe80:0:0:0:0:0:0:1'],
  ['localhost', null],
  ['10.1.2', null],
  ['10.1.2.256', null],
  ['[::1]', null],
  ['', null],
])('the address %s is %s in its one spelling', (text, plain) => {
  expect(plainAddress(text)).toBe(plain);
});

test.each([
  ['10.1.0.0/16', '10.1.255.255', true],
  ['10.1.0.0/16', '10.2.0.0', false],
  ['10.1.0.0/16', '::ffff:10.1.9.9', true],
  ['::ffff:10.1.0.0/112', '10.1.9.9', true],
  ['192.168.7.9', '192.168.7.9', true],
  ['192.168.7.9', '192.168.7.10', false],
  ['10.128.0.0/9', '10.127.255.255', false],
  ['0.0.0.0/0', '8.8.8.8', true],
  ['0.0.0.0/0', '2001:db8::1', false],
  ['::/0', '2001:db8::1', true],
  // The whole of IPv6 is not the whole of IPv4: whoever means both writes both.
  ['::/0', '8.8.8.8', false],
  ['2001:db8:a::/48', '2001:db8:a:ffff::1', true],
  ['2001:db8:a::/48', '2001:db8:b::1', false],
  ['fe80::/10', 'fe80::1%eth0', true],
  ['10.0.0.0/8, 2001:db8::/32', '2001:db8::1', true],
  ['', '10.1.2.3', false],
  ['0.0.0.0/0', 'nobody', false],
  ['0.0.0.0/0', '', false],
])('networks "%s" hold %s: %s', (list, address, holds) => {
  const networks = readNetworks(list);
  if ('wrong' in networks) throw new Error(networks.wrong.en);
  expect(liesIn(address, networks)).toBe(holds);
});

test.each([
  ['10.1.0.0/33', '0 to 32'],
  ['10.1.0.0/', '0 to 32'],
  ['10.1.0.0/-1', '0 to 32'],
  ['10.1.0.0/8/8', 'neither'],
  ['::/129', '0 to 128'],
  ['10.1.2.3/16', 'written 10.1.0.0/16'],
  ['2001:db8:0:1::/32', 'written 2001:db8:0:0:0:0:0:0/32'],
  ['010.1.0.0/16', 'neither'],
  ['10.1.*', 'neither'],
  ['van-phong.local', 'neither'],
  ['10.0.0.1-10.0.0.9', 'neither'],
])('a bad network %s is told why', (part, why) => {
  const read = readNetwork(part);
  if (!('wrong' in read)) throw new Error('it was taken');
  expect(read.wrong.en).toContain(why);
  expect(read.wrong.vi).toContain(part);
});
