/** Which licences may be shipped with a program under Apache-2.0, and the page that lists them. */
import { type Lock, type Package, packagesOf } from './lock.ts';

/** May be shipped in one program with ours; what they ask for (their text) lies in each package. */
const PERMISSIVE: ReadonlySet<string> = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0']);
/** Others, each with why it is taken all the same. */
const WITH_A_REASON: Readonly<Record<string, string>> = {
  'MIT AND OFL-1.1': 'a font: shipped unchanged beside the program, embedded in pages that are printed',
  'OFL-1.1': 'a font: its files lie unchanged in the built console',
  'GPL-3.0-or-later': 'a program of its own, started as a child process; an optional package, never linked',
  'MPL-2.0': 'builds the console; no line of it is shipped',
};

/** Why a package may not be here, or null. Unknown licences never may. */
export function licenceFault({ name, licence, scope }: Package): string | null {
  if (licence === '') return `${name}: no licence is known`;
  if (licence.split(' OR ').some((one) => PERMISSIVE.has(one))) return null;
  if (WITH_A_REASON[licence] === undefined) return `${name}: ${licence}`;
  if (licence === 'MPL-2.0' && scope !== 'excluded') return `${name}: ${licence} is shipped`;
  return licence.startsWith('GPL') && scope !== 'optional' ? `${name}: ${licence} is linked` : null;
}

const TITLES = [
  ['required', 'Chạy trong trạm và loa / In the station and the speakers'],
  ['optional', 'Tùy máy / Only on some machines'],
  ['excluded', 'Chỉ để dựng và thử / Only for building and testing'],
] as const;

/** docs/licences.md, whole. */
export function licencePage(lock: Lock): string {
  const packages = packagesOf(lock);
  const parts = TITLES.flatMap(([scope, title]) => {
    const some = packages.filter((one) => one.scope === scope);
    const byLicence = Map.groupBy(some, (one) => one.licence);
    const rows = [...byLicence]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([licence, ofIt]) => {
        const names = [...new Set(ofIt.map((one) => `${one.name} ${one.version}`))].join(', ');
        return `| ${licence} | ${ofIt.length} | ${names} | ${WITH_A_REASON[licence] ?? ''} |`;
      });
    return [
      `## ${title} (${some.length})`,
      '',
      '| licence | | packages | why it is taken |',
      '| --- | --- | --- | --- |',
      ...rows,
      '',
    ];
  });
  return [
    '# Giấy phép / Licences',
    '',
    'LoaXa is under Apache-2.0. This page is drawn from package-lock.json by `npm run sbom`; a test refuses licences that',
    'do not go together with it. The same packages with their hashes: [sbom.cdx.json](sbom.cdx.json) (CycloneDX 1.6).',
    '',
    ...parts,
  ].join('\n');
}
