// node scripts/ci-summary.mjs <vitest's JSON report> <its exit code> <failed steps before>: says what failed or was left
// out, then, alone on the last line, "N passed, N failed". A test that was left out counts as failed, and so does
// whatever went wrong outside of a test.
import { existsSync, readFileSync, statSync } from 'node:fs';

const [report, exitCode, earlier] = process.argv.slice(2);
const isThere = existsSync(report) && statSync(report).size > 0;
const { testResults = [] } = isThere ? JSON.parse(readFileSync(report, 'utf8')) : {};
const tests = testResults.flatMap((file) => file.assertionResults.map((test) => ({ ...test, file: file.name })));

const passed = tests.filter((test) => test.status === 'passed');
const others = tests.filter((test) => test.status !== 'passed');
/** Files that could not even be read have no tests of their own. */
const broken = testResults.filter(
  (file) => file.status === 'failed' && !others.some((test) => test.file === file.name),
);

for (const test of others) console.log(`${test.status}: ${test.file}: ${test.fullName}`);
for (const file of broken) console.log(`broken: ${file.name}: ${String(file.message).split('\n')[0]}`);
let failed = others.length + broken.length + Number(earlier);
if (Number(earlier) > 0) console.log(`${earlier} steps failed before the tests`);
if (!isThere) console.log('there is no report of the tests');
if (failed === 0 && (Number(exitCode) !== 0 || passed.length === 0)) {
  console.log(`the tests ended with ${exitCode}`);
  failed = 1;
}
console.log(`${passed.length} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
