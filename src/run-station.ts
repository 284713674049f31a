import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Plane } from '#admin';
import { childMaker } from '#backup';
import type { Settings } from '#config';
import { openServer, type WebServer } from '#http';
import { isStationError, StationError, type World } from '#kernel';
import { findFfmpeg } from '#media';
import { createHeartbeat } from '#schedule';
import { findSynthesis } from '#speech';
import { buildStation, type Station } from '#station';
import { holdFolder, holdReserve, openStore } from '#store';
import { guardedFetch, openRealWire } from '#system';
import { mayTellAt } from './station-ways-out.ts';

/** The folder that holds package.json, public and media. */
export const HOME = join(import.meta.dirname, '..');

export interface RunningStation {
  readonly station: Station;
  readonly server: WebServer;
  /** The door of administration; the same one when it has none of its own. */
  readonly adminServer: WebServer;
  stop(): Promise<void>;
}

/** Opens the data folder, takes up the last life, and opens the door. */
export async function runStation(world: World, settings: Settings): Promise<RunningStation> {
  const dataFolder = isAbsolute(settings.dataFolder) ? settings.dataFolder : join(HOME, settings.dataFolder);
  const schedulesFolder = isAbsolute(settings.schedulesFolder)
    ? settings.schedulesFolder
    : join(HOME, settings.schedulesFolder);
  const here: Settings = { ...settings, dataFolder, schedulesFolder };
  await world.files.makeFolder(dataFolder).catch((error: unknown) => {
    throw isStationError(error)
      ? error
      : new StationError('CONFIG_INVALID', { problem: `LOAXA_DATA: ${String(error)}` });
  });
  const hold = holdFolder(dataFolder);
  const reserve = await holdReserve(world.files, dataFolder, settings.reserveBytes);
  const store = openStore(join(dataFolder, 'station.db'), reserve);
  const ffmpeg = await findFfmpeg(world, settings.ffmpegPath);
  const synthesis = await findSynthesis(world, settings.speechCommand);
  const { version } = JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8')) as { version: string };
  const outside = {
    fetch: guardedFetch(),
    openWire: openRealWire(world.logger, (address, port) => mayTellAt(address, port, settings.port)),
  };
  const makeCopy = childMaker({
    ...{ processes: world.processes, program: [process.execPath, join(HOME, 'src/backup-main.ts')] },
    ...{ dataFolder, schedulesFolder, stationName: settings.name },
  });
  const station = await buildStation({
    world,
    settings: here,
    store,
    ffmpeg,
    synthesis,
    version,
    makeCopy,
    ...outside,
  });
  // The door opens last: whoever comes in meets a station that knows what its last life left open.
  await station.start();
  const { host, port, adminHost, adminPort } = settings;
  const doors: WebServer[] = [];
  const openDoor = async (at: { host: string; port: number }, names: string, plane: Plane) => {
    try {
      const door = await openServer(station.house, join(HOME, 'dist/public'), at.host, at.port, plane);
      doors.push(door);
      return door;
    } catch (error) {
      for (const door of doors) await door.stop();
      await station.stop();
      await store.close();
      hold.release();
      throw doorFault(error, at, names);
    }
  };
  const server = await openDoor({ host, port }, 'LOAXA_HOST, LOAXA_PORT', adminPort === null ? 'only' : 'public');
  const adminServer =
    adminPort === null
      ? server
      : await openDoor({ host: adminHost, port: adminPort }, 'LOAXA_ADMIN_HOST, LOAXA_ADMIN_PORT', 'admin');
  const heartbeat = createHeartbeat(() => {
    station.house.schedule.wake();
    station.house.playout.wake();
  }, world.logger);
  heartbeat.start();
  return {
    station,
    server,
    adminServer,
    async stop() {
      await heartbeat.stop();
      for (const door of doors) await door.stop();
      await station.stop();
      await store.close();
      hold.release();
    },
  };
}

/** Why the address could not be listened on, for whoever set it. */
function doorFault(error: unknown, { host, port }: { host: string; port: number }, names: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return new StationError('PORT_TAKEN', { port }, error);
  if (code === undefined) return error;
  return new StationError('CONFIG_INVALID', { problem: `${names}: ${host}:${port} (${code})` }, error);
}
