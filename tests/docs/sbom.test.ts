/** The bill of materials and the list of licences say what the lock says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bomOf } from '../../scripts/supply/bom.ts';
import { licenceFault, licencePage } from '../../scripts/supply/licences.ts';
import { type Lock, type Package, packagesOf } from '../../scripts/supply/lock.ts';
import { ROOT } from '../support/source-code.ts';

const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const lock = JSON.parse(text('package-lock.json')) as Lock;
const packages = packagesOf(lock);
const shipped = packages.filter((one) => one.scope !== 'excluded');
const HINT = 'npm run sbom';
/** Of our own choice, and with everything that they bring along. More must be a decision, seen in a review. */
const [MOST_CHOSEN, MOST_SHIPPED] = [20, 125];

describe('the bill of materials', () => {
  const kept = JSON.parse(text('docs/sbom.cdx.json')) as ReturnType<typeof JSON.parse>;

  test('is drawn from the lock, byte by byte', () => {
    expect(text('docs/sbom.cdx.json'), HINT).toBe(`${JSON.stringify(bomOf(lock), null, 1)}\n`);
    expect(text('docs/licences.md'), HINT).toBe(licencePage(lock));
  });

  test('is the same whatever the order of the lock', () => {
    const turned = { ...lock, packages: Object.fromEntries(Object.entries(lock.packages).toReversed()) } as Lock;
    expect(JSON.stringify(bomOf(turned))).toBe(JSON.stringify(bomOf(lock)));
  });

  test('names every package once, by a reference of its own, with hash and licence', () => {
    expect(kept).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
    const refs = kept.components.map((one: { 'bom-ref': string }) => one['bom-ref']) as string[];
    expect(refs).toHaveLength(Object.keys(lock.packages).length - 1);
    expect(new Set(refs).size).toBe(refs.length);
    for (const one of kept.components) {
      expect(one.purl, one.name).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+/);
      expect(one.licenses[0].expression ?? one.licenses[0].license.id, one.name).not.toBe('');
      if (one.scope !== 'excluded') expect(one.hashes?.[0]?.content, one.name).toMatch(/^[0-9a-f]{128}$/);
    }
    const known = new Set([...refs, kept.metadata.component['bom-ref']]);
    for (const { ref, dependsOn } of kept.dependencies) {
      expect([ref, ...dependsOn].filter((one: string) => !known.has(one))).toEqual([]);
    }
  });

  test('tells nothing of the machine, the hour or a registry', () => {
    expect(text('docs/sbom.cdx.json')).not.toMatch(/serialNumber|timestamp|registry|file:|\/home\/|localhost/);
  });
});

describe('what is shipped', () => {
  test('has a licence that goes together with Apache-2.0', () => {
    expect(packages.flatMap((one) => licenceFault(one) ?? [])).toEqual([]);
  });

  test.each<[string, Partial<Package>, boolean]>([
    ['no licence', { licence: '' }, false],
    ['a licence that nobody looked at', { licence: 'AGPL-3.0-only' }, false],
    ['GPL in the program', { licence: 'GPL-3.0-or-later', scope: 'required' }, false],
    ['MPL in the program', { licence: 'MPL-2.0', scope: 'required' }, false],
    ['a choice of two', { licence: 'GPL-2.0-only OR MIT', scope: 'required' }, true],
    ['MIT', { licence: 'MIT', scope: 'required' }, true],
  ])('%s', (_name, part, isTaken) => {
    const one = { name: 'x', scope: 'required', ...part } as Package;
    expect(licenceFault(one) === null).toBe(isTaken);
  });

  test('runs nothing when it is installed', () => {
    expect(packages.filter((one) => one.runsOnInstall).map((one) => one.name)).toEqual([]);
  });

  test('stays few', () => {
    const chosen = [lock.packages[''].dependencies, lock.packages[''].optionalDependencies];
    expect(chosen.flatMap((some) => Object.keys(some ?? {})).length).toBeLessThanOrEqual(MOST_CHOSEN);
    expect(shipped.length).toBeLessThanOrEqual(MOST_SHIPPED);
  });

  test('lies on this machine as the lock says', () => {
    const isThere = new Set(readdirSync(join(ROOT, 'node_modules')));
    const top = shipped.filter((one) => one.scope === 'required' && !one.path.slice(13).includes('/'));
    expect(top.length).toBeGreaterThan(80);
    for (const { name, version, licence } of top) {
      expect(isThere.has(name), name).toBe(true);
      const manifest = JSON.parse(text(`node_modules/${name}/package.json`)) as { version: string; license?: string };
      expect(manifest.version, name).toBe(version);
      if (manifest.license !== undefined) expect(manifest.license, name).toBe(licence);
    }
  });
});
