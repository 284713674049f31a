import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { binaryFrame, textFrame } from '../../../src/http/text-frame.ts';

const server = createServer();
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
let ear: WebSocket;
let mouth: WebSocket;
let write: (bytes: Uint8Array) => void;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const upgraded = new Promise<void>((resolve) => {
    server.on('upgrade', (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        mouth = webSocket;
        write = (bytes) => socket.write(bytes);
        resolve();
      });
    });
  });
  ear = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, { perMessageDeflate: false });
  await Promise.all([upgraded, once(ear, 'open')]);
});
afterAll(async () => {
  ear.terminate();
  sockets.close();
  await new Promise((resolve) => server.close(resolve));
});

async function heard(count: number): Promise<string[]> {
  const texts: string[] = [];
  await new Promise<void>((resolve, reject) => {
    ear.on('message', (data, isBinary) => {
      texts.push(isBinary ? '(binary)' : String(data));
      if (texts.length === count) resolve();
    });
    ear.on('close', (code) => reject(new Error(`closed with ${code}`)));
  });
  ear.removeAllListeners('message').removeAllListeners('close');
  return texts;
}

describe('a frame that is made once', () => {
  test.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])('of %i bytes is read as text by ws', async (length) => {
    const text = 'a'.repeat(length);
    const hearing = heard(1);
    write(textFrame(Buffer.from(text)));
    expect(await hearing).toEqual([text]);
  });

  test('stands between frames that ws makes, in order', async () => {
    const start = Buffer.from('bắt đầu');
    const hearing = heard(5);
    mouth.send('one');
    write(textFrame(start));
    mouth.send('x'.repeat(70_000));
    write(textFrame(start));
    mouth.send('last');
    expect(await hearing).toEqual(['one', 'bắt đầu', 'x'.repeat(70_000), 'bắt đầu', 'last']);
  });

  test('is the same for the same bytes', () => {
    const start = Buffer.from('bắt đầu');
    expect(textFrame(start)).toBe(textFrame(start));
    expect(textFrame(Buffer.from(start))).not.toBe(textFrame(start));
  });

  test('of bytes that are no text is read as binary, and made once while the same bytes go out', async () => {
    const lumps = [Buffer.alloc(100, 1), Buffer.alloc(1454, 2), Buffer.alloc(70_000, 3)];
    const hearing = heard(3);
    for (const lump of lumps) {
      expect(binaryFrame(lump)).toBe(binaryFrame(lump));
      write(binaryFrame(lump));
    }
    expect(await hearing).toEqual(['(binary)', '(binary)', '(binary)']);
  });
});
