import type { AlertView, AlertWish } from '#alert';
import { StationError } from '#kernel';
import { MOST_BANK } from '#link';
import { listBank, readRecording, setBank } from '#media';
import type { Visitor } from '#people';
import type { RouteAnswer, RouteInput } from '../contract.ts';
import type { Handlers, House } from '../house.ts';

type Names =
  | 'prepareAlert'
  | 'sendAlert'
  | 'listAlerts'
  | 'getAlert'
  | 'cancelAlert'
  | 'clearAlert'
  | 'getAlertSettings'
  | 'changeAlertSettings'
  | 'listBank'
  | 'bankRecording';

const BANK_FULL = {
  vi: `kho tiếng khẩn cấp đã đủ ${MOST_BANK - 1} bản thu: hãy lấy bớt một bản ra trước`,
  en: `the emergency bank holds ${MOST_BANK - 1} recordings, which is all it takes: take one out first`,
};
/** The holder of a link that the administrator printed has no name. */
const NAMELESS = 'người dùng liên kết đăng nhập / holder of a sign-in link';

/** Who a visitor is in the books. */
export function senderOf({ owner, name }: Pick<Visitor, 'owner' | 'name'>): { id: string; name: string } {
  return { id: owner, name: name ?? NAMELESS };
}

function wishOf({ validForMinutes, ...wish }: RouteInput<'prepareAlert'>['body']): AlertWish {
  return { ...wish, validForMs: validForMinutes * 60_000 };
}

function shown(view: AlertView): RouteAnswer<'getAlert'> {
  const { kind: _, refersTo: __, allClearRecordingId: ___, sender, villages, ...rest } = view;
  return {
    ...rest,
    sentBy: sender.name,
    zoneIds: [...view.zoneIds],
    areaIds: [...view.areaIds],
    mayBeLate: [...view.mayBeLate],
    villages: villages.map((village) => ({ ...village, endpoints: [...village.endpoints] })),
  };
}

export function alertHandlers({ alerts, store, media, bankChanged }: House): Handlers<Names> {
  async function bank(): Promise<RouteAnswer<'listBank'>> {
    const recordings = await Promise.all((await listBank(store.db)).map((id) => readRecording(store.db, id)));
    return recordings.flatMap((one) =>
      one ? [{ recordingId: one.id, title: one.title, durationMs: one.durationMs ?? 0 }] : [],
    );
  }

  return {
    prepareAlert: async ({ body }) => {
      const { villages, interrupts, behind, unbanked, ...rest } = await alerts.prepare(wishOf(body));
      return {
        ...rest,
        villages: villages.map((village) => ({ ...village, endpoints: [...village.endpoints] })),
        interrupts: [...interrupts],
        behind: [...behind],
        unbanked: [...unbanked],
      };
    },
    sendAlert: async ({ body: { confirm, ...body } }, { visitor, remember }) => {
      if (!confirm) throw new StationError('ALERT_NOT_CONFIRMED');
      const also = (tx: Parameters<typeof remember>[0], view: AlertView) => remember(tx, shown(view));
      return shown(await alerts.send(wishOf(body), senderOf(visitor), { also }));
    },
    listAlerts: async ({ query }) => (await alerts.list(query.limit)).map(shown),
    getAlert: async ({ params }) => shown(await alerts.find(params.id)),
    cancelAlert: async ({ params, body }, { visitor }) =>
      shown(await alerts.cancel(params.id, body.reason, senderOf(visitor))),
    clearAlert: async ({ params, body }, { visitor }) =>
      shown(await alerts.allClear(params.id, body, senderOf(visitor))),
    getAlertSettings: async () => ({ allClearRecordingId: await alerts.standing.allClear() }),
    changeAlertSettings: async ({ body }) => {
      await alerts.standing.setAllClear(body.allClearRecordingId);
      return { allClearRecordingId: await alerts.standing.allClear() };
    },
    listBank: bank,
    bankRecording: async ({ params, body }) => {
      const recording = await media.get(params.id);
      if (recording.state !== 'ready') throw new StationError('RECORDING_NOT_READY');
      const banked = await listBank(store.db);
      // The chime before live talks lies there too.
      if (body.bank && !banked.includes(params.id) && banked.length >= MOST_BANK - 1) {
        throw new StationError('REQUEST_INVALID', { field: 'body.bank', problem: BANK_FULL });
      }
      await store.transact((tx) => setBank(tx, params.id, body.bank));
      await bankChanged();
      return bank();
    },
  };
}
