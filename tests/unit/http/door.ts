import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServer } from '#http';
import { Authenticator } from '../../support/authenticator.ts';
import { Commune } from '../../support/commune.ts';

const START = Date.UTC(2026, 10, 23);

/** A station whose door is open on a free port of this machine, with an officer signed in. */
export async function openDoor(options: Pick<NonNullable<ConstructorParameters<typeof Commune>[0]>, 'encoders'> = {}) {
  const commune = new Commune({ wallMs: START, ...options });
  const { house } = await commune.start();
  const folder = await mkdtemp(join(tmpdir(), 'loaxa-door-'));
  const server = await openServer(house, folder, '127.0.0.1', 0);
  const base = `http://127.0.0.1:${server.port}`;
  const { session } = await house.doorkeeper.signInByLink(await house.doorkeeper.newLink('sign_in'));
  return {
    commune,
    house,
    base,
    session,
    /** Asks the API; `headers` may take the place of the session. */
    async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const response = await fetch(`${base}${path}`, {
        method,
        headers: { authorization: `Bearer ${session}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') ?? false;
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    },
    /** Sets up an authenticator app in a session; answers the strong session that it goes on as. */
    async enrol(weak: string): Promise<string> {
      const found = await house.doorkeeper.mustMaySetFactors(weak);
      const { key } = await house.doorkeeper.factors.beginTotp(found.accountId ?? '', found.name ?? '', 'LoaXa');
      const code = new Authenticator(key).code(commune.clock.wallMs());
      return (await house.doorkeeper.confirmTotp(weak, code)).entered.session;
    },
    /** A bare line to the door, for what no client would say. */
    async line(): Promise<Socket> {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => undefined);
      await new Promise((resolve) => socket.once('connect', resolve));
      return socket;
    },
    async close() {
      await server.stop();
      commune.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Door = Awaited<ReturnType<typeof openDoor>>;
