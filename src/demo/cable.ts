import { connect, createServer, type Socket } from 'node:net';

/** A cable between a village and the station that can be cut and mended: a relay of bytes on this machine. */
export interface Cable {
  /** Where the village finds the station. */
  readonly port: number;
  /** Nothing passes any more, and nobody is told why. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function layCable(stationPort: number): Promise<Cable> {
  const ends = new Set<Socket>();
  let isCut = false;
  const server = createServer((village) => {
    if (isCut) {
      village.destroy();
      return;
    }
    const station = connect(stationPort, '127.0.0.1');
    for (const end of [village, station]) {
      ends.add(end);
      end.on('error', () => end.destroy());
      end.on('close', () => {
        ends.delete(end);
        village.destroy();
        station.destroy();
      });
    }
    village.pipe(station);
    station.pipe(village);
  });
  await new Promise<void>((done, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the cable has no end');
  return {
    port: address.port,
    cut() {
      isCut = true;
      for (const end of ends) end.destroy();
    },
    mend() {
      isCut = false;
    },
    close() {
      for (const end of ends) end.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
