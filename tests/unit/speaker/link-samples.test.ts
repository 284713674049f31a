import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import {
  claimReply,
  claimRequest,
  judgeOrder,
  newKeyPair,
  type Order,
  type OrderPayload,
  type Report,
  signOrder,
  speakerMessage,
  stationMessage,
} from '#link';

const folder = new URL('../../../docs/protocols/', import.meta.url);
const page = await readFile(new URL('link.md', folder), 'utf8');
const samples = JSON.parse(await readFile(new URL('link-samples.json', folder), 'utf8')) as Record<
  'station' | 'speaker' | 'order' | 'report' | 'claim',
  Record<string, unknown>
>;

/** The names that a union of messages knows, read from its schema. */
function namesOf(schema: { options: ReadonlyArray<{ shape: Record<string, unknown> }> }, key: string): Set<string> {
  return new Set(schema.options.map(({ shape }) => (shape[key] as { value: string }).value));
}

describe('the samples of the link page', () => {
  test('show every message of both sides, and each is one', () => {
    expect(new Set(Object.keys(samples.station))).toEqual(namesOf(stationMessage, 'type'));
    expect(new Set(Object.keys(samples.speaker))).toEqual(namesOf(speakerMessage, 'type'));
    for (const sample of Object.values(samples.station)) expect(stationMessage.parse(sample)).toEqual(sample);
    for (const sample of Object.values(samples.speaker)) expect(speakerMessage.parse(sample)).toEqual(sample);
    expect(claimRequest.parse(samples.claim['request'])).toEqual(samples.claim['request']);
    expect(claimReply.parse(samples.claim['reply'])).toEqual(samples.claim['reply']);
  });

  test('show every order, and a speaker would obey each', () => {
    const keys = newKeyPair();
    const { endpointId } = samples.speaker['hello'] as { endpointId: string };
    for (const sample of Object.values(samples.order)) {
      const payload: OrderPayload = { to: '*', epoch: 1, seq: 1, expiresAt: 10, order: sample as Order };
      const speaker = { endpointId, stationKey: keys.publicKey, mark: { epoch: 0, seq: 0 }, stationNowMs: 5 };
      expect(judgeOrder(signOrder(keys.privatePem, payload), speaker)).toMatchObject({ ok: true, payload });
    }
    const named = ['plan', 'start', 'stop', 'house', 'now', 'hush', 'conclude'] satisfies Array<Order['order']>;
    expect(Object.keys(samples.order)).toEqual(named);
  });

  test('show every report', () => {
    for (const [event, report] of Object.entries(samples.report)) {
      expect((report as Report).event).toBe(event);
      expect(speakerMessage.parse({ type: 'report', seq: 1, report })).toMatchObject({ report });
    }
  });

  test('have a line on the page each', () => {
    const names = Object.values(samples).flatMap((group) => Object.keys(group));
    for (const name of names.filter((one) => one !== 'request' && one !== 'reply'))
      expect(page).toContain(`\`${name}\``);
  });
});
