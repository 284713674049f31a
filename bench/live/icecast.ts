import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { FRAME_MS } from '#feed';
import { sharedMs } from '../fan-out/lines.ts';
import { stampedFrame } from './stamp.ts';

/** Which Icecast is on this machine; null: none. */
export function icecastVersion(): string | null {
  const { status, stdout } = spawnSync('icecast2', ['-v'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const config = (folder: string, port: number) => `<icecast>
<limits><clients>20000</clients><sources>2</sources><queue-size>524288</queue-size><client-timeout>30</client-timeout>
<header-timeout>15</header-timeout><source-timeout>10</source-timeout><burst-on-connect>0</burst-on-connect></limits>
<authentication><source-password>bench</source-password><admin-user>a</admin-user><admin-password>bench</admin-password>
</authentication><hostname>127.0.0.1</hostname>
<listen-socket><port>${port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
<paths><logdir>${folder}</logdir><webroot>${folder}</webroot><adminroot>${folder}</adminroot></paths>
<logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>1</loglevel></logging>
<security><chroot>0</chroot></security></icecast>`;

export interface Icecast {
  readonly child: ChildProcess;
  readonly port: number;
  stop(): void;
}

/** Icecast with the settings of a big station and one source that sends a frame every 24 ms. */
export async function startIcecast(folder: string): Promise<Icecast> {
  const own = join(folder, 'icecast');
  mkdirSync(own);
  for (const path of [folder, own]) chmodSync(path, 0o777);
  const port = await freePort();
  writeFileSync(join(own, 'icecast.xml'), config(own, port));
  // It refuses to be root.
  const asNobody =
    process.getuid?.() === 0 ? ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'] : [];
  const [program = '', ...args] = [...asNobody, 'icecast2', '-c', join(own, 'icecast.xml')];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore'] });
  const source = await connected(port);
  const login = Buffer.from('source:bench').toString('base64');
  source.write(`SOURCE /live.mp3 HTTP/1.0\r\nAuthorization: Basic ${login}\r\nContent-Type: audio/mpeg\r\n\r\n`);
  await new Promise((resolve) => source.once('data', resolve));
  const over = new AbortController();
  void (async () => {
    const startedMs = sharedMs();
    for (let frame = 1; !over.signal.aborted; frame += 1) {
      await wait(Math.max(0, startedMs + frame * FRAME_MS - sharedMs()));
      source.write(stampedFrame(sharedMs()));
    }
  })();
  return {
    child,
    port,
    stop() {
      over.abort();
      source.destroy();
      child.kill('SIGKILL');
    },
  };
}

async function connected(port: number): Promise<Socket> {
  for (let tries = 0; ; tries += 1) {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    const isUp = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (isUp) {
      socket.on('error', () => undefined);
      return socket;
    }
    if (tries > 50) throw new Error('icecast2 does not listen');
    await wait(100);
  }
}
