// Starting a server in a folder of its own, and what Linux says of its memory and time.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Line } from './line.mjs';

const START = 60_000; // ms until a server must answer
const STOP = 10_000; // ms until it is killed
const TICKS = 100; // USER_HZ, which is 100 on every Linux

const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });

export async function freePort() {
    const server = createServer();
    await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
    const { port } = server.address();
    await new Promise((done) => { server.close(done); });
    return port;
}

const tail = (file) => readFileSync(file, 'utf8').trim().split('\n').slice(-5).join('\n');

const running = new Set();
/** Nothing that was started outlives this program. */
export async function stopAll() {
    for (const stop of [...running]) {
        await stop();
        running.delete(stop);
    }
}

/** What else must not: `stop` is called with the others, whatever happened. */
export function alsoStop(stop) {
    running.add(async () => { stop(); });
}

/** `command` with its own process group; ready when `ready` (a path) answers anything. */
export async function start(command, args, { folder, url, ready, env = {} }) {
    const log = join(folder, 'server.log');
    const out = openSync(log, 'a');
    const child = spawn(command, args, { cwd: folder, detached: true, stdio: ['ignore', out, out], env: { ...process.env, ...env } });
    closeSync(out);
    let gone = null;
    child.on('error', (e) => { gone = e.message; });
    const ended = new Promise((done) => { child.on('exit', (code, signal) => { gone ??= `it ended (${signal ?? code})`; done(); }); });
    async function stop() {
        if (gone) return;
        const group = (signal) => { try { process.kill(-child.pid, signal); } catch { /* it has ended meanwhile */ } };
        group('SIGTERM');
        await Promise.race([ended, sleep(STOP)]);
        if (!gone) { group('SIGKILL'); await ended; }
    }
    running.add(stop);
    ended.then(() => running.delete(stop));
    const line = new Line(url);
    try {
        for (const end = Date.now() + START; ;) {
            if (gone) throw new Error(`${gone}\n${tail(log)}`);
            if (await line.send({ path: ready }).then(() => true, () => false)) return { pid: child.pid, stop };
            if (Date.now() > end) throw new Error(`no answer within ${START / 1000} s\n${tail(log)}`);
            await sleep(100);
        }
    } catch (e) {
        await stop();
        throw e;
    } finally {
        line.close();
    }
}

/** A command that ends by itself. */
export function run(command, args, folder) {
    return new Promise((done, fail) => {
        const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
        let said = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => { said += part; });
        child.on('error', fail);
        child.on('exit', (code) => (code === 0 ? done(said) : fail(new Error(`${command} ${args[0]}: ${said.trim().slice(-300)}`))));
    });
}

function tree(pid) {
    const all = [pid];
    try {
        for (const thread of readdirSync(`/proc/${pid}/task`)) {
            const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8');
            for (const child of children.split(' ').filter(Boolean)) all.push(...tree(Number(child)));
        }
    } catch { /* a process that has ended meanwhile, or no Linux */ }
    return all;
}
const lines = (pid, name) => {
    try {
        return Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))?.[1] ?? 0);
    } catch { return 0; }
};

/** Resident memory of the process and its children in MB: now, and the most since `forget`. */
export function memory(pid) {
    const sum = (name) => tree(pid).reduce((all, one) => all + lines(one, name), 0) / 1024;
    return { now: sum('VmRSS'), peak: sum('VmHWM') };
}

/** The kernel's own high-water mark starts again, so that the preparation does not count. */
export function forget(pid) {
    for (const one of tree(pid)) {
        try { writeFileSync(`/proc/${one}/clear_refs`, '5'); } catch { /* the mark stays: the peak is then of the whole run */ }
    }
}

/** Seconds of processor that it and its living children have used. */
export function processor(pid) {
    let ticks = 0;
    for (const one of tree(pid)) {
        try {
            const fields = readFileSync(`/proc/${one}/stat`, 'utf8').split(') ').at(-1).split(' ');
            ticks += Number(fields[11]) + Number(fields[12]);
        } catch { /* it has ended meanwhile */ }
    }
    return ticks / TICKS;
}
