import { describe, expect, it } from 'vitest';
import type { Verb } from '#people';
import { NewsDesk, type NewsLine } from '../../../src/http/news/news-desk.ts';
import { heardBy, TOPICS, topicsOf } from '../../../src/http/news/topics.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

function scene() {
  const clock = new VirtualClock({ wallMs: 1_000_000 });
  const desk = new NewsDesk({ clock, random: { bytes: (count) => new Uint8Array(count) } });
  const listen = (...verbs: Verb[]) => {
    const said: unknown[] = [];
    const state = { said, buffered: 0, dropped: false };
    const line: NewsLine = {
      send: (text) => said.push(JSON.parse(text)),
      drop: () => (state.dropped = true),
      bufferedBytes: () => state.buffered,
    };
    return Object.assign(state, { line, leave: desk.accept(line, heardBy(new Set(verbs))) });
  };
  return { clock, desk, listen };
}

describe('the news', () => {
  it('are gathered for a moment, counted, and told to each by his rights', async () => {
    const { clock, desk, listen } = scene();
    const [reader, inspector, helper] = [listen('read'), listen('inspect'), listen('confirm')];
    expect(reader.said.splice(0)).toEqual([{ life: 'AAAAAAAAAAAA', number: 0, now: 1_000_000 }]);
    desk.written(new Set(['deliveries', 'audit_entries', 'sessions']));
    desk.written(new Set(['as_run']));
    await clock.advance(299);
    expect(reader.said).toEqual([]);
    await clock.advance(1);
    expect(reader.said.splice(0)).toEqual([{ number: 1, topics: ['air', 'alerts', 'log'] }]);
    expect(inspector.said.slice(1)).toEqual([{ number: 1, topics: ['audit'] }]);
    expect(helper.said.slice(1)).toEqual([{ number: 1, topics: [] }]);
    await desk.stop();
    expect(reader.dropped).toBe(true);
    expect(clock.sleepers).toBe(0);
  });

  it('cost nothing while nobody listens, and whoever comes back sees that something happened', async () => {
    const { clock, desk, listen } = scene();
    desk.touch(['air']);
    expect(clock.sleepers).toBe(0);
    const { said, leave } = listen('read');
    expect(said).toEqual([{ life: 'AAAAAAAAAAAA', number: 1, now: 1_000_000 }]);
    leave();
    await clock.advance(20_000);
    expect(clock.sleepers).toBe(0);
    expect(said).toHaveLength(1);
  });

  it('keep a silent line alive, tell the clock, and let go who does not read or says anything else', async () => {
    const { clock, desk, listen } = scene();
    const [good, slow, odd] = [listen('read'), listen('read'), listen('read')];
    desk.asked(good.line, '{"asked":12.5}');
    expect(good.said.at(-1)).toEqual({ asked: 12.5, now: 1_000_000 });
    for (const text of ['', '{}', '{"asked":"1"}', '{"asked":1,"x":2}', 'a'.repeat(60)]) {
      odd.dropped = false;
      desk.asked(odd.line, text);
      expect(odd.dropped, text).toBe(true);
    }
    slow.buffered = 100_000;
    await clock.advance(20_000);
    expect(good.said.at(-1)).toEqual({ number: 0, topics: [] });
    expect(slow.dropped).toBe(true);
    expect(good.dropped).toBe(false);
    await desk.stop();
  });
});

describe('topics', () => {
  it('are told to whoever may ask for what they are about, and to nobody else', () => {
    expect([...heardBy(new Set(['confirm']))]).toEqual([]);
    expect([...heardBy(new Set(['inspect']))]).toEqual(['audit']);
    expect([...heardBy(new Set(['emergency']))]).toEqual(['alerts']);
    const all = heardBy(new Set(['read', 'edit', 'inspect', 'maintain', 'people']));
    expect([...all].sort()).toEqual([...TOPICS].sort());
  });

  it('are all touched by some table, and secrets touch none', () => {
    const tables = ['approvals', 'as_run', 'areas', 'audit_entries', 'backup_runs', 'broadcasts', 'endpoints', 'facts'];
    const more = [
      'faults',
      'fm_stations',
      'gate_versions',
      'order_questions',
      'programmes',
      'recordings',
      'rights',
      'rules',
      'zones',
    ];
    expect([...topicsOf([...tables, ...more])].sort()).toEqual([...TOPICS].sort());
    expect([...topicsOf(['sessions', 'totps', 'passkeys', 'api_keys', 'no_such_table'])]).toEqual([]);
  });
});
