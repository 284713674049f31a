import type { IncomingMessage, Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { NewsDesk, type NewsLine } from '#http';
import { realWorld } from '#system';
import type { Topic } from '../../src/http/contract.ts';
import { heardBy, TOPICS } from '../../src/http/news/topics.ts';

export const NEWS_PATH = '/api/v1/news';

/** The news of the fake station, by the desk of the real one. It says nothing until a test wants it to: then consoles poll. */
export class FakeNews {
  /** True: a line is told the count, and what changed. */
  isOn = false;
  readonly #desk = new NewsDesk(realWorld('error'));
  readonly #sockets = new WebSocketServer({ noServer: true });

  get listeners(): number {
    return this.#sockets.clients.size;
  }

  attach(server: Server, isUnplugged: () => boolean): void {
    server.on('upgrade', (request: IncomingMessage, socket, head) => {
      if (request.url !== NEWS_PATH) return;
      if (isUnplugged() || !request.headers.cookie) socket.destroy();
      else this.#sockets.handleUpgrade(request, socket, head, (line) => this.#serve(line));
    });
  }

  touch(...topics: readonly Topic[]): void {
    this.#desk.touch(topics.length === 0 ? TOPICS : topics);
  }

  /** Cuts every line, as a dead network does. */
  cut(): void {
    for (const line of this.#sockets.clients) line.terminate();
  }

  async stop(): Promise<void> {
    this.cut();
    await this.#desk.stop();
  }

  #serve(socket: WebSocket): void {
    // biome-ignore lint/suspicious/noUnnecessaryConditions: tests switch it on from outside
    if (!this.isOn) return;
    const line: NewsLine = {
      send: (text) => socket.send(text),
      drop: () => socket.terminate(),
      bufferedBytes: () => socket.bufferedAmount,
    };
    const leave = this.#desk.accept(line, heardBy(new Set(['read', 'edit', 'inspect', 'maintain', 'people'])));
    socket.on('message', (data) => this.#desk.asked(line, String(data)));
    socket.on('close', leave);
  }
}
