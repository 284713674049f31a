import { expect, test } from 'vitest';
import { csvHead } from '#asrun';
import { broadcastMachine, deliveryMachine } from '#broadcast';
import { SETTINGS } from '#config';
import { inboxMachine } from '#inbox';
import { EVIDENCE, FINAL_STATES, type Machine, REASONS, LEVELS as RIGHTS } from '#kernel';
import { liveMachine } from '#live';
import { recordingMachine } from '#media';
import { ALL_VERBS, ROLES, VERBS, type Verb } from '#people';
import { approvalMachine } from '#programme';
import { sessionMachine } from '../../src/delivery/link/session.ts';
import { type Route, type RouteName, routes } from '../../src/http/contract.ts';
import { NEEDS } from '../../src/http/needs.ts';
import { LEVELS } from '../architecture.ts';
import { expectDrawn, page, table } from './pages.ts';

const MACHINES = [
  recordingMachine,
  approvalMachine,
  broadcastMachine,
  deliveryMachine,
  inboxMachine,
  sessionMachine,
  liveMachine,
] as const;

function mermaid<State extends string, Event extends string>(drawn: Machine<State, Event>): string {
  const lines = ['stateDiagram-v2', `  [*] --> ${drawn.states[0]}`];
  for (const from of drawn.states) {
    const byTarget = Map.groupBy(Object.entries<State>(drawn.table[from] as Record<string, State>), ([, to]) => to);
    for (const [to, events] of byTarget)
      lines.push(`  ${from} --> ${to}: ${events.map(([event]) => event).join(', ')}`);
    if (drawn.isFinal(from)) lines.push(`  ${from} --> [*]`);
  }
  return ['```mermaid', ...lines, '```'].join('\n');
}

test.each(MACHINES.map((one) => [one.name, one as Machine<string, string>] as const))(
  'the picture of the machine "%s" is its table',
  (name, machine) => {
    expectDrawn('docs/state-machines.md', name, mermaid(machine));
  },
);

test('every picture of a machine belongs to a machine', () => {
  const drawn = [...page('docs/state-machines.md').matchAll(/drawn from code: (.+) -->/g)].map(([, name]) => name);
  expect(drawn).toEqual(MACHINES.map((one) => one.name));
});

test('the levels of ARCHITECTURE.md are those that are executed', () => {
  const rows = LEVELS.map(({ title, modules, hint }, level) => [
    String(level),
    title,
    modules.map((name) => `\`${name}\``).join(' '),
    hint,
  ]);
  expectDrawn('ARCHITECTURE.md', 'levels', table(['level', 'what', 'modules', 'rule'], rows));
});

test('docs/config.md lists every setting', () => {
  const rows = Object.entries(SETTINGS).map(([name, { default: preset, vi, en }]) => [
    `\`${name}\``,
    preset === '' ? '' : `\`${preset}\``,
    vi,
    en,
  ]);
  expectDrawn('docs/config.md', 'settings', table(['tên / name', 'mặc định / default', 'nghĩa', 'meaning'], rows));
});

/** One of these verbs; `anybody` needs no session. */
function whoMay(need: (typeof NEEDS)[RouteName]): string {
  if (typeof need === 'string') return need === 'open' ? 'anybody' : need;
  return need.verbs.map((verb) => `\`${verb}\``).join(' / ');
}

test('docs/people.md tells of every role and every right', () => {
  const verbsOf = (verbs: readonly Verb[]) => verbs.map((verb) => VERBS[verb].vi).join(', ');
  const roles = Object.values(ROLES).map(({ name, verbs }) => {
    const held: readonly Verb[] = verbs;
    return [name.vi, name.en, verbsOf(held), verbsOf(ALL_VERBS.filter((verb) => !held.includes(verb)))];
  });
  expectDrawn('docs/people.md', 'roles', table(['vai trò', 'role', 'có thể', 'không thể'], roles));
  const verbs = ALL_VERBS.map((verb) => [`\`${verb}\``, VERBS[verb].vi, VERBS[verb].en]);
  expectDrawn('docs/people.md', 'verbs', table(['', 'tiếng Việt', 'English'], verbs));
});

test('docs/api.md lists every route of the contract', () => {
  const rows = Object.entries<Route>(routes).map(([name, route]) => [
    `\`${route.method.toUpperCase()} ${route.path}\``,
    route.summary,
    whoMay(NEEDS[name as RouteName]),
    `\`${name}\``,
  ]);
  expectDrawn('docs/api.md', 'routes', table(['route', 'what', 'who', 'name'], rows));
});

test('docs/as-run.md lists every state, reason, grade of evidence, level and column', () => {
  const words = (list: Record<string, { vi: string; en: string }>) =>
    table(
      ['', 'tiếng Việt', 'English'],
      Object.entries(list).map(([name, { vi, en }]) => [`\`${name}\``, vi, en]),
    );
  expectDrawn('docs/as-run.md', 'states', words(FINAL_STATES));
  expectDrawn('docs/as-run.md', 'reasons', words(REASONS));
  expectDrawn('docs/as-run.md', 'evidence', words(EVIDENCE));
  expectDrawn('docs/as-run.md', 'levels', RIGHTS.map((level, rank) => `${rank + 1}. \`${level}\``).join('\n'));
  const columns = csvHead().slice(1).trim().split(',');
  expectDrawn('docs/as-run.md', 'columns', columns.map((name) => `\`${name}\``).join(', '));
});
