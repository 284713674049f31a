import { expect, test } from 'vitest';
import { type FmReceiver, type FmSettings, receiverSettings, warningsOf } from '#fm';
import { lineOf, settingsOf } from './stations.ts';

const TODAY = '2026-11-23';
/** Nothing to say of this one. */
const WELL: Partial<FmSettings> = { licenceNumber: '12/GP', licenceEndsOn: '2028-01-01', lines: [lineOf()] };

const receiver = (more: Partial<FmReceiver> = {}) => ({
  ...{ ...receiverSettings.parse({ confirmerName: 'Bà Lan', confirmerPhone: '0900000000' }) },
  ...{ endpointId: 'end_1', stationId: 'fms_1', name: 'Thôn Đông', ...more },
});
const english = (more: Partial<FmSettings>, receivers: ReadonlyArray<ReturnType<typeof receiver>> = [receiver()]) => {
  const base = { id: 'fms_1', name: 'Đài xã', areaId: null, key: 'k', createdAt: 0, retiredAt: null };
  return warningsOf({ ...settingsOf({ ...WELL, ...more }), ...base }, receivers, TODAY).map((one) => one.en);
};

test('a station in good order gets no warning', () => {
  expect(english({})).toEqual([]);
});

test.each<[string, Partial<FmSettings>, RegExp]>([
  ['180 days', { licenceEndsOn: '2027-05-22' }, /180 more days/],
  ['90 days', { licenceEndsOn: '2027-02-21' }, /90 more days/],
  ['30 days', { licenceEndsOn: '2026-12-23' }, /only 30 more days/],
  ['over', { licenceEndsOn: '2026-11-22' }, /ended on 2026-11-22/],
  ['no day', { licenceEndsOn: null }, /Nobody entered/],
  ['no number', { licenceNumber: '' }, /number of the licence/],
  ['the wrong band', { band: '87-108', frequencyKhz: 90_000 }, /not the band of commune wireless/],
  ['an impossible PI', { pi: '7A00' }, /7A00 ends in 00/],
  ['coded without groups', { addressing: 'coded' }, /Thôn Đông have no groups/],
  ['no line, a person plays', { lines: [], audio: 'hand' }, /only a phone call/],
  ['no line', { lines: [], audio: 'mount' }, /receivers show no text/],
  ['a line without answers', { lines: [lineOf({ answers: false })] }, /gives no answer/],
  ['a line to everybody', { lines: [lineOf({ site: 0, encoder: 0, toEverybody: true })] }, /speaks to every encoder/],
  ['waves without a transmitter', { band: null, frequencyKhz: null }, /no frequency, yet Thôn Đông/],
])('%s', (_what, more, expected) => {
  const said = english(more);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(expected);
});

test('wires need no licence', () => {
  const wires = { band: null, frequencyKhz: null, licenceEndsOn: '2020-01-01', licenceNumber: '' };
  expect(english(wires, [receiver({ hears: 'wired' })])).toEqual([]);
});

test('nobody to ask is worth a word only where no device answers', () => {
  const alone = [receiver({ confirmerPhone: '' })];
  expect(english({}, alone)).toEqual([]);
  expect(english({ lines: [], audio: 'mount' }, alone)).toContain(
    'Nobody is named who confirms by phone in Thôn Đông.',
  );
});

test('a station without receivers carries nothing, and says so', () => {
  expect(english({}, [])).toEqual([expect.stringContaining('no receivers yet')]);
});
