import { describe, expect, test } from 'vitest';
import { reachOf } from '../../../src/relay/addresses.ts';
import { readUrl, refusalOf } from '../../../src/relay/url-rules.ts';

const PUBLIC = { privateAllowed: false, ownPorts: [3000] };
const PRIVATE = { privateAllowed: true, ownPorts: [3000] };

const verdict = (url: string, policy = PUBLIC) => {
  const read = readUrl(url, policy);
  return 'rule' in read ? read.rule : read.url.href;
};

describe('addresses that nobody may save', () => {
  test.each([
    ['http://127.0.0.1:8000/a', 'loopback'],
    ['http://127.1:8000/a', 'loopback'],
    ['http://127.0.0.1.:8000/a', 'loopback'],
    ['http://[::ffff:127.0.0.1]:8000/', 'loopback'],
    ['http://[::1]:8000/', 'loopback'],
    ['http://0x7f000001/', 'loopback'],
    ['http://2130706433/', 'loopback'],
    ['http://0177.0.0.1/', 'loopback'],
    ['http://①②⑦.0.0.1/', 'loopback'],
    ['http://localhost/', 'loopback'],
    ['http://localhost./', 'loopback'],
    ['http://LOCALHOST:8000/', 'loopback'],
    ['http://radio.localhost:8000/', 'loopback'],
    ['http://0/', 'special'],
    ['http://0.0.0.0:8000/', 'special'],
    ['http://[::]:8000/', 'special'],
    ['http://169.254.169.254/latest/meta-data/', 'special'],
    ['http://[fd00:ec2::254]/', 'special'],
    ['http://[fe80::1]/', 'special'],
    ['http://100.100.100.200/', 'special'],
    ['http://224.0.0.1/', 'special'],
    ['http://255.255.255.255/', 'special'],
    ['http://[ff02::1]/', 'special'],
    ['http://[2002:7f00:1::]/', 'special'],
    ['http://[2001:0:1::1]/', 'special'],
    ['http://[64:ff9b::10.0.0.1]/', 'special'],
    ['http://[64:ff9b::7f00:1]/', 'special'],
    ['http://[::127.0.0.1]/', 'special'],
    ['http://10.1.2.3/', 'private'],
    ['http://172.31.0.1/', 'private'],
    ['http://192.168.1.1:8000/', 'private'],
    ['http://100.64.0.1/', 'private'],
    ['http://[fd12:3456::1]/', 'private'],
    ['http://[::ffff:192.168.0.1]/', 'private'],
    ['http://user@host@127.0.0.1/', 'userinfo'],
    ['http://user:secret@radio.vn/', 'userinfo'],
    ['http://user@radio.vn/', 'userinfo'],
    ['http://radio.vn:22/', 'port'],
    ['http://radio.vn:25/', 'port'],
    ['http://radio.vn:81/', 'port'],
    ['http://radio.vn:5432/', 'port'],
    ['http://radio.vn:3306/', 'port'],
    ['http://radio.vn:6379/', 'port'],
    ['http://radio.vn:2375/', 'port'],
    ['http://radio.vn:0/', 'port'],
    ['http://radio.vn:99999/', 'form'],
    ['file:///etc/passwd', 'scheme'],
    ['gopher://radio.vn/', 'scheme'],
    ['ftp://radio.vn/', 'scheme'],
    ['concat:http://radio.vn/a|http://radio.vn/b', 'scheme'],
    ['pipe:0', 'scheme'],
    ['data:audio/mpeg;base64,AAAA', 'scheme'],
    ['subfile,,start,0,end,9,,:/etc/passwd', 'form'],
    ['javascript:alert(1)', 'scheme'],
    ['http:radio.vn', 'form'],
    ['http:/127.0.0.1/', 'form'],
    ['http:///127.0.0.1/', 'form'],
    ['http:\\\\127.0.0.1\\', 'form'],
    ['http://radio.vn\\@127.0.0.1/', 'form'],
    ['http://ra dio.vn/', 'form'],
    [' http://radio.vn/', 'form'],
    ['http://radio.vn/\r\nHost: 127.0.0.1', 'form'],
    ['http://radio.vn/\u0000', 'form'],
    ['//radio.vn/', 'form'],
    ['radio.vn/a.mp3', 'form'],
    ['', 'form'],
    [`http://radio.vn/${'a'.repeat(3000)}`, 'form'],
  ])('%s: %s', (url, rule) => {
    expect(verdict(url)).toBe(rule);
  });
});

test.each([
  'http://radio.vn/',
  'https://radio.vn/live/stream.m3u8?token=a',
  'http://radio.vn:8000/;stream.mp3',
  'http://113.160.0.1:8000/a',
  'http://[2405:4800::1]:8000/a',
  'http://[64:ff9b::113.160.0.1]/',
  'http://phát-thanh.vn:9000/a',
])('%s may be saved', (url) => {
  expect(verdict(url)).toMatch(/^https?:\/\//);
});

describe('when a person allows private networks', () => {
  test.each([
    ['http://192.168.1.5:8000/a', 'taken'],
    ['http://10.0.0.8/a', 'taken'],
    ['http://[fd12:3456::1]:8000/', 'taken'],
    // A streaming server beside the station, never what manages the machine, the station itself or metadata.
    ['http://127.0.0.1:8000/a', 'taken'],
    ['http://localhost:8000/a', 'taken'],
    ['http://127.0.0.1:3000/api/v1/relays', 'loopback'],
    ['http://127.0.0.1/', 'loopback'],
    ['http://127.0.0.1:443/', 'loopback'],
    ['http://127.0.0.1:5432/', 'port'],
    ['http://192.168.1.1:22/', 'port'],
    ['http://169.254.169.254/latest', 'special'],
    ['http://[::ffff:169.254.169.254]/', 'special'],
    ['http://[fe80::1]:8000/', 'special'],
    ['http://[64:ff9b::192.168.0.1]:8000/', 'special'],
    ['http://user@192.168.1.5/', 'userinfo'],
  ])('%s: %s', (url, what) => {
    const read = readUrl(url, PRIVATE);
    expect('rule' in read ? read.rule : 'taken').toBe(what);
  });
});

test('what a playlist or a redirect names is read from where it stands and judged by the same rules', () => {
  const base = new URL('https://radio.vn/live/list.m3u8?x=1');
  const at = (text: string) => {
    const read = readUrl(text, PUBLIC, base);
    return 'rule' in read ? read.rule : read.url.href;
  };
  expect(at('seg1.ts')).toBe('https://radio.vn/live/seg1.ts');
  expect(at('/seg1.ts?a=b')).toBe('https://radio.vn/seg1.ts?a=b');
  expect(at('//cdn.vn/seg1.ts')).toBe('https://cdn.vn/seg1.ts');
  expect(at('http://10.0.0.1/seg1.ts')).toBe('private');
  expect(at('//127.0.0.1/seg1.ts')).toBe('loopback');
  expect(at('file:///etc/passwd')).toBe('scheme');
  expect(at('data:audio/aac;base64,AAAA')).toBe('scheme');
  expect(at('/\\127.0.0.1/seg1.ts')).toBe('form');
});

test('text that is no address lies nowhere', () => {
  for (const text of [
    '',
    'radio.vn',
    '1.2.3',
    '1.2.3.256',
    '::1::',
    '1:2:3:4:5:6:7',
    ':::',
    'fe80::1%eth0',
    '::ffff:1.2.3',
  ]) {
    expect(reachOf(text), text).toBe('never');
  }
  expect(refusalOf('8.8.8.8', 8000, PUBLIC)).toBe(null);
  expect(refusalOf('8.8.8.8', 6379, PUBLIC)).toBe('port');
});
