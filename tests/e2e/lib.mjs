// What the browser tests share: a server of their own, Chromium as a phone, and checks that say what they
// wanted. Nothing here waits for a fixed time: each wait ends with what it waits for.
import { spawn, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
// Checks take what the native tests have built; measures and pictures the optimised ones (QADAM_BIN).
export const BIN = join(ROOT, process.env.QADAM_BIN ?? 'target/debug');
const SERVER = join(BIN, 'qadam-server');
export const WEB = join(ROOT, 'target/web-dist');
export const FAILURES = join(ROOT, 'target/e2e');

const CHROMIUM = process.env.QADAM_CHROMIUM ?? '/usr/bin/chromium';
const ARGS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];

const endings = [];
export const atEnd = (end) => endings.push(end);
const contexts = new Set();
/** Ends every server and browser that was started, in reverse order. */
export async function endAll() {
    while (endings.length) await endings.pop()().catch((e) => console.error('at the end:', e.message));
}
export function folder() {
    const path = mkdtempSync(join(tmpdir(), 'qadam-e2e-'));
    endings.push(async () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
    return path;
}

// ---- checks -------------------------------------------------------------------------------------------
let checks = 0;
export const counted = () => checks;
export function check(what, is, wanted = true) {
    const same = JSON.stringify(is) === JSON.stringify(wanted);
    if (!same) throw new Error(`${what}\n    wanted ${JSON.stringify(wanted)}\n    got    ${JSON.stringify(is)}`);
    checks += 1;
    console.log(`  ok  ${what}`);
}
/** Waits until `probe` gives something true, and gives it. */
export async function until(what, probe, ms = 20_000) {
    const end = Date.now() + ms;
    let last;
    for (;;) {
        try { last = await probe(); } catch (e) { last = e; }
        if (last && !(last instanceof Error)) { checks += 1; console.log(`  ok  ${what}`); return last; }
        if (Date.now() > end) throw new Error(`${what}: not within ${ms / 1000} s (last: ${last})`);
        await new Promise((r) => setTimeout(r, 50));
    }
}

// ---- the server ---------------------------------------------------------------------------------------
export async function freePort() {
    const s = createServer();
    await new Promise((r) => s.listen(0, '127.0.0.1', r));
    const { port } = s.address();
    await new Promise((r) => s.close(r));
    return port;
}
/** A qadam-server with a data folder of its own. `stop()` and `start()` again keep address and data. */
export async function server({ demo = false, web = WEB, data = folder() } = {}) {
    if (!existsSync(SERVER)) throw new Error(`${SERVER} is missing: ./dev test builds it`);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    let child = null;
    const said = [];
    const self = {
        url, data, said,
        run: (...args) => execFileSync(SERVER, [...args, '--data', data], { encoding: 'utf8' }),
        async start() {
            child = spawn(SERVER, ['serve', '--listen', `127.0.0.1:${port}`, '--data', data, '--web', web,
                ...(demo ? ['--demo'] : [])], { stdio: ['ignore', 'pipe', 'pipe'] });
            child.stdout.on('data', (d) => said.push(String(d)));
            child.stderr.on('data', (d) => said.push(String(d)));
            for (let i = 0; i < 400; i += 1) {
                if (child.exitCode !== null) throw new Error(`qadam-server ended:\n${said.join('')}`);
                if (await fetch(url + '/healthz').then((r) => r.ok, () => false)) return;
                await new Promise((r) => setTimeout(r, 50));
            }
            throw new Error(`qadam-server does not answer:\n${said.join('')}`);
        },
        async stop(signal = 'SIGTERM') {
            if (!child || child.exitCode !== null) return;
            const ended = new Promise((r) => child.once('exit', r));
            child.kill(signal);
            await ended;
        },
    };
    await self.start();
    endings.push(() => self.stop('SIGKILL'));
    return self;
}

// ---- browsers -----------------------------------------------------------------------------------------
/** A browser profile of its own, the size of a phone. What the page complains of is kept in `errors`. */
export async function phone({ profile = folder(), locale = 'kk-KZ', width = 390, height = 844, theme = 'light', ...more } = {}) {
    const context = await chromium.launchPersistentContext(profile, {
        executablePath: CHROMIUM, headless: true, args: ARGS, viewport: { width, height }, locale,
        timezoneId: 'Asia/Almaty', colorScheme: theme, isMobile: true, hasTouch: true, deviceScaleFactor: 2, ...more,
    });
    context.setDefaultTimeout(20_000);
    const errors = [];
    context.on('page', (page) => watch(page, errors));
    context.pages().forEach((page) => watch(page, errors));
    contexts.add(context);
    endings.push(async () => { contexts.delete(context); await context.close(); });
    return { context, profile, errors, page: context.pages()[0] ?? await context.newPage() };
}
function watch(page, errors) {
    page.on('pageerror', (e) => errors.push(`page: ${e.message}`));
    page.on('console', (m) => {
        // A server that is down is the subject of tests, not their mistake.
        if (m.type() === 'error' && !/Failed to load resource|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION/.test(m.text())) {
            errors.push(`console: ${m.text()}`);
        }
    });
}
/** Opens an address and waits for the core. */
export async function open(page, url) {
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    await page.waitForFunction(() => document.documentElement.dataset.core);
    return page.evaluate(() => document.documentElement.dataset.core);
}
/** Until a start without network is possible, and logging. */
export const startReady = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
/** Until every place and language is kept, too. */
export const offlineReady = (page) => page.waitForFunction(() => document.documentElement.dataset.kept === 'whole', null, { timeout: 60_000 });

/** What every open page shows: pictures and texts, for whoever reads a failure. */
export async function pictures(name) {
    let n = 0;
    for (const page of [...contexts].flatMap((c) => c.pages())) {
        n += 1;
        await picture(page, `${name}-${n}`);
        const text = await page.evaluate(() => document.body.innerText).catch((e) => String(e));
        console.error(`  --- page ${n} (target/e2e/${name}-${n}.png), ${page.url()}\n${text.replace(/^/gm, '      ')}`);
    }
}
export async function picture(page, name) {
    mkdirSync(FAILURES, { recursive: true });
    await page.screenshot({ path: join(FAILURES, `${name}.png`), fullPage: true }).catch(() => {});
}
