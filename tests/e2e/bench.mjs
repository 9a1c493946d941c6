// What a person with a cheap phone and a slow line waits for. Prints one JSON object a line; the story goes
// to standard error. Usage: node bench.mjs [NAME]
import { endAll, offlineReady, phone, server, startReady } from './lib.mjs';
import { daysAgo, door, entry, today, written } from './door.mjs';
import { slowLine } from './slow.mjs';

const wanted = process.argv[2];
const figures = {};
function figure(name, value, unit, budget, better = 'lower') {
    figures[name] = { value: Math.round(value * 100) / 100, unit, budget, better };
    console.log(JSON.stringify({ [name]: figures[name] }));
}
const slowCpu = async (page) => {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
};
const mark = (page, name) => page.evaluate((n) => performance.getEntriesByName(n)[0]?.startTime, name);
const painted = (page) => page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
const usable = (page) => page.waitForFunction(() => document.documentElement.dataset.core === 'ready'
    && performance.getEntriesByName('qadam-drawn').length > 0, null, { timeout: 60_000 });
const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
const p99 = (all) => all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * 0.99))];

async function firstVisit(s) {
    const paints = [], logs = [], bytes = [], later = [];
    for (let i = 0; i < 3; i += 1) {
        const line = await slowLine(s.url);
        const p = await phone();
        await slowCpu(p.page);
        await p.page.goto(line.url, { waitUntil: 'commit' });
        await usable(p.page);
        // "Logging possible": the core has answered (wasm, worker and SQLite are up) and its answer is drawn.
        logs.push(Math.max(await mark(p.page, 'qadam-core-ready'), await mark(p.page, 'qadam-drawn')));
        paints.push(await painted(p.page));
        // Asked for behind the running app, at once after this: the first byte of it needs half a round trip.
        await startReady(p.page);
        bytes.push(line.down);
        await offlineReady(p.page);
        later.push(line.down - bytes.at(-1));
        console.error(`  first visit: painted ${Math.round(paints.at(-1))} ms, compiled ${Math.round(await mark(p.page, 'qadam-compiled'))} ms, core ${Math.round(await mark(p.page, 'qadam-core-ready'))} ms, drawn ${Math.round(await mark(p.page, 'qadam-drawn'))} ms, ${bytes.at(-1)} bytes down, then ${later.at(-1)} behind the running app`);
        await p.context.close();
        await line.close();
    }
    figure('web_first_paint', median(paints) / 1000, 's', 4);
    figure('web_first_usable', median(logs) / 1000, 's', 12);
    figure('web_first_visit_bytes', median(bytes) / 1000, 'KB', 900);
    figure('web_first_later_bytes', median(later) / 1000, 'KB'); // other places and languages
}

async function laterVisits(s) {
    const p = await phone();
    await p.page.goto(s.url);
    await usable(p.page);
    await offlineReady(p.page);
    const d = await door(p.page);
    await d.run({ profile_create: { name: 'Әсел' } });
    await d.run({ enrol: { level: 'bronze', birth: '2006-02-28' } });
    for (let i = 0; i < 20; i += 1) await d.run(entry(i, today()));
    await slowCpu(p.page);
    for (const offline of [false, true]) {
        if (offline) { await s.stop(); await p.context.setOffline(true); }
        const all = [];
        for (let i = 0; i < 7; i += 1) {
            await p.page.goto(s.url, { waitUntil: 'commit' });
            await usable(p.page);
            all.push(await mark(p.page, 'qadam-drawn'));
        }
        console.error(`  later visits${offline ? ', offline' : ''}: ${all.map(Math.round).join(', ')} ms`);
        figure(offline ? 'web_later_visit_offline' : 'web_later_visit', median(all) / 1000, 's', 1.5);
    }
    await p.context.setOffline(false);
    await s.start();
    await p.context.close();
}

async function logging(s) {
    const p = await phone();
    await p.page.goto(s.url);
    await usable(p.page);
    const d = await door(p.page);
    await d.run({ profile_create: { name: 'Әсел' } });
    await d.run({ enrol: { level: 'bronze', birth: '2006-02-28' } });
    const frames = [];
    for (let i = 0; i < 400; i += 1) frames.push(await written('run', { op_id: null, command: entry(i, daysAgo(i % 100)) }));
    const times = await p.page.evaluate(async (frames) => {
        const all = [];
        for (const frame of frames) {
            const began = performance.now();
            const result = await globalThis.testDoor.send(frame, true);
            all.push(performance.now() - began);
            if (!result.ok) throw new Error('an entry was refused');
            // Nobody taps faster than a screen is drawn.
            await new Promise((r) => setTimeout(r, 30));
        }
        return all;
    }, frames);
    console.error(`  log entry: p50 ${median(times).toFixed(1)} ms, p99 ${p99(times).toFixed(1)} ms, worst ${Math.max(...times).toFixed(1)} ms`);
    const slow = times.map((ms, i) => [i, Math.round(ms)]).filter(([, ms]) => ms > 100);
    if (slow.length) console.error(`  over 100 ms: ${slow.map(([i, ms]) => `entry ${i} ${ms}`).join(', ')}`);
    figure('web_log_entry_p99', p99(times), 'ms', 30);
    await p.context.close();
}

const benches = { web_first: firstVisit, web_later: laterVisits, web_log: logging };
try {
    for (const [name, run] of Object.entries(benches)) {
        if (wanted && !name.includes(wanted) && !wanted.startsWith(name)) continue;
        console.error(name);
        const s = await server();
        await run(s);
        await s.stop();
    }
} finally {
    await endAll();
}
