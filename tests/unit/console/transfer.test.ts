import { describe, expect, it } from 'vitest';
import { Refused, Unreachable } from '../../../src/console/api/failure.ts';
import { type Arrived, type TransferPort, transfer } from '../../../src/console/upload/transfer.ts';

const SLICE = 4 * 1024 * 1024;
const TOTAL = 2 * SLICE + 5;
const refused = (code: string, status = 409) => new Refused(status, code, { vi: code, en: code });

/** A station that takes bytes, with faults that happen on the nth sending. */
function port(faults: Record<number, { error: Error; arrivedAnyway?: number }>) {
  const told: string[] = [];
  const rests: number[] = [];
  let receivedBytes = 0;
  let sendings = 0;
  const now = (): Arrived => ({ id: 'upl_1', receivedBytes, recordingId: receivedBytes === TOTAL ? 'rec_1' : null });
  const world: TransferPort = {
    announce: async () => now(),
    whereIs: async () => now(),
    send: async (_, from, to) => {
      const fault = faults[++sendings];
      if (from !== receivedBytes) throw refused('UPLOAD_OFFSET');
      receivedBytes = fault ? from + (fault.arrivedAnyway ?? 0) : to;
      if (fault) throw fault.error;
      return now();
    },
    rest: async (milliseconds) => void rests.push(milliseconds),
    told: (state, bytes) => void told.push(`${state} ${bytes}`),
  };
  return { world, told, rests };
}

describe('a transfer', () => {
  it('sends slice after slice until the station has a recording', async () => {
    const { world, told } = port({});
    expect(await transfer(TOTAL, world)).toBe('rec_1');
    expect(told).toEqual(['announcing 0', 'sending 0', `sending ${SLICE}`, `sending ${2 * SLICE}`]);
  });

  it('goes on from what arrived after a cut, resting longer each time', async () => {
    const cut = { error: new Unreachable(), arrivedAnyway: 0 };
    const { world, told, rests } = port({ 1: { error: new Unreachable(), arrivedAnyway: 1000 }, 2: cut, 3: cut });
    expect(await transfer(TOTAL, world)).toBe('rec_1');
    expect(told).toContain('sending 1000');
    expect(rests).toEqual([1000, 2000, 4000]);
  });

  it('finds the recording when only the last answer was lost', async () => {
    const { world } = port({ 3: { error: new Unreachable(), arrivedAnyway: 5 } });
    expect(await transfer(TOTAL, world)).toBe('rec_1');
  });

  it('asks where to go on when the station has other bytes than it thought', async () => {
    const { world } = port({ 1: { error: refused('UPLOAD_OFFSET'), arrivedAnyway: 77 } });
    expect(await transfer(TOTAL, world)).toBe('rec_1');
  });

  it('gives up when the station says no', async () => {
    const { world } = port({ 2: { error: refused('UPLOAD_TOO_LARGE', 413) } });
    await expect(transfer(TOTAL, world)).rejects.toMatchObject({ code: 'UPLOAD_TOO_LARGE' });
  });
});
