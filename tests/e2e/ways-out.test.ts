/** Every way out of the station meets hostile addresses: as literals, as names, and as names that change their mind. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guardedFetch, openRealWire, realWorld } from '#system';
import { isTrouble, openDoor } from '../../src/relay/door.ts';
import { mayHearAt, mayTellAt } from '../../src/station-ways-out.ts';
import { WORLD } from '../architecture.ts';

const { clock } = realWorld();
const OWN_PORT = 8080;
const signal = new AbortController().signal;

/** Addresses that no way out may ever reach. */
const NEVER = [
  ...['0.0.0.0', '169.254.169.254', '169.254.1.1', '100.100.100.200', '168.63.129.16', '192.0.0.8', '192.0.2.1'],
  ...[
    '198.18.0.1',
    '224.0.0.1',
    '239.1.2.3',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    'fe80::1',
    'ff02::1',
    'fd00:ec2::254',
  ],
  ...['2002:7f00:1::', '2001:0:1::1', '64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '::127.0.0.1', '::ffff:169.254.169.254'],
] as const;
const THIS_MACHINE = ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1'] as const;
const HOUSE = ['10.1.2.3', '172.16.5.5', '192.168.1.20', '100.64.0.9', 'fd12::1'] as const;
const OUTSIDE = ['203.113.131.1', '2405:4800::1'] as const;
const SERVICES = [22, 25, 53, 110, 143, 389, 445, 587, 2375, 3306, 5432, 6379, 9200, 11211, 27017] as const;

const WAYS = [
  {
    ...{ way: 'a relay source', house: false, thisMachine: false },
    judge: (address: string, port: number) => viaRelay(address, port, false),
  },
  {
    ...{ way: 'a relay source that somebody allowed in the house', house: true, thisMachine: true },
    judge: (address: string, port: number) => viaRelay(address, port, true),
  },
  {
    ...{ way: 'a receiver that listens to our transmitter', house: true, thisMachine: false },
    judge: async (address: string, port: number) => mayHearAt(address, port, OWN_PORT),
  },
  {
    ...{ way: 'an RDS encoder', house: true, thisMachine: true },
    judge: async (address: string, port: number) => mayTellAt(address, port, OWN_PORT),
  },
] as const;

/** What the relay's door asks of its socket about an address. */
async function viaRelay(address: string, port: number, privateAllowed: boolean): Promise<boolean> {
  let verdict: boolean | null = null;
  const door = openDoor(
    async (ask) => {
      verdict = ask.mayReach(address);
      return { failed: 'refused_address' };
    },
    clock,
    { privateAllowed, ownPorts: [OWN_PORT] },
  );
  const got = await door.get(`http://radio.example:${port}/`, signal);
  if (!isTrouble(got)) throw new Error('nothing was answered, and yet something came');
  return verdict ?? false;
}

describe.each(WAYS)('$way', ({ judge, house, thisMachine }) => {
  test.each(NEVER)('%s is never reached', async (address) => expect(await judge(address, 8000)).toBe(false));
  test.each(THIS_MACHINE)('%s: this machine', async (address) => {
    expect(await judge(address, 8000)).toBe(thisMachine);
    expect(await judge(address, OWN_PORT)).toBe(false);
    expect(await judge(address, 80)).toBe(false);
  });
  test.each(HOUSE)('%s: in the house', async (address) => expect(await judge(address, 8000)).toBe(house));
  test.each(OUTSIDE)('%s: outside', async (address) => expect(await judge(address, 8000)).toBe(true));
  test.each(SERVICES)('port %i is another service', async (port) => {
    for (const address of [...HOUSE, ...OUTSIDE, ...THIS_MACHINE]) expect(await judge(address, port)).toBe(false);
  });
});

test('copies of the audit log go out by the port of syslog, in the house and on this machine', () => {
  for (const address of [...HOUSE, ...OUTSIDE, ...THIS_MACHINE]) expect(mayTellAt(address, 514, OWN_PORT)).toBe(true);
  for (const address of NEVER) expect(mayTellAt(address, 514, OWN_PORT)).toBe(false);
});

describe('a socket that really connects', () => {
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  const datagrams = createSocket('udp4');
  let port = 0;
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    port = (server.address() as { port: number }).port;
    datagrams.on('message', () => (visits += 1));
    await new Promise<void>((done) => datagrams.bind(port, '127.0.0.1', done));
  });
  afterAll(async () => {
    await new Promise((done) => server.close(done));
    await new Promise<void>((done) => datagrams.close(() => done()));
  });

  test.each(
    (['tcp', 'udp'] as const).flatMap((transport) =>
      ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'].map((host) => [transport, host] as const),
    ),
  )('a line of an encoder by %s to %s is refused as it connects', async (transport, host) => {
    const judged: string[] = [];
    const open = openRealWire(undefined, (address) => {
      judged.push(address);
      return false;
    });
    const problem = await new Promise<string | null>((closed) => {
      const wire = open(
        { transport, host, port, path: '' },
        { opened: () => void wire.send(Uint8Array.of(1)), bytes() {}, closed },
      );
    });
    expect(problem).toBe('REFUSED_ADDRESS');
    expect(judged.length).toBeGreaterThan(0);
    expect(visits).toBe(0);
  });

  test.each(['http://127.0.0.1', 'http://localhost', 'http://[::ffff:127.0.0.1]', 'https://localhost'])(
    '%s by HTTP is refused as it connects',
    async (address) => {
      const url = new URL(`${address}:${port}/`);
      const mayReach = (found: string) => mayHearAt(found, port, OWN_PORT);
      expect(await guardedFetch()({ url, headers: {}, mayReach, signal })).toEqual({ failed: 'refused_address' });
      expect(visits).toBe(0);
    },
  );

  test('what may be reached is reached: the judge says no, not the wire', async () => {
    const open = openRealWire(undefined, (address, at) => mayTellAt(address, at, OWN_PORT));
    await new Promise<void>((opened) => {
      const wire = open(
        { transport: 'tcp', host: 'localhost', port, path: '' },
        { opened: () => opened(), bytes() {}, closed: () => wire.close() },
      );
    });
    await expect.poll(() => visits).toBe(1);
  });
});

/** Every file of the station that may touch a socket, and where its connections go. A new one needs a judge, and rows above. */
const SOCKETS: Readonly<Record<string, string>> = {
  'src/http/server.ts': 'takes connections, makes none',
  'src/system/guarded-fetch.ts': 'relay sources and receivers: judged above',
  'src/system/judged-lookup.ts': 'the judge itself',
  'src/system/real-wire.ts': 'encoders: judged above',
};
/** Not the station: programs of villages and browsers, which connect to their station only, and the demo. */
const ELSEWHERE = /^src\/(speaker|console|demo)\//;

test('the list of ways out is whole: no other file of the station may open a socket', () => {
  const row = WORLD.find(({ what }) => what === 'sockets');
  const known = new Set([...(row?.owners ?? []), ...(row?.exceptions ?? []).map(({ file }) => file)]);
  expect([...known].filter((file) => !ELSEWHERE.test(file)).sort()).toEqual(Object.keys(SOCKETS).sort());
});
