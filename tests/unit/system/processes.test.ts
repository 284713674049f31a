import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { ProcessSpec } from '#kernel';
import { realWorld } from '#system';
import { findProgram } from '../../../src/system/find-program.ts';
import { launchLine, OPEN_CAGE } from '../../../src/system/launch-line.ts';
import { lineSplitter } from '../../../src/system/lines.ts';

const { processes, clock } = realWorld();
const utf8 = new TextDecoder();

function shell(script: string, more: Partial<ProcessSpec> = {}) {
  const heard = { out: '', lines: [] as string[] };
  const child = processes.start({
    command: 'sh',
    args: ['-c', script],
    onStdout: (chunk) => (heard.out += utf8.decode(chunk)),
    onStderrLine: (line) => heard.lines.push(line),
    ...more,
  });
  return { child, heard };
}

/** Children of these tests speak with the usual small programs; a machine without them cannot play their part. */
const TOOLS = ['cat', 'dd', 'env', 'grep', 'head', 'mktemp', 'nice', 'rm', 'sleep', 'stat', 'tr'];
const testWithTools = test.skipIf(TOOLS.some((tool) => !probed(tool)));

async function untilGone(pid: number): Promise<void> {
  for (;;) {
    const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    if (status === null || / [ZX] /.test(status.slice(status.lastIndexOf(')')))) return;
    await clock.sleep(5);
  }
}

testWithTools('a child ends with its code, after all that it said was read', async () => {
  const { child, heard } = shell('head -c 300000 /dev/zero | tr "\\0" x; echo one >&2; printf two >&2; exit 3');
  expect(await child.ended).toEqual({ kind: 'exited', code: 3 });
  expect(heard.out.length).toBe(300_000);
  expect(heard.lines).toEqual(['one', 'two']);
});

test('a program that does not exist is a value', async () => {
  const end = await processes.start({ command: 'no-such-program-here', args: [] }).ended;
  expect(end).toEqual({ kind: 'not_started', message: 'no-such-program-here: no such program' });
  const odd = await processes.start({ command: 'true', args: ['a\0b'] }).ended;
  expect(odd.kind).toBe('not_started');
});

testWithTools('standard input takes bytes, and refuses them once the child is gone', async () => {
  const { child, heard } = shell('cat');
  const block = new Uint8Array(256 * 1024).fill(97);
  await child.write(block);
  await child.write(block);
  child.endInput();
  expect(await child.ended).toEqual({ kind: 'exited', code: 0 });
  expect(heard.out.length).toBe(2 * block.length);
  await expect(child.write(block)).rejects.toThrow('gone');
});

testWithTools('a child that ignores TERM is killed, with all of its group', async () => {
  const { child, heard } = shell('trap "" TERM; sleep 600 & echo $!; while :; do sleep 600; done', {
    onStdout: (chunk) => {
      heard.out += utf8.decode(chunk);
      child.kill();
    },
  });
  expect(await child.ended).toMatchObject({ kind: 'killed', why: 'aborted' });
  await untilGone(Number(heard.out));
});

testWithTools('what a child leaves behind does not hold its end back', async () => {
  const { child, heard } = shell('sleep 600 & echo $!');
  expect(await child.ended).toEqual({ kind: 'exited', code: 0 });
  await untilGone(Number(heard.out));
});

testWithTools.each<[string, ProcessSpec['limits'], string, object]>([
  ['wall', { wallMs: 30 }, 'sleep 600', { kind: 'killed', why: 'wall' }],
  ['idle', { idleMs: 50 }, 'echo here >&2; sleep 600', { kind: 'killed', why: 'idle' }],
  ['cpu', { cpuSeconds: 1 }, 'while :; do :; done', { kind: 'killed', why: 'outside' }],
  ['memory', { memoryBytes: 64e6 }, 'dd if=/dev/zero of=/dev/null bs=200M count=1', { kind: 'exited', code: 1 }],
])('the limit of %s holds', async (_name, limits, script, end) => {
  expect(await shell(script, { limits: limits ?? {} }).child.ended).toMatchObject(end);
});

testWithTools('the limit of the file size holds', async () => {
  const { child } = shell('f=$(mktemp); trap "rm -f $f" EXIT; head -c 5m /dev/zero > $f; stat -c %s $f', {
    limits: { fileBytes: 1024 * 1024 },
    onStdout: (chunk) => expect(Number(utf8.decode(chunk))).toBeLessThanOrEqual(1024 * 1024),
  });
  expect((await child.ended).kind).toBe('exited');
});

testWithTools('an abort ends a child, and one that comes first starts none', async () => {
  const abort = new AbortController();
  const { child } = shell('sleep 600', { signal: abort.signal });
  abort.abort();
  expect(await child.ended).toMatchObject({ kind: 'killed', why: 'aborted' });
  const late = shell('echo started', { signal: abort.signal });
  expect(await late.child.ended).toMatchObject({ kind: 'killed', why: 'aborted' });
  expect(late.heard.out).toBe('');
});

testWithTools('a caged child has no network, no secrets, and is polite', async () => {
  const { child, heard } = shell('nice; cat /proc/net/dev | grep -c : ; env', { noNetwork: true, niceness: 10 });
  expect(await child.ended).toEqual({ kind: 'exited', code: 0 });
  const [niceness, interfaces, ...names] = heard.out.split('\n').map((line) => line.split('=')[0]);
  expect(niceness).toBe('10');
  if (probed('unshare')) expect(interfaces).toBe('1');
  expect(names).not.toContain('HOME');
});

test.skipIf(!probed('setpriv'))('a child dies with its owner, even by kill -9', async () => {
  const owner = spawn(process.execPath, ['--input-type=module', '-e', OWNER], { cwd: process.cwd() });
  const pid = await new Promise<number>((resolve) => owner.stdout.once('data', (chunk) => resolve(Number(chunk))));
  owner.kill('SIGKILL');
  await untilGone(pid);
});

const OWNER = `
  import { realWorld } from './src/system/index.ts';
  realWorld().processes.start({ command: 'sh', args: ['-c', 'echo $$; exec sleep 600'],
    onStdout: (chunk) => process.stdout.write(chunk) });
`;

function probed(program: string): boolean {
  return findProgram(program, process.env['PATH'] ?? '') !== null;
}

test('the launch line names limits, politeness and cage in their order, as far as the machine has them', () => {
  expect(launchLine(['/bin/x', '-y z'], OPEN_CAGE, { noNetwork: true, niceness: 10 })).toEqual([
    '/bin/sh',
    '-c',
    'ulimit -c 0 2>/dev/null; exec "$@"',
    'sh',
    '/bin/x',
    '-y z',
  ]);
  const cage = {
    noNetwork: ['unshare', '-n'],
    diesWithOwner: ['setpriv', '--pdeathsig', 'KILL'],
    niceness: ['nice', '-n'],
  };
  const limits = { cpuSeconds: 1.5, memoryBytes: 4096, fileBytes: 1024 };
  const [, , script, , ...rest] = launchLine(['/bin/x'], cage, { limits, noNetwork: true, niceness: 10 });
  expect(script).toContain('ulimit -H -t 4 2>/dev/null; ulimit -S -t 2 2>/dev/null; ulimit -v 4 ');
  expect(script).toContain('ulimit -f 2 ');
  expect(rest).toEqual(['nice', '-n', '10', 'unshare', '-n', 'setpriv', '--pdeathsig', 'KILL', '/bin/x']);
});

test('lines survive any cut, CR LF, and one that never ends', () => {
  const lines: string[] = [];
  const splitter = lineSplitter((line) => lines.push(line));
  for (const byte of new TextEncoder().encode('xã\r\nhai\rba')) splitter.push(Uint8Array.of(byte));
  splitter.end();
  expect(lines).toEqual(['xã', 'hai', 'ba']);
  const endless = lineSplitter((line) => lines.push(line));
  for (let i = 0; i < 100; i += 1) endless.push(new Uint8Array(1000).fill(97));
  endless.end();
  expect(lines.at(-1)?.length).toBe(4096);
});
