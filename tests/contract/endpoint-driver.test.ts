/** What every way to reach a loudspeaker must keep, tried with a simulated loudspeaker at its end. */
import { describe, expect, test } from 'vitest';
import type { DriverFact } from '#delivery';
import { httpScene, LENGTH_MS, linkScene, type Scene, START } from './simulated-endpoints.ts';

const SECOND = 1000;
const AT = START + 10 * SECOND;
/** Frames leave in lumps, a simulated speaker counts in tenths of a second. */
const NEAR_MS = 300;

const of = <Name extends DriverFact['fact']>({ facts }: Scene, name: Name) =>
  facts.filter((one): one is Extract<DriverFact, { fact: Name }> => one.fact === name);

/** Someone has joined, and a broadcast is planned and ordered for `AT`. */
async function ordered(scene: Scene) {
  const vanish = await scene.join();
  const broadcast = scene.broadcast('brc_1', AT);
  scene.driver.plan(scene.endpoint, [broadcast]);
  await scene.clock.advanceTo(AT - 3 * SECOND);
  scene.driver.order(broadcast, [scene.endpoint.id], AT, null);
  await scene.clock.settle();
  return { broadcast, vanish };
}

describe.each([
  ['our own speaker over the link', linkScene],
  ['a device at an HTTP stream', httpScene],
])('%s', (_name, open) => {
  test('is in reach from joining to leaving, and both are told', async () => {
    const scene = await open();
    const { driver, endpoint } = scene;
    expect(driver.isReachable(endpoint.id)).toBe(false);
    const vanish = await scene.join();
    expect(driver.isReachable(endpoint.id)).toBe(true);
    vanish();
    expect(driver.isReachable(endpoint.id)).toBe(false);
    expect(driver.isReachable('end_9')).toBe(false);
    expect(scene.facts.map((one) => one.fact)).toEqual(['joined', 'left']);
    await driver.stop();
  });

  test('hears a broadcast at its time, to its end, and says so once', async () => {
    const scene = await open();
    await ordered(scene);
    await scene.clock.advanceTo(AT - 1);
    expect(scene.heard()).toBe(null);
    await scene.clock.advanceTo(AT + LENGTH_MS + 2 * SECOND);
    expect(Math.abs((scene.heard()?.startAt ?? 0) - AT)).toBeLessThanOrEqual(NEAR_MS);
    expect(scene.heard()?.ms).toBe(LENGTH_MS);
    const [end, ...more] = of(scene, 'ended');
    expect(more).toEqual([]);
    expect(end).toMatchObject({ broadcastId: 'brc_1', reason: 'complete', renderedMs: LENGTH_MS });
    expect(Math.abs((end?.startedAt ?? 0) - AT)).toBeLessThanOrEqual(NEAR_MS);
    expect(Math.abs((end?.endedAt ?? 0) - AT - LENGTH_MS)).toBeLessThanOrEqual(NEAR_MS);
    expect(of(scene, 'started')).toHaveLength(1);
    await scene.driver.stop();
  });

  test('hears nothing of what is planned and was never ordered', async () => {
    const scene = await open();
    await scene.join();
    scene.driver.plan(scene.endpoint, [scene.broadcast('brc_1', AT)]);
    await scene.clock.advanceTo(AT + 20 * SECOND);
    expect(scene.heard()).toBe(null);
    await scene.driver.stop();
  });

  test('plan and order may be repeated at any time: it is heard once', async () => {
    const scene = await open();
    const { broadcast } = await ordered(scene);
    const again = () => {
      scene.driver.plan(scene.endpoint, [broadcast]);
      scene.driver.order(broadcast, [scene.endpoint.id], AT, null);
    };
    again();
    again();
    await scene.clock.advanceTo(AT + 3 * SECOND);
    again();
    await scene.clock.advanceTo(AT + 30 * SECOND);
    expect(scene.heard()?.ms).toBe(LENGTH_MS);
    expect(of(scene, 'ended').map((end) => end.reason)).toEqual(['complete']);
    await scene.driver.stop();
  });

  test('is silent at once when it is halted mid-way, and no more is told than was heard', async () => {
    const scene = await open();
    await ordered(scene);
    await scene.clock.advanceTo(AT + 2 * SECOND);
    for (let count = 0; count < 3; count += 1) scene.driver.halt('brc_1', [scene.endpoint.id], 'stopped_by_operator');
    await scene.clock.advance(NEAR_MS);
    const soon = scene.heard();
    await scene.clock.advance(20 * SECOND);
    expect(scene.heard()).toEqual(soon);
    expect(Math.abs((soon?.ms ?? 0) - 2 * SECOND)).toBeLessThanOrEqual(NEAR_MS);
    const [end, ...more] = of(scene, 'ended');
    expect(more).toEqual([]);
    expect(end).toMatchObject({ reason: 'stopped_by_operator', renderedMs: soon?.ms });
    await scene.driver.stop();
  });

  test('hears nothing of what is halted before its time', async () => {
    const scene = await open();
    await ordered(scene);
    scene.driver.halt('brc_1', [scene.endpoint.id], 'stopped_by_operator');
    scene.driver.plan(scene.endpoint, []);
    await scene.clock.advanceTo(AT + 20 * SECOND);
    expect(scene.heard()).toBe(null);
    expect(of(scene, 'ended').every((end) => end.renderedMs === 0 && end.startedAt === null)).toBe(true);
    await scene.driver.stop();
  });

  test('is known to be gone when it dies mid-way, and is never said to have heard it whole', async () => {
    const scene = await open();
    const { vanish } = await ordered(scene);
    await scene.clock.advanceTo(AT + 2 * SECOND);
    vanish();
    expect(scene.driver.isReachable(scene.endpoint.id)).toBe(false);
    await scene.clock.advanceTo(AT + 60 * SECOND);
    for (const end of of(scene, 'ended')) {
      expect(end.reason).not.toBe('complete');
      expect(end.renderedMs).toBeLessThanOrEqual(2 * SECOND + NEAR_MS);
    }
    expect(of(scene, 'left')).toHaveLength(1);
    await scene.driver.stop();
  });

  test('that comes back mid-way does not hear the beginning again', async () => {
    const scene = await open();
    const { broadcast, vanish } = await ordered(scene);
    await scene.clock.advanceTo(AT + 2 * SECOND);
    vanish();
    await scene.clock.advance(SECOND);
    await scene.join();
    const joined = of(scene, 'joined').at(-1);
    expect(joined?.begun.has('brc_1')).toBe(true);
    scene.driver.order(broadcast, [scene.endpoint.id], AT, null);
    await scene.clock.advanceTo(AT + 30 * SECOND);
    expect(scene.heard()?.ms).toBeLessThanOrEqual(LENGTH_MS - SECOND + NEAR_MS);
    await scene.driver.stop();
  });

  test('that nobody knows may be ordered and halted without harm', async () => {
    const scene = await open();
    const broadcast = scene.broadcast('brc_1', AT);
    scene.driver.order(broadcast, ['end_9'], AT, null);
    scene.driver.halt('brc_1', ['end_9'], 'pre_empted');
    scene.driver.halt('brc_9', [scene.endpoint.id], 'pre_empted');
    await scene.clock.advanceTo(AT + 20 * SECOND);
    expect(of(scene, 'started')).toEqual([]);
    await scene.driver.stop();
  });

  test('after the stop nobody is awake, and nothing more is told', async () => {
    const scene = await open();
    const { vanish } = await ordered(scene);
    vanish();
    await scene.driver.stop();
    await scene.clock.advanceTo(AT);
    const told = scene.facts.length;
    await scene.clock.advance(3600 * SECOND);
    expect(scene.facts.length).toBe(told);
    expect(scene.clock.sleepers).toBe(0);
  });
});
