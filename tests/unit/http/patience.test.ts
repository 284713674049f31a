import type { NextFunction, Request, Response } from 'express';
import { expect, test } from 'vitest';
import { inTime } from '../../../src/http/patience.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const MINUTE = 60_000;

async function asked(bodyComesAfterMs: number) {
  const clock = new VirtualClock();
  const seen: string[] = [];
  const request = { destroy: () => seen.push('let go') } as unknown as Request;
  const parse = (_request: Request, _response: Response, next: NextFunction) =>
    void clock.sleep(bodyComesAfterMs).then(() => next());
  void inTime(clock, parse)(request, {} as Response, () => void seen.push('answered'));
  await clock.advance(2 * MINUTE);
  return seen;
}

test('a body that comes in a minute is waited for, one that does not come is not', async () => {
  expect(await asked(0)).toEqual(['answered']);
  expect(await asked(MINUTE - 1)).toEqual(['answered']);
  expect(await asked(10 * MINUTE)).toEqual(['let go']);
});
