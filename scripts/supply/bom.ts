/** The bill of materials, CycloneDX 1.6: the same lock always gives the same bytes. No serial number, no time. */
import { type Lock, type Package, packagesOf, rootNeeds } from './lock.ts';

/** Licence expressions that are not one SPDX name. */
const isExpression = (licence: string) => /\s(AND|OR|WITH)\s/.test(licence);

function purlOf({ name, version }: { name: string; version: string }): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** Two copies of one version lie in different places: the place tells them apart. */
function refOf(one: Package): string {
  const isNested = one.path.includes('/node_modules/');
  return isNested ? `${purlOf(one)}#${one.path.replaceAll('node_modules/', '')}` : purlOf(one);
}

export function bomOf(lock: Lock): object {
  const packages = packagesOf(lock);
  const refs = new Map(packages.map((one) => [one.path, refOf(one)]));
  const refsOf = (paths: readonly string[]) => paths.flatMap((path) => refs.get(path) ?? []);
  const root = purlOf(lock);
  const own = lock.packages[''].license;
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        ...{ type: 'application', 'bom-ref': root, name: lock.name, version: lock.version, purl: root },
        licenses: [{ license: { id: own } }],
      },
    },
    components: packages.map((one) => ({
      ...{ type: 'library', 'bom-ref': refOf(one), name: one.name, version: one.version, scope: one.scope },
      ...(one.sha512 === null ? {} : { hashes: [{ alg: 'SHA-512', content: one.sha512 }] }),
      licenses: [isExpression(one.licence) ? { expression: one.licence } : { license: { id: one.licence } }],
      purl: purlOf(one),
    })),
    dependencies: [
      { ref: root, dependsOn: refsOf(rootNeeds(lock)) },
      ...packages.map((one) => ({ ref: refOf(one), dependsOn: refsOf(one.needs) })),
    ],
  };
}
