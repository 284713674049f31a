/** What playout has to know of FM stations: whether their licence lets them carry something. */
import { licencesOver } from '#fm';
import { type Bilingual, civilOf, fill } from '#kernel';
import type { Library } from '#playout';
import type { Why } from '#why';

const LEFT_OUT: Bilingual = {
  vi: '“{title}” không đi qua sóng FM ở đây. {why}',
  en: '“{title}” does not go by FM here. {why}',
};
const ALL_THE_SAME: Bilingual = {
  vi: 'Cảnh báo “{title}” vẫn đi qua sóng FM dù giấy phép đã hết hạn. {why}',
  en: 'The alert “{title}” goes by FM although the licence is over. {why}',
};

/** Licences are judged by the civil day on which something is planned. */
export function carryWord(zone: string, note: Why['fact']): Pick<Library, 'mayCarry' | 'noteMayNot'> {
  return {
    mayCarry: (db, endpointIds, at) => licencesOver(db, endpointIds, civilOf(at, zone).date),
    noteMayNot({ id: broadcastId, title, level }, refusals) {
      const sentence = level === 'emergency' ? ALL_THE_SAME : LEFT_OUT;
      for (const [endpointId, { text: why }] of refusals)
        note([endpointId], { code: 'licence_over', broadcastId, ...fill(sentence, { title, why }) });
    },
  };
}
