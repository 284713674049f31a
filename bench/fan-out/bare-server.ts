/** A child of the fan-out bench, the floor: nothing but ws, and the same number of bytes to every socket. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { serveAsks } from './serve.ts';

const [agents = '', frameBytes = ''] = process.argv.slice(2);
const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket) => socket.on('message', () => undefined));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

serveAsks({
  port: (server.address() as AddressInfo).port,
  endpointIds: Array.from({ length: Number(agents) }, (_, n) => String(n)),
  sockets: () => sockets.clients.size,
  start(startAt) {
    const frame = String(startAt).padEnd(Number(frameBytes), '.');
    for (const socket of sockets.clients) socket.send(frame);
  },
});
