import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Hearing, joinedTallies, technologyOf, type VillageCourse, villageTallies } from '#asrun';

const course = (broadcastId: string, areaId: string | null, more: Partial<VillageCourse>): VillageCourse => ({
  deliveryId: `dlv_${broadcastId}_${areaId}_${more.carrier ?? 'ip'}`,
  ...{ broadcastId, areaId, carrier: 'ip', state: 'played', evidence: 'E2', renderedMs: 60_000, ...more },
});
const byFm = { carrier: 'fm', state: 'handed_over', evidence: 'F0', renderedMs: 0 } as const;
const dead = { state: 'failed', evidence: 'E0', renderedMs: 0 } as const;
const says = (deliveryId: string): Hearing => ({
  id: 'hea_1',
  ...{ deliveryId, heard: 'heard', saidBy: 'Bà Sen', saidAt: 1, note: '', writtenBy: null, createdAt: 1 },
});

test('a broadcast that took both roads counts on each, and once in all', () => {
  const courses = [
    course('brc_1', 'are_east', {}),
    course('brc_1', 'are_east', byFm),
    course('brc_2', 'are_east', dead),
    course('brc_2', 'are_east', byFm),
    course('brc_3', 'are_east', dead),
    course('brc_1', 'are_west', byFm),
  ];
  const told = says('dlv_brc_2_are_east_fm');
  const [east, west] = villageTallies(courses, [told]);
  expect(east?.byIp).toMatchObject({ broadcasts: 3, confirmed: 1, notHeard: 2, reported: 0, airMs: 60_000 });
  expect(east?.byFm).toMatchObject({ broadcasts: 2, handedOver: 1, reported: 1, confirmed: 0, airMs: 0 });
  expect(east?.all).toMatchObject({ broadcasts: 3, confirmed: 1, reported: 1, notHeard: 1, handedOver: 0 });
  expect(west?.all).toMatchObject({ broadcasts: 1, handedOver: 1, airMs: 0 });
  expect(west?.byIp.broadcasts).toBe(0);
});

test('a village that nothing was sent to stands in the report with nothing', () => {
  const [one, ...rest] = villageTallies([], [], ['are_1']);
  expect(rest).toEqual([]);
  expect(one).toMatchObject({ areaId: 'are_1', all: { broadcasts: 0, airMs: 0 } });
  expect(villageTallies([course('brc_1', 'are_1', {})], [], ['are_1'])).toHaveLength(1);
});

test('law: days that are counted one by one and joined give what is counted at once', () => {
  const broadcasts = fc.array(fc.tuple(fc.nat({ max: 6 }), fc.constantFrom('are_1', 'are_2', null), fc.boolean()));
  const property = fc.property(broadcasts, fc.nat({ max: 6 }), (rows, cut) => {
    const courses = rows.map(([number, areaId, isFm]) => course(`brc_${number}`, areaId, isFm ? byFm : {}));
    const isBefore = (one: VillageCourse) => Number(one.broadcastId.slice(4)) < cut;
    const parts = [courses.filter(isBefore), courses.filter((one) => !isBefore(one))];
    const byName = (all: ReturnType<typeof villageTallies>) =>
      all.toSorted((a, b) => String(a.areaId).localeCompare(String(b.areaId)));
    const joined = joinedTallies(parts.map((part) => villageTallies(part, [])));
    expect(byName(joined)).toEqual(byName(villageTallies(courses, [])));
  });
  fc.assert(property);
});

test('two clusters that both sounded do not double the time on air', () => {
  const two = [course('brc_1', null, {}), course('brc_1', null, { deliveryId: 'dlv_2', renderedMs: 50_000 })];
  expect(villageTallies(two, [])[0]?.all.airMs).toBe(60_000);
});

test('law: the counts of a village add up to its broadcasts, on every road', () => {
  const any = fc.array(
    fc.record({
      deliveryId: fc.uuid(),
      broadcastId: fc.constantFrom('brc_1', 'brc_2', 'brc_3'),
      areaId: fc.constantFrom('are_1', 'are_2', null),
      carrier: fc.constantFrom('ip' as const, 'fm' as const),
      state: fc.constantFrom('played', 'played_part', 'failed', 'handed_over', 'withheld', 'open'),
      evidence: fc.constantFrom('E0', 'E1', 'E2', 'F0', 'F2'),
      renderedMs: fc.nat({ max: 1000 }),
    }),
  );
  const property = fc.property(any as fc.Arbitrary<VillageCourse[]>, (courses) => {
    for (const { areaId, ...roads } of villageTallies(courses, [])) {
      for (const { broadcasts, airMs, ...counts } of Object.values(roads)) {
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(broadcasts);
        expect(airMs).toBeLessThanOrEqual(broadcasts * 1000);
      }
      const own = new Set(courses.filter((one) => one.areaId === areaId).map((one) => one.broadcastId));
      expect(roads.all.broadcasts).toBe(own.size);
    }
  });
  fc.assert(property);
});

test.each([
  [{ it: 0, fm: 0, wired: 0 }, 'none'],
  [{ it: 3, fm: 0, wired: 0 }, 'it'],
  [{ it: 0, fm: 1, wired: 0 }, 'fm'],
  [{ it: 2, fm: 1, wired: 0 }, 'fm'],
  [{ it: 0, fm: 0, wired: 4 }, 'wired'],
  [{ it: 1, fm: 1, wired: 1 }, 'both'],
] as const)('%o is %s', (counts, technology) => {
  expect(technologyOf(counts)).toBe(technology);
});
