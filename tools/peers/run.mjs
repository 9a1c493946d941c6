// Qadam beside peers: the same records pushed, sent again and pulled, each server alone on loopback. Prints JSON
// lines {peer, name, value, unit}; the story and the table go to standard error.
//
//   run.mjs --tools FOLDER [--programs FOLDER] [--peer NAME]… [--scale 0.05] [--runs 1] [--data FOLDER]
//
// FOLDER is where install.sh put the peers; --programs where Qadam's own are (qadam-server and peer, optimised).
// --scale makes the workload smaller, for trying. --runs repeats each peer on fresh data and prints medians; peers
// take turns, so that whatever else the machine does meets all of them. --data is where databases lie (a real disk:
// on a tmpfs a sync costs nothing).
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FIGURES, goals, table } from './figures.mjs';
import { Line } from './line.mjs';
import kinto from './peers/kinto.mjs';
import pocketbase from './peers/pocketbase.mjs';
import pouchdb from './peers/pouchdb.mjs';
import qadam from './peers/qadam.mjs';
import { forget, freePort, memory, processor, stopAll } from './process.mjs';
import { AT_A_TIME, batches, workload } from './workload.mjs';

const PEERS = { qadam, pocketbase, pouchdb, kinto };
const IDLE = 100;
const LIMIT = 10 * 60_000; // ms for one run of one peer

const { values: options } = parseArgs({
    options: {
        tools: { type: 'string', default: 'target/tools/peers' },
        data: { type: 'string', default: tmpdir() },
        peer: { type: 'string', multiple: true, default: Object.keys(PEERS) },
        programs: { type: 'string', default: 'target/release' },
        scale: { type: 'string', default: '1' },
        runs: { type: 'string', default: '1' },
    },
});
const scale = Number(options.scale);
const runs = Number(options.runs);
if (!(scale > 0 && scale <= 1 && runs >= 1)) throw new Error('--scale is above 0 and up to 1, --runs is 1 or more');
for (const name of options.peer) if (!PEERS[name]) throw new Error(`no such peer: ${name} (${Object.keys(PEERS).join(', ')})`);

const say = (words) => console.error(words);
const rank = (all, part) => all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * part))];
const load = () => loadavg().map((n) => n.toFixed(2)).join(' ');

/** All clients push, AT_A_TIME at a time, each one batch after the other. */
async function push(server, clients) {
    // A phone spends its own time on its bodies, so they are made before the clock runs.
    const waiting = clients.map((client) => batches(client.records).map((records) => ({ call: server.push(client, records), wanted: records.length })));
    const line = new Line(server.url, AT_A_TIME);
    const answers = [];
    const used = processor(server.pid);
    const began = performance.now();
    await Promise.all(Array.from({ length: AT_A_TIME }, async () => {
        for (let mine = waiting.shift(); mine; mine = waiting.shift()) {
            for (const { call, wanted } of mine) answers.push({ call, wanted, answer: await line.send(call) });
        }
    }));
    const seconds = (performance.now() - began) / 1000;
    const cpu = processor(server.pid) - used;
    const { count } = line;
    line.close();
    let records = 0;
    for (const { call, wanted, answer } of answers) {
        const taken = answer.status < 300 ? await server.taken(answer, call) : 0;
        if (taken !== wanted) throw new Error(`${taken} of ${wanted} records of a batch were taken: ${answer.status} ${answer.text.slice(0, 300)}`);
        records += taken;
    }
    return { seconds, cpu, count, records, times: answers.map(({ answer }) => answer.ms) };
}

/** Where a peer brings no client of its own, a phone in sync is these calls on one connection. */
function plainPhone(server, cursor) {
    const line = new Line(server.url);
    return {
        counter: line,
        async idle() {
            const { records } = await server.pull(line, cursor);
            if (records) throw new Error(`${records} changes where there should be none`);
        },
        async sync(client) {
            const answer = await line.need(server.push(client, client.records));
            if (server.taken(answer) !== client.records.length) throw new Error(`not all was taken: ${answer.text.slice(0, 300)}`);
            await server.pull(line, cursor, client);
        },
        close: () => line.close(),
    };
}

/** What `work` moves on the counter. */
async function moved(counter, work) {
    const before = counter.count;
    const began = performance.now();
    const result = await work();
    const after = counter.count;
    const by = Object.fromEntries(Object.keys(before).map((key) => [key, after[key] - before[key]]));
    return { result, seconds: (performance.now() - began) / 1000, bodies: by.bodyUp + by.bodyDown, tcp: by.tcpUp + by.tcpDown, ...by };
}

async function measure(server, work) {
    const figures = {};
    const line = new Line(server.url);
    const rows = () => server.rows(line);
    figures.memory_start = memory(server.pid).now;
    forget(server.pid);

    const first = await push(server, work.clients);
    figures.push_ops = first.records / first.seconds;
    figures.push_cpu = (first.cpu * 1e6) / first.records;
    figures.push_p50 = rank(first.times, 0.5);
    figures.push_p99 = rank(first.times, 0.99);
    figures.push_requests = first.count.requests;
    figures.push_up = first.count.bodyUp / first.records;
    figures.push_down = first.count.bodyDown / first.records;
    figures.push_tcp_up = first.count.tcpUp / first.records;
    figures.push_tcp_down = first.count.tcpDown / first.records;

    const before = await rows();
    if (before !== first.records) throw new Error(`${before} rows after ${first.records} records were pushed`);
    const again = await push(server, work.clients);
    figures.resend_rows = (await rows()) - before;
    figures.resend_ops = again.records / again.seconds;

    const reader = new Line(server.url);
    const pulled = await moved(reader, () => server.pull(reader));
    reader.close();
    const { records, cursor } = pulled.result;
    if (records < first.records) throw new Error(`${records} of ${first.records} records were pulled`);
    figures.pull_records = records;
    figures.pull_s = pulled.seconds;
    figures.pull_requests = pulled.requests;
    figures.pull_down = pulled.bodyDown / records;
    figures.pull_tcp_down = pulled.tcpDown / records;

    const phone = server.phone ? await server.phone() : plainPhone(server, cursor);
    if (phone.firstSync) {
        const { result, requests, seconds, bodyDown } = await moved(phone.counter, () => phone.firstSync());
        figures.replicate_requests = requests;
        figures.replicate_s = seconds;
        figures.replicate_down = bodyDown / result.records;
    }
    const idle = await moved(phone.counter, async () => {
        for (let n = 0; n < IDLE; n += 1) await phone.idle();
    });
    figures.idle_requests = idle.requests / IDLE;
    figures.idle_bytes = idle.bodies / IDLE;
    figures.idle_tcp = idle.tcp / IDLE;
    const sync = await moved(phone.counter, () => phone.sync(work.late));
    figures.sync_requests = sync.requests;
    figures.sync_bytes = sync.bodies;
    figures.sync_tcp = sync.tcp;
    await phone.close();

    figures.memory_peak = memory(server.pid).peak;
    if (server.more) Object.assign(figures, await server.more());
    line.close();
    return figures;
}

let folder; // of the run that is going on
async function clear() {
    await stopAll();
    if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => clear().finally(() => process.exit(143)));

async function one(name) {
    const work = workload(scale);
    mkdirSync(options.data, { recursive: true });
    folder = mkdtempSync(join(resolve(options.data), `peer-${name}-`));
    let timer;
    const tooLate = new Promise((_, fail) => { timer = setTimeout(() => fail(new Error(`not done within ${LIMIT / 60_000} minutes`)), LIMIT); });
    const measured = freePort()
        .then((port) => PEERS[name].open({ tools: resolve(options.tools), programs: resolve(options.programs), folder, port, work }))
        .then((server) => measure(server, work));
    try {
        return await Promise.race([measured, tooLate]);
    } finally {
        clearTimeout(timer);
        await clear();
    }
}

const all = [];
function print(peer, name, value, unit, more) {
    const line = { peer, name, value, unit, ...more };
    all.push(line);
    console.log(JSON.stringify(line));
}
const round = (n) => (n == null || !Number.isFinite(n) ? null : Number(n.toPrecision(6)));

const missing = new Set();
const results = new Map(options.peer.map((name) => [name, []]));
function lost(name, why) {
    missing.add(name);
    results.delete(name);
    print(name, 'not_here', null, '', { why });
    say(`${name} is not here: ${why}`);
}
for (const name of options.peer) {
    if (name === 'qadam') continue;
    const why = join(options.tools, `${name}.why`);
    if (!existsSync(join(options.tools, `${name}.stamp`))) lost(name, existsSync(why) ? readFileSync(why, 'utf8').trim() : 'install.sh has not installed it');
}
for (let n = 0; n < runs; n += 1) {
    for (const [name, figures] of results) {
        say(`${name}, run ${n + 1} of ${runs}; load before: ${load()}`);
        try {
            figures.push(await one(name));
            say(`${name}: ${Math.round(figures.at(-1).push_ops)} records/s pushed; load after: ${load()}`);
        } catch (e) {
            lost(name, e.message);
        }
    }
}
for (const [name, figures] of results) {
    for (const key of Object.keys(FIGURES)) {
        const values = figures.map((one) => one[key]).filter((n) => n !== undefined);
        if (values.length) print(name, key, round(rank(values, 0.5)), FIGURES[key][0]);
    }
}
say(`\n${table(all.filter(({ name }) => name !== 'not_here'))}`);
if (missing.size) say(`not here: ${[...missing].join(', ')}`);
if (results.has('qadam')) {
    const { text, kept } = goals(all);
    say(`\n${text}`);
    process.exitCode = kept ? 0 : 1;
}
