/** What package-lock.json knows of every package, and the licences that it does not know. */

/** One entry of the lock; only what is used here. */
export interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  readonly name: string;
  readonly version: string;
  readonly packages: Readonly<Record<string, LockEntry>> & { readonly '': LockEntry };
}

export interface Package {
  /** Where it lies, as the lock says: "node_modules/a/node_modules/b". */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** required: runs in the station or a speaker; optional: only on some machines; excluded: builds and tests. */
  readonly scope: 'required' | 'optional' | 'excluded';
  readonly sha512: string | null;
  readonly runsOnInstall: boolean;
  /** Paths of what it is given when it asks for its dependencies. */
  readonly needs: readonly string[];
}

/** Packages whose manifest has no licence in the form that npm reads; read by hand in the file that they carry. */
const READ_BY_HAND: Readonly<Record<string, string>> = { 'async@0.2.10': 'MIT', 'png-js@2.0.0': 'MIT' };

/** For building by the lock, yet they leave the house inside the built console. */
const IN_THE_CONSOLE: ReadonlySet<string> = new Set(['preact', '@preact/signals', '@preact/signals-core']);

const ROOT = '';
const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** Every package of the lock, sorted by where it lies; nothing in it depends on the machine or the hour. */
export function packagesOf({ packages }: Lock): Package[] {
  const paths = Object.keys(packages).filter((path) => path !== ROOT);
  return paths.sort(order).map((path) => {
    const entry = packages[path] ?? {};
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const version = entry.version ?? '';
    return {
      ...{ path, name, version, licence: entry.license ?? READ_BY_HAND[`${name}@${version}`] ?? '' },
      scope: scopeOf(name, entry),
      sha512: sha512Of(entry.integrity),
      runsOnInstall: entry.hasInstallScript === true,
      needs: needsOf(packages, path),
    };
  });
}

function scopeOf(name: string, { dev, devOptional, optional }: LockEntry): Package['scope'] {
  if (IN_THE_CONSOLE.has(name)) return 'required';
  if (dev || devOptional) return 'excluded';
  return optional ? 'optional' : 'required';
}

/** What the project itself asks for, by where it lies. */
export function rootNeeds({ packages }: Lock): string[] {
  const { dependencies = {}, optionalDependencies = {} } = packages[ROOT];
  const asked = [...Object.keys(dependencies), ...Object.keys(optionalDependencies)];
  return asked.map((name) => `node_modules/${name}`).sort(order);
}

function needsOf(packages: Lock['packages'], path: string): string[] {
  const { dependencies = {}, optionalDependencies = {} } = packages[path] ?? {};
  const names = [...Object.keys(dependencies), ...Object.keys(optionalDependencies)];
  return [...new Set(names.flatMap((name) => foundFrom(packages, path, name) ?? []))].sort(order);
}

/** The package that `path` is given under that name: the nearest one, from inside out. */
function foundFrom(packages: Lock['packages'], path: string, name: string): string | null {
  for (let at = path; ; at = at.slice(0, at.lastIndexOf('/node_modules/'))) {
    const candidate = `${at}/node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (!at.includes('/node_modules/')) break;
  }
  return packages[`node_modules/${name}`] ? `node_modules/${name}` : null;
}

function sha512Of(integrity: string | undefined): string | null {
  const [, base64] = /^sha512-([\w+/=]+)$/.exec(integrity ?? '') ?? [];
  return base64 === undefined ? null : Buffer.from(base64, 'base64').toString('hex');
}
