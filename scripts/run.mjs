// node scripts/run.mjs <script> [args]: installs when needed, finds a Node that fits, builds the console when it is
// stale, and runs the script in the foreground. Built-ins only, plain old syntax: this is the one file that runs before
// anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);
const mtime = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);
const newest = (folder) =>
  existsSync(folder)
    ? Math.max(0, ...readdirSync(folder, { recursive: true }).map((name) => mtime(join(folder, String(name)))))
    : 0;
const tooOld = (version, major, minor) => {
  const [a = 0, b = 0] = version.split('.').map(Number);
  return a < major || (a === major && b < minor);
};
const fail = (vi, en, code) => {
  console.error(`${vi}\n${en}`);
  process.exit(code);
};
const run = (command, args, env = process.env) => {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  if (error) fail(`Không chạy được ${command}: ${error.message}`, `Cannot run ${command}: ${error.message}`, 70);
  if (status !== 0) process.exit(status ?? 1);
};

const [script, ...args] = process.argv.slice(2);
if (!script) fail('Thiếu tên chương trình.', 'No program named.', 64);
if (tooOld(process.versions.node, 20, 19)) {
  fail('Hãy cài Node 20.19 hoặc mới hơn.', 'Install Node 20.19 or newer.', 78);
}
if (mtime(at('node_modules/.package-lock.json')) < mtime(at('package-lock.json'))) {
  run('npm', ['ci', '--loglevel=error']);
}
const bundled = at('node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
const node = !tooOld(process.versions.node, 24, 7) ? process.execPath : existsSync(bundled) ? bundled : null;
if (!node) fail('Hãy cài Node 24.7 hoặc mới hơn.', 'Install Node 24.7 or newer.', 78);
const env = {
  ...process.env,
  PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
  NODE_COMPILE_CACHE: at('node_modules/.cache/node'),
};
const servesConsole = script === 'src/main.ts' || script === 'src/demo.ts';
const built = mtime(at('dist/public/index.html'));
if (servesConsole && built < Math.max(newest(at('src/console')), newest(at('public')), mtime(at('vite.config.ts')))) {
  run(node, [at('node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], env);
}
const child = spawn(node, [at(script), ...args], { cwd: root, stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 128 : (code ?? 1)));
