import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModelCommune, type ModelVillage } from './model-commune.ts';

const SECOND = 1000;
let commune: ModelCommune;
let tay: ModelVillage;

/** Every loudspeaker of Tây loses its cable. */
const cutTay = (isSilent = false) => {
  for (const speaker of tay.speakers) commune.cut(speaker, isSilent);
};

beforeEach(async () => {
  commune = new ModelCommune();
  tay = await commune.addVillage('Thôn Tây', 2);
  await commune.addVillage('Thôn Đông', 1);
  await commune.addVillage('Thôn Lẻ', 1, null);
  commune.start();
  await commune.clock.advance(60 * SECOND);
});

afterEach(async () => {
  await commune.stop();
  await commune.store.close();
});

describe('the watch over the villages', () => {
  it('hands a bulletin over just before its time, once, and says so in words', async () => {
    cutTay();
    const id = commune.ask({ inMs: 60 * SECOND });
    await commune.clock.advance(54 * SECOND);
    expect(commune.standInsOf(id)).toEqual([]);
    await commune.clock.advance(2 * SECOND);
    expect(commune.standInsOf(id)).toEqual(['Thôn Tây']);
    await commune.clock.advance(300 * SECOND);
    expect(commune.handed).toHaveLength(1);
    const [note] = commune.notes;
    expect(commune.notes).toHaveLength(1);
    expect(note).toMatchObject({
      code: 'handed_to_fm',
      broadcastId: id,
      vi: 'Chỉ 0/2 cụm loa của Thôn Tây liên lạc được (ngưỡng 50 %): chuyển sang đài FM Xã Mẫu.',
      en: 'Only 0 of 2 loudspeakers of Thôn Tây could be reached (threshold 50 %): handed over to the FM station Xã Mẫu.',
    });
    expect(note?.endpointIds).toEqual([...tay.speakers.map((one) => one.id), tay.receiverId]);
  });

  it('leaves villages alone that carry it', async () => {
    const id = commune.ask({ level: 'emergency' });
    await commune.clock.advance(120 * SECOND);
    expect(commune.standInsOf(id)).toEqual([]);
    expect(commune.notes).toEqual([]);
  });

  it('hands an emergency over within a second when nobody can be reached', async () => {
    cutTay();
    await commune.clock.advance(SECOND);
    const id = commune.ask({ level: 'emergency' });
    await commune.clock.advance(SECOND);
    expect(commune.standInsOf(id)).toEqual(['Thôn Tây']);
  });

  it('finds an emergency by itself when nobody told of it', async () => {
    cutTay();
    await commune.clock.advance(SECOND);
    const { handover } = commune;
    commune.handover = handover && { ...handover, wake: () => undefined };
    const id = commune.ask({ level: 'emergency' });
    await commune.clock.advance(6 * SECOND);
    expect(commune.standInsOf(id)).toEqual(['Thôn Tây']);
  });

  it('hands an emergency over when the loudspeakers take the order and do not begin', async () => {
    for (const speaker of tay.speakers) speaker.manners = { slowMs: Number.POSITIVE_INFINITY };
    const id = commune.ask({ level: 'emergency' });
    await commune.clock.advance(10 * SECOND);
    expect(commune.standInsOf(id)).toEqual([]);
    await commune.clock.advance(2 * SECOND);
    expect(commune.standInsOf(id)).toEqual(['Thôn Tây']);
    expect(commune.notes[0]?.vi).toMatch(/^Chỉ 0\/2 cụm loa của Thôn Tây xác nhận đang phát sau 10 giây/);
  });

  it('hands an emergency over within 15 s of a cable that breaks without a word while it sounds', async () => {
    const id = commune.ask({ level: 'emergency', durationMs: 120 * SECOND });
    await commune.clock.advance(20 * SECOND);
    cutTay(true);
    await commune.clock.advance(15 * SECOND);
    expect(commune.standInsOf(id)).toEqual(['Thôn Tây']);
    expect(commune.notes[0]?.vi).toMatch(/^Chỉ 0\/2 cụm loa của Thôn Tây còn liên lạc được khi đang phát khẩn cấp/);
  });

  it('lets a bulletin that has begun play on alone', async () => {
    const id = commune.ask({ durationMs: 120 * SECOND });
    await commune.clock.advance(20 * SECOND);
    cutTay();
    await commune.clock.advance(200 * SECOND);
    expect(commune.standInsOf(id)).toEqual([]);
  });

  it('waits while something higher has the air of the village', async () => {
    const id = commune.ask({ waitMs: 90 * SECOND });
    await commune.clock.advance(150 * SECOND);
    expect(commune.standInsOf(id)).toEqual([]);
    expect(commune.delivery(id, tay.speakers[0]?.id ?? '').state).toBe('playing');
  });

  it('never hands over what the rules of the house keep silent, or what was taken back', async () => {
    for (const speaker of tay.speakers) commune.closed.add(speaker.id);
    cutTay();
    const closed = commune.ask({ inMs: 10 * SECOND });
    await commune.clock.advance(60 * SECOND);
    expect(commune.standInsOf(closed)).toEqual([]);
    commune.closed.clear();
    const taken = commune.ask({ inMs: 10 * SECOND });
    commune.halt(taken);
    await commune.clock.advance(60 * SECOND);
    expect(commune.standInsOf(taken)).toEqual([]);
  });

  it('says once that a loudspeaker has nobody to stand in', async () => {
    const [alone] = commune.villages[2]?.speakers ?? [];
    if (!alone) throw new Error('no loudspeaker');
    commune.cut(alone);
    const id = commune.ask({ inMs: 10 * SECOND });
    await commune.clock.advance(200 * SECOND);
    expect(commune.notes).toMatchObject([{ code: 'no_stand_in', broadcastId: id, endpointIds: [alone.id] }]);
  });

  it('says once why the FM station cannot stand in, and hands over when it can', async () => {
    commune.whyNot = { vi: 'Giấy phép đã hết hạn.', en: 'The licence is over.' };
    cutTay();
    const id = commune.ask({ inMs: 10 * SECOND });
    await commune.clock.advance(30 * SECOND);
    expect(commune.notes).toMatchObject([{ code: 'stand_in_unusable', broadcastId: id }]);
    expect(commune.notes[0]?.vi).toBe(
      'Chỉ 0/2 cụm loa của Thôn Tây phát được, nhưng đài FM Xã Mẫu không thay được: Giấy phép đã hết hạn.',
    );
    commune.whyNot = null;
    await commune.clock.advance(2 * SECOND);
    expect(commune.standInsOf(id)).toEqual(['Thôn Tây']);
  });

  it('goes on when the disk does not take it at first', async () => {
    commune.failures = 3;
    cutTay();
    const id = commune.ask({ inMs: 10 * SECOND });
    await commune.clock.advance(15 * SECOND);
    expect(commune.standInsOf(id)).toEqual(['Thôn Tây']);
    expect(commune.errors).toHaveLength(3);
  });

  it('hands nothing over a second time after a restart', async () => {
    cutTay();
    const id = commune.ask({ inMs: 10 * SECOND, durationMs: 300 * SECOND });
    await commune.clock.advance(12 * SECOND);
    expect(commune.handed).toHaveLength(1);
    await commune.stop();
    await commune.clock.advance(2 * SECOND);
    commune.start();
    commune.comeBack(5 * SECOND);
    await commune.clock.advance(100 * SECOND);
    expect(commune.standInsOf(id)).toEqual(['Thôn Tây']);
  });

  it('gives loudspeakers a moment to come back after a restart in the middle of an emergency', async () => {
    const id = commune.ask({ level: 'emergency', durationMs: 120 * SECOND });
    await commune.clock.advance(20 * SECOND);
    await commune.stop();
    await commune.clock.advance(3 * SECOND);
    commune.start();
    commune.comeBack(8 * SECOND);
    await commune.clock.advance(60 * SECOND);
    expect(commune.standInsOf(id)).toEqual([]);
  });
});
