/** A child of the live-delay bench: listeners that join the link as speakers do and listen, but have no loudspeaker. */
import { WebSocket } from 'ws';
import { parseMessage, readLump, signText, stationMessage } from '#link';

export interface ListenersHeard {
  readonly lumps: number;
  /** How long before its sound each lump came, by the clock that all processes of this machine share. */
  readonly aheadMs: readonly number[];
  readonly refused: number;
}

const [port = '', streamId = '', privatePem = ''] = process.argv.slice(2);
let lumps = 0;
let refused = 0;
const aheadMs: number[] = [];

/** Resolves when it is joined and listens. */
function listen(endpointId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = new WebSocket(`ws://127.0.0.1:${port}/link/v1`, { perMessageDeflate: false });
    link.on('error', reject);
    link.on('message', (data) => {
      const message = parseMessage(stationMessage, String(data));
      if (message?.type === 'challenge') {
        const signature = signText(privatePem, 'hello', message.nonce);
        link.send(JSON.stringify({ type: 'hello', endpointId, signature, agentVersion: '0.1.0', begun: [] }));
      } else if (message?.type === 'welcome') {
        const stream = new WebSocket(`ws://127.0.0.1:${port}/link/v1/stream/${streamId}`, {
          perMessageDeflate: false,
          headers: { authorization: `Bearer ${message.audioToken}` },
        });
        stream.on('open', () => resolve());
        stream.on('error', reject);
        stream.on('message', (bytes) => take(bytes as Buffer));
      }
    });
  });
}

function take(bytes: Buffer): void {
  const lump = readLump(bytes);
  if (!lump) {
    refused += 1;
    return;
  }
  lumps += 1;
  aheadMs.push(lump.soundsAt - (performance.timeOrigin + performance.now()));
}

process.on('message', async (asked: { join: readonly string[] } | { tell: true }) => {
  if ('join' in asked) {
    await Promise.all(asked.join.map(listen));
    process.send?.({});
  } else process.send?.({ lumps, aheadMs, refused } satisfies ListenersHeard);
});
process.on('disconnect', () => process.exit(0));
