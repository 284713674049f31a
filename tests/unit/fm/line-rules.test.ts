import { expect, test } from 'vitest';
import type { EncoderLine } from '#fm';
import { firstFault, lineFault } from '../../../src/fm/line-rules.ts';
import { lineOf } from './stations.ts';

const serial = { transport: 'serial', host: '', port: 0 } as const;
const file = { transport: 'file', host: '', port: 0, answers: false } as const;

test.each<[string, Partial<EncoderLine>, keyof EncoderLine | null]>([
  ['a host and a port', {}, null],
  ['an IPv4 address', { host: '192.168.1.40' }, null],
  ['an IPv6 address', { host: 'fd00::7' }, null],
  ['no host', { host: '' }, 'host'],
  ['a host with a path', { host: 'rds.lan/x' }, 'host'],
  ['a host with a space', { host: 'rds lan' }, 'host'],
  ['no port', { port: 0 }, 'port'],
  ['udp without a port', { transport: 'udp', port: 0 }, 'port'],
  ['a path on a network line', { path: 'now.txt' }, 'path'],
  ['a lasting serial name', { ...serial, path: '/dev/serial/by-id/usb-FTDI_FT232R_A50285BI-if00-port0' }, null],
  ['a numbered serial port', { ...serial, path: '/dev/ttyUSB0' }, null],
  ['an Arm serial port', { ...serial, path: '/dev/ttyAMA10' }, null],
  ['a terminal', { ...serial, path: '/dev/tty1' }, 'path'],
  ['a disk', { ...serial, path: '/dev/sda1' }, 'path'],
  ['a way up', { ...serial, path: '/dev/serial/by-id/..' }, 'path'],
  ['a way up in the middle', { ...serial, path: '/dev/serial/by-id/a..b' }, 'path'],
  ['a folder below', { ...serial, path: '/dev/serial/by-id/a/b' }, 'path'],
  ['two lines in one', { ...serial, path: '/dev/ttyUSB0\n/dev/sda1' }, 'path'],
  ['serial with a host', { ...serial, host: 'rds.lan', path: '/dev/ttyUSB0' }, 'host'],
  ['a plain file', { ...file, path: 'uecp-1.bin' }, null],
  ['a text file', { ...file, path: 'rds.txt' }, null],
  ['the text that the station writes there itself', { ...file, path: 'now.txt' }, 'path'],
  ['the same with its marks', { ...file, path: 'now-utf8.txt' }, 'path'],
  ['a file elsewhere', { ...file, path: '../now.txt' }, 'path'],
  ['a file with two dots', { ...file, path: 'a..txt' }, 'path'],
  ['a hidden file', { ...file, path: '.now.txt' }, 'path'],
  ['a file in capitals', { ...file, path: 'NOW.TXT' }, 'path'],
  ['a program', { ...file, path: 'now.sh' }, 'path'],
  ['a file that answers', { ...file, answers: true, path: 'rds.txt' }, 'answers'],
  ['reading back without answers', { answers: false, readsBack: true }, 'readsBack'],
  ['everybody', { site: 0, encoder: 0 }, 'site'],
  ['everybody, meant', { site: 0, encoder: 0, toEverybody: true }, null],
  ['all encoders of one site', { site: 4, encoder: 0 }, null],
  ['no addresses in another tongue', { profile: 'pira', site: 0, encoder: 0 }, null],
])('%s', (_what, more, field) => {
  const found = lineFault(lineOf(more));
  expect(found?.field ?? null).toBe(field);
  if (found) expect(found.problem.vi).not.toBe('');
});

test('two lines of a station share neither name nor path, and no device of another station is taken', () => {
  const usb = lineOf({ ...serial, path: '/dev/ttyUSB0' });
  expect(firstFault([lineOf(), lineOf({ port: 4002 })], new Set())?.fault.field).toBe('name');
  expect(firstFault([usb, { ...usb, name: 'Khác' }], new Set())?.fault.field).toBe('path');
  expect(firstFault([usb], new Set(['/dev/ttyUSB0']))?.fault.field).toBe('path');
  expect(firstFault([usb, lineOf({ name: 'Khác' })], new Set(['/dev/ttyUSB1']))).toBeNull();
});
