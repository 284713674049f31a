/** What a stranger installs is exactly what was tried. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { ROOT } from '../support/source-code.ts';

const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');

test('every version is pinned exactly, and the lock agrees', () => {
  const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  const lock = JSON.parse(text('package-lock.json')) as { packages: Record<string, { version?: string }> };
  for (const [name, version] of Object.entries(wanted)) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
  }
});

test('the lock names no download addresses, and an integrity hash for everything', () => {
  const lock = JSON.parse(text('package-lock.json')) as {
    packages: Record<string, { resolved?: string; integrity?: string; link?: boolean; inBundle?: boolean }>;
  };
  const entries = Object.entries(lock.packages).filter(([path]) => path !== '');
  expect(entries.length).toBeGreaterThan(100);
  expect(entries.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
  const unproved = entries.filter(([, entry]) => !entry.integrity && !entry.inBundle).map(([path]) => path);
  expect(unproved).toEqual([]);
});

test('no script of a dependency runs on install', () => {
  expect(text('.npmrc').split('\n')).toContain('ignore-scripts=true');
  expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post|install|prepare)/.test(name))).toEqual([]);
});

test('no file carries the path of a machine', () => {
  const { stdout, status } = spawnSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) return;
  const files = stdout.split('\0').filter((path) => /\.(ts|tsx|mjs|json|md|ya?ml|css|html|webmanifest)$/.test(path));
  expect(files.length).toBeGreaterThan(100);
  const bound = files.filter((path) => /(?<![\w.])\/(home|Users|root|work)\/[\w.-]+\//.test(readIfThere(path)));
  expect(bound.filter((path) => path !== 'tests/docs/supply.test.ts')).toEqual([]);
});

function readIfThere(path: string): string {
  try {
    return text(path);
  } catch {
    return '';
  }
}
