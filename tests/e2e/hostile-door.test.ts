/** What strangers send to the open port, with no right to anything. */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLiveRoom } from './live-room.ts';

let room: Awaited<ReturnType<typeof openLiveRoom>>;
beforeAll(async () => {
  room = await openLiveRoom();
});
afterAll(() => room.close());

function knock(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(room.port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
    socket.on('error', () => undefined);
  });
}

test('who asks what the station can do again and again is let go', async () => {
  const socket = await knock();
  let answers = '';
  socket.on('data', (data) => (answers += data));
  socket.write('OPTIONS * HTTP/1.1\r\n\r\n'.repeat(100));
  await expect.poll(() => socket.closed, { timeout: 5000 }).toBe(true);
  expect(answers.split('HTTP/1.1 200').length - 1).toBeLessThan(10);
});
