import { expect, test } from 'vitest';
import { Airs } from '../../../src/playout/airs.ts';

const airs = () => {
  const all = new Airs();
  all.learn([
    { id: 'end_a', fmStationId: 'fms_1' },
    { id: 'end_b', fmStationId: 'fms_1' },
    { id: 'end_c', fmStationId: 'fms_2' },
    { id: 'end_ip', fmStationId: null },
  ]);
  return all;
};

test('a loudspeaker has its own air, receivers have that of their transmitter, whoever was never heard of his own', () => {
  expect(['end_a', 'end_b', 'end_c', 'end_ip', 'end_new'].map((id) => airs().of(id))).toEqual([
    ...['fms_1', 'fms_1', 'fms_2', 'end_ip', 'end_new'],
  ]);
});

test('what is open on an air is that of all who share it', () => {
  const open = new Map([
    ['end_a', 1],
    ['end_b', 2],
    ['end_ip', 3],
  ]);
  expect(airs().on('fms_1', open)).toEqual([
    ['end_a', 1],
    ['end_b', 2],
  ]);
  expect(airs().on('end_ip', open)).toEqual([['end_ip', 3]]);
  expect(airs().on('fms_2', open)).toEqual([]);
});

test('what silences one who shares an air silences all of them', () => {
  expect(airs().together(['end_b', 'end_ip'], () => false)).toEqual(['end_b', 'end_ip', 'end_a']);
  // Receivers with a code are closed alone.
  expect(airs().together(['end_b', 'end_ip'], (id) => id === 'end_b')).toEqual(['end_b', 'end_ip']);
});
