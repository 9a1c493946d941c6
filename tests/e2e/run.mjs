// Runs the browser tests one after the other: node run.mjs [NAME…]. Each file exports `name` and `test`.
import { counted, endAll, FAILURES, pictures } from './lib.mjs';
import { rmSync } from 'node:fs';
const all = ['start', 'broken', 'apart', 'day', 'keys', 'talk', 'live', 'photos', 'draft', 'gold', 'file', 'tus', 'api', 'access'];
const more = [];
const wanted = process.argv.slice(2);
rmSync(FAILURES, { recursive: true, force: true });
const failed = [];
for (const name of wanted.length ? [...all, ...more].filter((n) => wanted.includes(n)) : all) {
    const began = Date.now();
    console.log(`\n${name}`);
    try {
        await (await import(`./${name}.mjs`)).test();
        console.log(`${name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
    } catch (error) {
        failed.push(name);
        console.error(`  FAILED  ${error.stack ?? error}`);
        await pictures(name);
    } finally {
        await endAll();
    }
}
console.log(`\n${counted()} checks, ${failed.length} files failed${failed.length ? ': ' + failed.join(', ') : ''}`);
process.exit(failed.length ? 1 : 0);
