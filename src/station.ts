/** The signal chain on one page: how the rooms of a station are introduced to each other. No logic lives here. */
import { AdminDesk } from '#admin';
import { createAlertDesk, createStopDesk } from '#alert';
import { ApprovalDesk } from '#approval';
import { appendAsRun, coursesAfter, wordsSince } from '#asrun';
import { AuditLog } from '#audit';
import { BackupKeeper, type MakeCopy } from '#backup';
import { writeDelivery } from '#broadcast';
import type { Settings } from '#config';
import { Carriage, FanOut, HttpDriver, LinkDriver, type OpenWire, type TellFact } from '#delivery';
import { findEndpoint, SeenBook } from '#endpoint';
import { FaultWatch } from '#fault';
import { FeedBook } from '#feed';
import { createHandover, type Handover } from '#handover';
import { type House, NewsDesk } from '#http';
import { createInbox } from '#inbox';
import type { Fetch, World } from '#kernel';
import { createLive } from '#live';
import { createMedia, type Ffmpeg, MEDIA_DEFAULTS, readyDurations } from '#media';
import { Doorkeeper, HelperCodes, KeyRing, RightsBell } from '#people';
import { clearedGate, GateBook, Playout } from '#playout';
import { decideAir } from '#queue';
import { createRelay } from '#relay';
import { createSchedule } from '#schedule';
import { NO_VOICE, SpeechRoom, type Synthesis } from '#speech';
import type { Store } from '#store';
import { Territory } from '#territory';
import { createWhy, type Why } from '#why';
import { areaActNoted, auditReceivers, talkNoted } from './station-audit.ts';
import { isEmergencyOn, keeperSettings } from './station-backup.ts';
import { Cleaner } from './station-cleaner.ts';
import { createCommand, type StationCommand } from './station-command.ts';
import { carryWord, createFm, type FmHouse } from './station-fm.ts';
import { handoverPorts } from './station-handover.ts';
import { HouseTeller } from './station-house.ts';
import { inboxPorts } from './station-inbox.ts';
import { openLife } from './station-life.ts';
import { areaParents, voiceRights } from './station-rights.ts';
import { draftOf, relayWord, schedulePorts } from './station-schedule.ts';
import { createShelf, mp3Of } from './station-shelf.ts';
import { tellUntold } from './station-untold.ts';
import { isMourning, relaysIn, tellTalkers, voiceAir } from './station-voices.ts';

/** Listeners to a stream are served in so many turns: a core never meets all of them at once. */
const FAN_OUT_PHASES = 10;

export interface Station {
  readonly house: House;
  /** Takes up everything that the last life left open, then keeps time. */
  start(): Promise<void>;
  /** Waits until all is quiet; speakers go on by their plans. */
  stop(): Promise<void>;
}

export interface StationParts {
  readonly world: World;
  readonly settings: Settings;
  readonly store: Store;
  readonly ffmpeg: Ffmpeg | null;
  /** Absent: typed words do not become a voice. */
  readonly synthesis?: Synthesis;
  readonly version: string;
  /** The way out to relayed stations, and to receivers that listen to our transmitters. */
  readonly fetch: Fetch;
  /** The way out to the encoders of FM stations. */
  readonly openWire: OpenWire;
  /** Who makes the copies of this station. */
  readonly makeCopy: MakeCopy;
}

export async function buildStation(parts: StationParts): Promise<Station> {
  const { world, settings, store, ffmpeg, version } = parts;
  const life = await openLife(store);
  const parents = areaParents(store);
  const doorkeeper = new Doorkeeper(world, store, parents, { station: settings.name, ...settings.signIn });
  const keys = new KeyRing({ world, store, parents, rightsOf: (visitor) => doorkeeper.rightsOf(visitor) });
  const bell = new RightsBell(world.logger);
  const audit = new AuditLog({
    ...{ world, store, signer: life, keepMonths: settings.auditMonths },
    receivers: auditReceivers(parts),
  });
  // what consoles are told: that something changed, and they ask for it
  const news = new NewsDesk(world);
  const deaf = store.whenWritten((tables) => news.written(tables));
  const admin = new AdminDesk({ world, store, zone: settings.zone, fixed: settings.adminFrom });

  // 1 media
  const media = createMedia({
    world,
    store,
    folder: settings.dataFolder,
    ffmpeg,
    settings: {
      ...MEDIA_DEFAULTS,
      targetLufs: settings.loudnessLufs,
      truePeakMaxDbtp: settings.truePeakDbtp,
      uploadMaxBytes: settings.uploadBytes,
      durationMaxMs: settings.maxRecordingMs,
    },
  });

  const speech = new SpeechRoom(parts.synthesis ?? NO_VOICE);

  // sound that is being made right now, and how it gets to the speakers
  const feeds = new FeedBook();
  const fanOut = new FanOut({ world, feeds, lumpMs: settings.liveLumpMs, phases: FAN_OUT_PHASES });

  // 6 delivery (it stands before playout, which hands it its work)
  const seen = new SeenBook(world, store);
  const shelf = createShelf(world, media);
  const tell: TellFact = (endpointId, fact) => {
    news.touch(['endpoints']);
    if (fact.fact === 'joined' || fact.fact === 'left') handover.noteReach(endpointId, fact.fact === 'joined');
    if (fact.fact === 'progress') handover.noteSounding(endpointId, fact.broadcastId);
    const isSource = fm.driver.isSource(endpointId);
    if (isSource) fm.driver.sourceFact(endpointId, fact);
    // What it sounds is the transmitter's affair; that it is there is seen like that of every speaker.
    if (!isSource || !('broadcastId' in fact)) carriage.tell(endpointId, fact);
  };
  const keyOf = async (id: string) => (await findEndpoint(store.db, id))?.publicKey ?? null;
  const link = new LinkDriver({
    ...{ world, shelf, tell, keyOf },
    signs: () => life.signsOrders(),
    heardEpoch: (endpointId, epoch) => command.heard(endpointId, epoch),
  });
  const streams = new HttpDriver({ world, shelf, feeds, tell });
  const why = createWhy({ world, store });
  const note: Why['fact'] = (endpointIds, deed) => why.fact(endpointIds, deed);
  const ffmpegPath = ffmpeg?.path ?? null;
  const { openWire, fetch } = parts;
  const fm: FmHouse = createFm({ world, store, settings, shelf, feeds, link, openWire, fetch, ffmpegPath, note, tell });
  const carriage: Carriage = new Carriage({
    world,
    drivers: [link, streams, fm.driver],
    // Not worth the reserve: that is kept for the last word.
    remember: (deliveries) =>
      store.db.transaction().execute(async (tx) => {
        for (const delivery of deliveries) await writeDelivery(tx, delivery, world.clock.wallMs());
      }),
    noteSeen: (endpointId, report) => seen.note(endpointId, report),
  });

  // the gate: rules of the house, kept by the desk and by every speaker
  const teller = new HouseTeller({ world, store, shelf, carriage, mayFrame: (id) => approvals.book.mayFrame(id) });
  const gates: GateBook = new GateBook({
    world,
    store,
    zone: settings.zone,
    changed: (endpointIds) => {
      teller.tellSoon(gates, endpointIds);
      playout.rulesChanged();
    },
  });

  // what people approved may sound, and nothing else
  const approvals: ApprovalDesk = new ApprovalDesk({
    ...{ world, store },
    ports: {
      async cleared() {
        await playout.clearances.changed();
        await teller.bankChanged(gates);
        await relay.fallbackChanged();
      },
    },
  });
  const { book } = approvals;
  const mayHear: ApprovalDesk['book']['mayHear'] = (endpointId, asked) => book.mayHear(endpointId, asked);

  // 4 queue, 5 playout, 7 as-run
  const playout: Playout = new Playout({
    world,
    store,
    decideAir,
    carrier: carriage,
    library: {
      ...{ durations: readyDurations, mayRelay: relayWord(settings.zone), ...carryWord(settings.zone, note) },
      approvedOf: (db, ids) => approvals.approvedOf(db, ids),
    },
    mayHear,
    lastWord: {
      append: (tx, broadcast, deliveries) =>
        appendAsRun(tx, { clock: world.clock, zone: settings.zone }, broadcast, deliveries),
    },
    gate: gates,
    note(decisions, broadcasts) {
      why.note(decisions, broadcasts);
      relay.wake();
      handover.wake();
      backups.wake();
      tellTalkers(live, decisions, broadcasts);
    },
    over: (broadcastId, reason) => live.broadcastOver(broadcastId, reason),
    lastLook: (broadcastId) => handover.lastLook(broadcastId),
  });

  // alarms, and the button that silences everything
  const isReachable = (id: string) => link.isReachable(id) || streams.isReachable(id) || fm.driver.isReachable(id);
  const alerts = createAlertDesk({ world, store, ports: { air: playout, reach: { isReachable }, note } });
  const stops = createStopDesk({
    ...{ world, store, zone: settings.zone },
    ports: {
      hush: (endpointIds) => playout.hush(endpointIds),
      halt: (broadcastId, reason) => playout.halt(broadcastId, reason),
      hold: (endpointIds, untilAt, reason) => gates.hold(endpointIds, untilAt, reason),
      release: (endpointIds) => gates.release(endpointIds),
      gateChanged: () => gates.refresh(),
      note,
    },
  });

  // who is in trouble for so long that somebody must go there
  const faults = new FaultWatch({
    ...{ world, store },
    ports: { isReachable, courses: coursesAfter, words: wordsSince },
  });

  // FM stands in where the IP path of a village fails
  const handover: Handover = createHandover({
    ...{ world, store },
    ports: handoverPorts({ world, store, playout, carriage, link, fm, isReachable, note, zone: settings.zone }),
  });

  // voices and relayed stations
  const live = createLive({
    ...{ world, store, ffmpegPath, feeds, folder: settings.dataFolder },
    settings: {
      maxMs: settings.liveMaxMs,
      silenceEndMs: settings.liveSilenceMs,
      silenceDb: settings.liveSilenceDb,
      graceMs: settings.liveGraceMs,
    },
    ports: {
      ...voiceAir({ world, playout, gates, alerts, isReachable, mayFrame: (id) => book.mayFrame(id) }),
      rights: voiceRights({ doorkeeper, store }),
      onAir: (talk, fact) => audit.note(talkNoted(talk, fact)),
    },
  });
  const relay = createRelay({
    ...{
      world,
      store,
      ffmpegPath,
      feeds,
      zone: settings.zone,
      fetch: parts.fetch,
      ownPorts: [settings.port, settings.adminPort ?? settings.port],
    },
    ports: {
      // What stands in for a relay is heard as any recording is.
      shelf: { mp3: async (id) => (book.mayFrame(id) ? mp3Of(shelf, id) : null) },
      upcoming: () => relaysIn(playout.open(), world.clock.wallMs()),
      isMourning: (date) => isMourning(gates, date),
      note({ broadcastIds, text, fact: code }) {
        for (const id of broadcastIds) why.fact(playout.endpointsOf(id), { code, broadcastId: id, ...text });
      },
    },
  });

  // 2 programme, 3 schedule
  const schedule = createSchedule({
    world,
    store,
    zone: settings.zone,
    folder: settings.schedulesFolder,
    ports: {
      ...schedulePorts(playout),
      silentBefore: () => life.silentBefore,
      fileTaken: (file, taken) => audit.note({ what: 'takeScheduleFile', detail: { file, ...taken } }),
    },
  });

  // the inbox of the system above
  const inbox = createInbox({
    world,
    store,
    ports: inboxPorts(playout, schedule, alerts, gates, note, { approvals, clock: world.clock }),
  });

  // what was to be kept for a time only
  const cleaner = new Cleaner({
    ...{ world, store, media, approvals, schedule, audit },
    ...{ zone: settings.zone, dataFolder: settings.dataFolder },
  });

  // copies of all that, by hand and every night
  const backups: BackupKeeper = new BackupKeeper({
    ...{ world, store, settings: keeperSettings(settings) },
    ports: {
      makeCopy: parts.makeCopy,
      isEmergency: () => isEmergencyOn(playout.open(), world.clock.wallMs()),
      isCommanding: () => command.isSpeaking(),
      note: (act) => audit.note(act),
    },
  });

  bell.hear((owner) => live.rightsChanged(owner));
  // the tree of areas, and what happens to it
  const territory = new Territory({
    ...{ world, store, zone: settings.zone },
    tookEffect: (act) => audit.note(areaActNoted(act)),
    async changed() {
      await gates.refresh();
      await approvals.settle();
      await fm.edge.changed();
      // Rights went along with the areas.
      await bell.ring(null);
    },
  });
  const command: StationCommand = createCommand({ world, store, life, playout, link }, async () => {
    await territory.start();
    await carriage.start();
    await fanOut.start();
    await gates.start();
    await teller.bankChanged(gates);
    await playout.start();
    handover.start();
    schedule.start();
    inbox.start();
    faults.start();
    await live.start();
    await relay.start();
  });

  const house: House = {
    world,
    command,
    settings,
    version,
    store,
    audit,
    doorkeeper,
    keys,
    admin,
    helpers: new HelperCodes(world, store),
    bell,
    media,
    speech,
    schedule,
    draftOf,
    playout,
    carriage,
    feeds,
    fanOut,
    gates,
    why,
    alerts,
    stops,
    inbox,
    live,
    relay,
    territory,
    backups,
    fm: fm.edge,
    news,
    approvals,
    askAir: clearedGate(gates, mayHear).ask,
    async gateChanged() {
      await gates.refresh();
      await approvals.settle();
    },
    bankChanged: () => teller.bankChanged(gates),
    seen,
    link,
    streams,
    stationKey: life.publicKey,
    ffmpeg,
  };
  return {
    house,
    async start() {
      await audit.start();
      await tellUntold(store, audit);
      audit.note({ what: 'startStation', detail: { version, epoch: life.epoch } });
      seen.start();
      why.start();
      await media.start();
      await approvals.start();
      await command.start();
      keys.start();
      cleaner.start();
      await backups.start();
    },
    async stop() {
      await backups.stop();
      await cleaner.stop();
      await keys.stop();
      if (command.isSpeaking()) {
        await relay.stop();
        await live.stop();
        await faults.stop();
        await inbox.stop();
        await schedule.stop();
        await handover.stop();
        await playout.stop();
        await gates.stop();
        await territory.stop();
        await fanOut.stop();
        await carriage.stop();
      }
      await fm.offAir.stop();
      await fm.faces.stop();
      await speech.stop();
      await media.stop();
      await why.stop();
      await seen.stop();
      audit.note({ what: 'stopStation' });
      await audit.stop();
      deaf();
      await news.stop();
    },
  };
}
