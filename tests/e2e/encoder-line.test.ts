import { createSocket } from 'node:dgram';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRealWire, realWorld } from '#system';
import type { LineFact, RdsState } from '../../src/delivery/fm/rds-state.ts';
import { EncoderLine } from '../../src/delivery/fm/wire/index.ts';

/**
 * A second reading of the protocol, from the standard alone: this file shares no code with the encoder lines, so that a
 * mistake there is not made here again.
 */
interface Record {
  readonly site: number;
  readonly encoder: number;
  readonly sequence: number;
  readonly message: readonly number[];
}

function crcTable(): number[] {
  return Array.from({ length: 256 }, (_, index) => {
    let value = index << 8;
    for (let bit = 0; bit < 8; bit++) value = (value & 0x8000) !== 0 ? (value << 1) ^ 0x1021 : value << 1;
    return value & 0xffff;
  });
}
const TABLE = crcTable();

function checkSum(bytes: readonly number[]): number {
  let crc = 0xffff;
  for (const byte of bytes) crc = ((crc << 8) ^ (TABLE[((crc >> 8) ^ byte) & 0xff] ?? 0)) & 0xffff;
  return ~crc & 0xffff;
}

/** All whole records in `bytes`; throws on anything that is not the standard's. */
function records(bytes: readonly number[]): Record[] {
  const all: Record[] = [];
  let rest = [...bytes];
  while (rest.length > 0) {
    const end = rest.indexOf(0xff);
    if (rest[0] !== 0xfe || end < 0) throw new Error(`no record begins with ${rest[0]}`);
    const plain = rest
      .slice(1, end)
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join(' ')
      .replaceAll('fd 00', 'F0')
      .replaceAll('fd 01', 'F1')
      .replaceAll('fd 02', 'F2')
      .split(' ')
      .map((text) => ({ F0: 0xfd, F1: 0xfe, F2: 0xff })[text] ?? Number.parseInt(text, 16));
    const [high = 0, low = 0, sequence = 0, length = 0] = plain;
    if (plain.length !== length + 6) throw new Error(`length ${length} in a record of ${plain.length}`);
    const sum = ((plain.at(-2) ?? 0) << 8) | (plain.at(-1) ?? 0);
    if (sum !== checkSum(plain.slice(0, -2))) throw new Error('bad check sum');
    all.push({ site: (high * 256 + low) >> 6, encoder: low % 64, sequence, message: plain.slice(4, -2) });
    rest = rest.slice(end + 1);
  }
  return all;
}

/** What a receiver would show after these records. */
function onAir(all: readonly Record[]) {
  const air = { pi: '', ps: '', ta: false, tp: false, pty: 0, rt: '', groups: [] as string[] };
  const text = (codes: readonly number[]) => String.fromCharCode(...codes);
  for (const { message } of all) {
    const [code, first = 0, second = 0, third = 0, ...data] = message;
    if (code === 1) air.pi = (third * 256 + (data[0] ?? 0)).toString(16).toUpperCase();
    if (code === 2) air.ps = text([third, ...data]);
    if (code === 3) Object.assign(air, { ta: third % 2 === 1, tp: third >= 2 });
    if (code === 7) air.pty = third;
    if (code === 0x0a) air.rt = third === 0 ? '' : text(data.slice(1, third));
    if (code === 0x24) air.groups.push([first, second, third, ...data].map((one) => one.toString(16)).join(' '));
  }
  return air;
}

const acknowledge = ({ sequence }: Record, site: number, encoder: number) => {
  const plain = [site >> 2, ((site % 4) << 6) | encoder, sequence, 2, 0x18, 0];
  const sum = checkSum(plain);
  const stuffed = [...plain, sum >> 8, sum & 0xff].flatMap((byte) => (byte < 0xfd ? [byte] : [0xfd, byte - 0xfd]));
  return Buffer.from([0xfe, ...stuffed, 0xff]);
};

const STATE: RdsState = {
  ...{ pi: '7A01', ecc: 'F2', language: '46', ps: 'XA TAN  ', tp: true, ta: true, pty: 31 },
  ...{ rt: 'CANH BAO LU QUET \xfd\xfe\xff SO TAN NGAY', rtPlus: [], groups: ['B0A71A5FFDFE'] },
  taUntil: Date.now() + 600_000,
};
const world = realWorld('error');
const facts: LineFact[] = [];
let folder = '';
const ends: Array<() => unknown> = [];
beforeEach(async () => {
  facts.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'loaxa-wire-'));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await rm(folder, { recursive: true, force: true });
});

type Settings = ConstructorParameters<typeof EncoderLine>[0]['line'];
function lineTo(more: Partial<Settings>): EncoderLine {
  const settings: Settings = {
    ...{ name: 'encoder', profile: 'uecp', transport: 'tcp', host: '127.0.0.1', port: 0, path: '', password: '' },
    ...{ site: 1022, encoder: 63, toEverybody: false, quirk: 'standard', answers: false, readsBack: false },
    ...more,
  };
  const tell = (fact: LineFact) => void facts.push(fact);
  return new EncoderLine({ world, line: settings, open: openRealWire(), folder, tell });
}

/** A TCP encoder on loopback; gives back its port and all connections so far. */
async function tcpEncoder(onBytes: (bytes: Buffer, socket: Socket) => void, port = 0) {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket);
    socket.on('data', (bytes) => onBytes(bytes, socket));
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, close };
}

async function until(what: () => boolean, withinMs = 8000): Promise<void> {
  const endMs = world.clock.monoMs() + withinMs;
  while (!what()) {
    if (world.clock.monoMs() > endMs) throw new Error(`not within ${withinMs} ms: ${JSON.stringify(facts)}`);
    await world.clock.sleep(10);
  }
}

const graded = (grade: string, number: number) =>
  facts.some((fact) => fact.fact === 'graded' && fact.grade === grade && fact.number === number);
const wanted = { pi: '7A01', ps: 'XA TAN  ', tp: true, ta: true, pty: 31, rt: STATE.rt };

test('over TCP: an encoder gets the state, acknowledges it, goes away, comes back and gets it again', async () => {
  let got: number[] = [];
  const answer = (bytes: Buffer, socket: Socket) => {
    got.push(...bytes);
    for (const record of records([...bytes])) socket.write(acknowledge(record, 1022, 63));
  };
  const first = await tcpEncoder(answer);
  const line = lineTo({ port: first.port, answers: true });
  ends.push(() => line.stop());
  line.show(STATE, 1);
  line.start();
  await until(() => graded('F0', 1));
  expect(onAir(records(got))).toEqual({ ...wanted, groups: ['16 7 1a 5f fd fe'] });
  expect(records(got)[0]?.message).toEqual([3, 0, 0, 2]);
  expect(new Set(records(got).map(({ site, encoder }) => `${site}/${encoder}`))).toEqual(new Set(['1022/63']));

  await first.close();
  got = [];
  await until(() => line.standing().state !== 'connected');
  const second = await tcpEncoder(answer, first.port);
  line.show({ ...STATE, rt: 'TIN THU HAI' }, 2);
  await until(() => graded('F0', 2));
  expect(onAir(records(got))).toMatchObject({ ...wanted, rt: 'TIN THU HAI' });

  await line.stop();
  await until(() => !onAir(records(got)).ta);
  await second.close();
});

test('over TCP: who breaks the connection in mid-frame, again and again, is told as silent and never waited for', async () => {
  const breaker = await tcpEncoder((_, socket) => socket.resetAndDestroy());
  ends.push(breaker.close);
  const line = lineTo({ port: breaker.port, answers: true });
  ends.push(() => line.stop());
  line.start();
  const beganMs = world.clock.monoMs();
  line.show(STATE, 1);
  expect(world.clock.monoMs() - beganMs).toBeLessThan(50);
  await until(() => facts.some((fact) => fact.fact === 'fault' && fact.reason === 'encoder_silent'), 15_000);
  expect(line.standing().problem?.vi).toMatch(/ECONNRESET|EPIPE/);
});

test('over TCP: who never reads gets no more than fits, and the rest is not kept', async () => {
  const sockets: Socket[] = [];
  const server = createServer({ pauseOnConnect: true }, (socket) => void sockets.push(socket.on('error', () => {})));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => sockets.forEach((socket) => void socket.destroy()),
  );
  const line = lineTo({ port: (server.address() as AddressInfo).port });
  ends.push(() => line.stop());
  line.start();
  await until(() => line.standing().state === 'connected');
  const before = process.memoryUsage().heapUsed;
  for (let number = 1; number <= 100_000; number++) line.show({ ...STATE, rt: `TIN ${number}` }, number);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100e6);
});

test('over UDP: one record in each datagram, and answers are heard', async () => {
  const datagrams: Buffer[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (bytes, from) => {
    datagrams.push(bytes);
    for (const record of records([...bytes])) socket.send(acknowledge(record, 1022, 63), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  ends.push(() => socket.close());
  const line = lineTo({ transport: 'udp', port: socket.address().port, answers: true });
  line.show(STATE, 1);
  line.start();
  await until(() => graded('F0', 1));
  expect(datagrams.map((bytes) => records([...bytes]).length)).toEqual(datagrams.map(() => 1));
  expect(onAir(datagrams.flatMap((bytes) => records([...bytes])))).toMatchObject(wanted);
  await line.stop();
  await until(() => !onAir(datagrams.flatMap((bytes) => records([...bytes]))).ta);
});

test('over UDP to nobody: a fault that says so', async () => {
  const line = lineTo({ transport: 'udp', port: 9, answers: true });
  ends.push(() => line.stop());
  line.show(STATE, 1);
  line.start();
  await until(() => facts.some((fact) => fact.fact === 'fault' && fact.reason === 'encoder_silent'), 15_000);
});

test('into a file: it holds every byte that was ever sent', async () => {
  for (const number of [1, 2]) {
    const line = lineTo({ transport: 'file', path: 'capture.bin' });
    line.show({ ...STATE, rt: `LAN ${number}` }, number);
    line.start();
    await until(() => graded('sent', number));
    await line.stop();
  }
  let all: Record[] = [];
  const read = async () => {
    all = records([...(await readFile(join(folder, 'capture.bin')))]);
    return all.filter(({ message }) => message[0] === 3).length;
  };
  for (let tries = 0; tries < 200 && (await read()) < 6; tries++) await world.clock.sleep(10);
  // Each time: released, raised, released.
  expect(all.filter(({ message }) => message[0] === 3).map(({ message }) => message[3])).toEqual([2, 3, 2, 2, 3, 2]);
  expect(onAir(all)).toMatchObject({ ...wanted, ta: false, rt: 'LAN 2' });
});

test('a serial line whose name is none, or that is not there, is a fault and nothing else', async () => {
  const paths = ['/etc/passwd', '/dev/serial/by-id/usb-nobody', '/dev/ttyNOBODY9'];
  const lines = paths.map((path) => ({ path, line: lineTo({ transport: 'serial', path }) }));
  for (const { line } of lines) {
    ends.push(() => line.stop());
    line.show(STATE, 1);
    line.start();
  }
  for (const { line, path } of lines) {
    await until(() => line.standing().state === 'fault', 15_000);
    expect(line.standing().problem?.en).toContain(path);
  }
});

test('an encoder that is off for days is logged once for each thing that is wrong with it, not at each try', async () => {
  const lines: object[] = [];
  const open = openRealWire({ info: (_text, more) => void lines.push(more ?? {}), warn() {}, error() {} });
  const tryOnce = (port: number) =>
    new Promise((closed) => {
      const address = { transport: 'tcp', host: '127.0.0.1', port, path: '' } as const;
      open(address, { opened() {}, bytes() {}, closed });
    });
  const first = await tcpEncoder(() => {});
  await first.close();
  for (let times = 0; times < 3; times++) await tryOnce(first.port);
  const off = { transport: 'tcp', host: '127.0.0.1', port: first.port, path: '', problem: 'ECONNREFUSED' };
  expect(lines).toEqual([off]);
  const breaker = createServer((socket) => void socket.resetAndDestroy());
  ends.push(() => new Promise((resolve) => breaker.close(resolve)));
  await new Promise<void>((resolve) => breaker.listen(first.port, '127.0.0.1', resolve));
  for (let times = 0; times < 3; times++) await tryOnce(first.port);
  expect(lines).toEqual([off, { ...off, problem: 'ECONNRESET' }]);
});
