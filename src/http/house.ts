import type { AdminDesk } from '#admin';
import type { AlertDesk, StopDesk } from '#alert';
import type { ApprovalDesk } from '#approval';
import type { AuditLog } from '#audit';
import type { BackupKeeper } from '#backup';
import type { Settings } from '#config';
import type { Carriage, FanOut, HttpDriver, LinkDriver } from '#delivery';
import type { SeenBook } from '#endpoint';
import type { FeedBook } from '#feed';
import type { Inbox } from '#inbox';
import type { World } from '#kernel';
import type { LiveDesk } from '#live';
import type { Ffmpeg, MediaLibrary } from '#media';
import type { Doorkeeper, HelperCodes, KeyRing, RightsBell, Visitor } from '#people';
import type { Draft, GateBook, Gatekeeper, Playout } from '#playout';
import type { Relay } from '#relay';
import type { OccurrenceDue, Schedule } from '#schedule';
import type { SpeechRoom } from '#speech';
import type { Executor, Store } from '#store';
import type { Territory } from '#territory';
import type { Why } from '#why';
import type { RouteAnswer, RouteInput, RouteName } from './contract.ts';
import type { FmDoor } from './fm-faces.ts';
import type { NewsDesk } from './news/news-desk.ts';

type FmStationShown = RouteAnswer<'addFmStation'>;

/** What is known just now of FM stations, and who is told when they are changed. */
export interface FmLive {
  /** How a station stands; one that is not known is not reachable. Asked often: answers at once. */
  standing(stationId: string): {
    /** Some line of it answers, or its computer fetches the manifest. */
    readonly isReachable: boolean;
    readonly lines: ReadonlyArray<FmStationShown['lineStandings'][number]>;
    readonly onAir: FmStationShown['onAir'];
    readonly manifestFetchedAt: number | null;
    /** Who pulls its stream. */
    readonly listeners: number;
  };
  /** Stations or receivers were changed, and that is committed: lines and streams begin anew where they must. */
  changed(): Promise<void>;
}

/** Who commands the speakers: this machine, or perhaps another one with the same keys. */
export interface Command {
  /** True: this station was restored and commands nothing until a person opens a new epoch. */
  isFenced(): boolean;
  standing(): {
    readonly fence: { readonly madeAt: number; readonly restoredAt: number } | null;
    readonly epoch: number;
    /** So many speakers obeyed another machine when they came last. */
    readonly elsewhere: number;
  };
  /** A person says that no other machine commands these speakers. Throws EPOCH_NOT_NEEDED, EPOCH_CLOCK. */
  openEpoch(): Promise<void>;
}

/** What the edge serves: the rooms of a built station. */
export interface House {
  readonly world: World;
  readonly command: Command;
  readonly settings: Settings;
  readonly version: string;
  readonly store: Store;
  /** Who did what, in a chain. Requests are taken down by the shell; rooms and handlers note the rest. */
  readonly audit: AuditLog;
  readonly doorkeeper: Doorkeeper;
  readonly keys: KeyRing;
  /** From where and when the station is administered. */
  readonly admin: AdminDesk;
  readonly helpers: HelperCodes;
  /** To be rung when somebody's rights, keys, password or account changed, and that is committed. */
  readonly bell: RightsBell;
  readonly media: MediaLibrary;
  /** Typed words become a voice. */
  readonly speech: SpeechRoom;
  readonly schedule: Schedule;
  /** What an occurrence of a rule asks to be heard. */
  draftOf(due: OccurrenceDue): Draft;
  readonly playout: Playout;
  readonly carriage: Carriage;
  readonly feeds: FeedBook;
  readonly fanOut: FanOut;
  readonly gates: GateBook;
  /** What may sound, by what people approved. */
  readonly approvals: ApprovalDesk;
  /** What the rules of the house, and the approval, say to a start. */
  readonly askAir: Gatekeeper['ask'];
  /** Takes down why; rooms and handlers note what a person did. */
  readonly why: Why;
  readonly alerts: AlertDesk;
  readonly stops: StopDesk;
  readonly inbox: Inbox;
  readonly live: LiveDesk;
  readonly relay: Relay;
  /** Acts on the tree of areas, and files with areas and clusters. */
  readonly territory: Territory;
  /** Makes and keeps copies of the station. */
  readonly backups: BackupKeeper;
  readonly fm: FmLive & FmDoor;
  /** Tells consoles what changed. */
  readonly news: NewsDesk;
  /** The rules of the house were changed, and that is committed: desk and speakers are told. */
  gateChanged(): Promise<void>;
  /** The emergency bank was changed, and that is committed. */
  bankChanged(): Promise<void>;
  readonly seen: SeenBook;
  readonly link: LinkDriver;
  readonly streams: HttpDriver;
  /** The station's public key, which speakers pin when they are claimed. */
  readonly stationKey: string;
  readonly ffmpeg: Ffmpeg | null;
}

/** What a handler knows besides its input. */
export interface Asking<Name extends RouteName> {
  readonly visitor: Visitor;
  /** Writes the answer under the request's idempotency key, in the transaction of what was created. */
  remember(tx: Executor, answer: RouteAnswer<Name>): Promise<void>;
}

export type Handler<Name extends RouteName> = (
  input: RouteInput<Name>,
  asking: Asking<Name>,
) => Promise<RouteAnswer<Name>>;

/** Handlers of some routes of the contract. */
export type Handlers<Names extends RouteName> = { readonly [Name in Names]: Handler<Name> };
