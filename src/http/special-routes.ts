import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { type Clock, civilOf, notFound, StationError } from '#kernel';
import type { OwnRoute } from './api.ts';
import { importedAreas, wholeBody } from './area-import.ts';
import { putAttachment, sendAttachment } from './attachments.ts';
import { whoOf } from './audit-desk.ts';
import { paperOfDays } from './calendar-paper.ts';
import { clientAddress } from './client-address.ts';
import type { RouteInput, RouteName } from './contract.ts';
import { formOfInterference, sheetOfDay } from './fm-paper.ts';
import { visitorOf } from './guard.ts';
import { asRunCsv, shownCsv } from './handlers/as-run.ts';
import { auditCsv } from './handlers/audit.ts';
import { faultsAsCsv } from './handlers/faults.ts';
import { sendMapImage, takeMap } from './handlers/map.ts';
import { uploadShown } from './handlers/media.ts';
import { securityHandlers } from './handlers/security.ts';
import type { House } from './house.ts';
import { logBookOf } from './log-paper.ts';
import { sendMp3 } from './send-mp3.ts';
import { sendWhole } from './send-whole.ts';
import { signInHandlers } from './sign-in-routes.ts';
import { villageDoor } from './village-routes.ts';

/** A sender that is silent for so long is gone, whatever TCP believes; the upload goes on where it stopped. */
const SILENT_SENDER_MS = 10_000;

/**
 * What a sender sends. One that falls silent is cut off, so that a phone which lost its network and comes back on another
 * line does not find its own old one in the way.
 */
async function* whileHeard(clock: Clock, request: Request): AsyncGenerator<Uint8Array> {
  const over = new AbortController();
  let waitingSinceMs = clock.monoMs();
  const watch = async () => {
    while (await clock.sleep(SILENT_SENDER_MS / 4, over.signal)) {
      if (clock.monoMs() - waitingSinceMs > SILENT_SENDER_MS) request.destroy();
    }
  };
  void watch();
  try {
    for await (const chunk of request) {
      // While the disk is slow nobody waits for the sender.
      waitingSinceMs = Number.POSITIVE_INFINITY;
      yield chunk as Uint8Array;
      waitingSinceMs = clock.monoMs();
    }
  } finally {
    over.abort();
  }
}

/** Sends a page that the browser shows and prints; `name` is what it is saved as. */
function sendPdf(response: Response, name: string, pdf: Uint8Array): void {
  response.set('content-disposition', `inline; filename="${name}"`).type('application/pdf').send(Buffer.from(pdf));
}

/** Routes that stream bytes or set cookies: everything that is not JSON in, JSON out. */
export function specialRoutes(house: House): Partial<Record<RouteName, OwnRoute>> {
  const { media } = house;
  return {
    ...securityHandlers(house),
    ...signInHandlers(house),
    ...villageDoor(house),
    putUpload: async (request, response, { params }) => {
      const offset = request.get('upload-offset') ?? '';
      if (!/^\d{1,15}$/.test(offset)) {
        throw new StationError('REQUEST_INVALID', { field: 'Upload-Offset', problem: '0, 1, 2, …' });
      }
      const { id } = params as { id: string };
      response.json(uploadShown(await media.append(id, Number(offset), whileHeard(house.world.clock, request))));
    },
    putAttachment: async (request, response, { params }) => {
      const visitor = await visitorOf(house, request);
      const bytes = whileHeard(house.world.clock, request);
      response.json(
        await putAttachment(house, visitor, (params as { id: string }).id, request.get('upload-name'), bytes),
      );
    },
    putMap: async (request, response) => {
      const visitor = await visitorOf(house, request);
      const bytes = whileHeard(house.world.clock, request);
      response.json(await takeMap(house, visitor, request.get('upload-name'), bytes));
    },
    mapImage: (_request, response, { params }) => sendMapImage(house, response, (params as { id: string }).id),
    getAttachment: (_request, response, { params }) => sendAttachment(house, response, (params as { id: string }).id),
    listen: async (_request, response, { params }) => {
      const { sha256 } = await media.ensureRendition((params as { id: string }).id, 'mp3');
      await sendMp3(response, media.renditionPath(sha256));
    },
    getLiveRecording: async (_request, response, { params }) => {
      const { id } = params as { id: string };
      if ((await house.live.look(id)).recorded === null) throw notFound('recording');
      await sendMp3(response, house.live.recordingPath(id));
    },
    fetchBackup: async (request, response, { params, query }) => {
      const { copy } = params as { copy: string };
      const visitor = await visitorOf(house, request);
      const path = await house.backups.open(copy, (query as { link: string }).link, visitor.owner);
      const by = { who: whoOf(visitor), from: clientAddress(request), where: [null] };
      await house.audit.record({ what: 'fetchBackup', ...by, on: { copy } });
      await sendWhole(house.world.files, response, path, copy);
    },
    fmSheet: async (_request, response, { params, query }) => {
      const { id } = params as { id: string };
      const { date } = query as { date: string };
      sendPdf(response, `phieu-phat-song-${date}.pdf`, await sheetOfDay(house, id, date));
    },
    printCalendar: async (_request, response, { query }) => {
      const asked = query as RouteInput<'printCalendar'>['query'];
      sendPdf(response, `lich-phat-${asked.from}.pdf`, await paperOfDays(house, asked));
    },
    interferenceForm: async (_request, response, { params }) => {
      const { id } = params as { id: string };
      sendPdf(response, `bao-cao-can-nhieu-${id}.pdf`, await formOfInterference(house, id));
    },
    importAreas: async (request, response, { query }) => {
      const visitor = await visitorOf(house, request);
      const bytes = await wholeBody(whileHeard(house.world.clock, request));
      response.json(await importedAreas(house, visitor, bytes, (query as { seen?: string }).seen));
    },
    exportAreas: async (_request, response) => {
      response.type('text/csv; charset=utf-8').attachment('dia-ban-cum-loa.csv');
      response.send(await house.territory.exported());
    },
    exportFaults: async (_request, response, { query }) => {
      response.type('text/csv; charset=utf-8').attachment('su-co.csv');
      response.send(await faultsAsCsv(house, query as RouteInput<'listFaults'>['query']));
    },
    exportAudit: async (_request, response, { query }) => {
      const { date } = civilOf(house.world.clock.wallMs(), house.settings.zone);
      response.type('application/x-ndjson').attachment(`nhat-ky-he-thong-${date}.ndjson`);
      const lines = house.audit.lines(query as { from?: number; to?: number }, house.settings.name);
      await pipeline(Readable.from(lines), response);
    },
    exportAuditShown: async (_request, response, { query }) => {
      response.type('text/csv; charset=utf-8').attachment('nhat-ky-he-thong.csv');
      await pipeline(Readable.from(auditCsv(house, query as Record<string, never>)), response);
    },
    exportAsRunShown: async (_request, response, { query }) => {
      const { date } = civilOf(house.world.clock.wallMs(), house.settings.zone);
      response.type('text/csv; charset=utf-8').attachment(`nhat-ky-phat-${date}.csv`);
      await pipeline(Readable.from(shownCsv(house, query as RouteInput<'exportAsRunShown'>['query'])), response);
    },
    printAsRun: async (_request, response, { query }) => {
      sendPdf(response, 'so-nhat-ky.pdf', await logBookOf(house, query as RouteInput<'printAsRun'>['query']));
    },
    exportAsRun: async (_request, response, { query }) => {
      response.type('text/csv; charset=utf-8').attachment('as-run.csv');
      await pipeline(Readable.from(asRunCsv(house, query as Record<string, never>)), response);
    },
  };
}
