// Speaks with the core through the page's own port, as the screens do: for what is about the core, not
// about pixels. Frames are bytes; a small program of the testkit writes and reads them.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd, BIN } from './lib.mjs';

const FRAMES = join(BIN, 'frames');
let translator = null;
function translate(wish) {
    if (!translator) {
        if (!existsSync(FRAMES)) throw new Error(`${FRAMES} is missing: ./dev test builds it`);
        const child = spawn(FRAMES, { stdio: ['pipe', 'pipe', 'inherit'] });
        const waiting = [];
        createInterface({ input: child.stdout }).on('line', (line) => {
            const { resolve, reject } = waiting.shift();
            if (line.startsWith('!')) reject(new Error(line)); else resolve(line);
        });
        translator = (w) => new Promise((resolve, reject) => {
            waiting.push({ resolve, reject });
            child.stdin.write(JSON.stringify(w) + '\n');
        });
        atEnd(async () => { translator = null; child.kill(); });
    }
    return translator(wish);
}
let last = 1_000_000; // far from the screens' own numbers
/** A frame to the core, in hexadecimal, and the number that its answer will carry. */
export async function written(kind, what) {
    last += 1;
    return { id: last, hex: await translate({ write: { [kind]: { id: last, ...what } } }) };
}

export async function door(page) {
    // The core may be ready before the screens listen; who listens first would be replaced, and never answered.
    await page.waitForFunction(() => globalThis.qadamPort?.onframe);
    await page.evaluate(() => {
        if (globalThis.testDoor) return;
        const port = globalThis.qadamPort;
        const screens = port.onframe;
        const waiting = new Map();
        // A frame begins with its kind (0 done, 1 view, 2 event) and, but for events, its number (LEB128).
        const number = (bytes) => {
            let n = 0;
            for (let i = 1, k = 1; i < bytes.length; i += 1, k *= 128) {
                n += (bytes[i] & 127) * k;
                if (bytes[i] < 128) return { n, ok: bytes[i + 1] === 0 };
            }
            return { n: -1 };
        };
        const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
        port.onframe = (frame) => {
            const { n, ok } = frame[0] < 2 ? number(frame) : { n: -1 };
            const resolve = waiting.get(n);
            if (resolve) { waiting.delete(n); resolve({ ok, frame }); } else screens?.(frame);
        };
        globalThis.testDoor = {
            /** Sends a frame; gives whether it went well and the answer in hexadecimal. */
            send: ({ id, hex: text }, quick = false) => new Promise((resolve, reject) => {
                // Whoever is not answered fails, and does not wait for ever.
                setTimeout(() => reject(new Error(`no answer; the core is ${document.documentElement.dataset.core}`)), 60_000);
                waiting.set(id, ({ ok, frame }) => resolve(quick ? { ok } : { ok, hex: hex(frame) }));
                port.send(Uint8Array.from(text.match(/../g), (b) => parseInt(b, 16)));
            }),
        };
    });
    const say = async (kind, what) => {
        const answer = await page.evaluate((f) => globalThis.testDoor.send(f), await written(kind, what));
        const { result } = Object.values(JSON.parse(await translate({ read: { hex: answer.hex, query: what.query } })))[0];
        if ('Err' in result) throw new Error(JSON.stringify(result.Err));
        return result.Ok;
    };
    return {
        run: (command) => say('run', { op_id: null, command }),
        ask: (query) => say('ask', { query }),
    };
}
export const entry = (n, on) => ({
    log: { draft: { id: null, track: 'sport', activity: null, on, minutes: 20 + (n % 40), pages: 0, nights: 0, thing: null,
        note: `Жүгіру ${n}: ауа салқын, аяқ жеңіл`, attested_by: null, photos: [] } },
});
export const daysAgo = (n) => new Date(Date.now() + (5 - 24 * n) * 3_600_000).toISOString().slice(0, 10); // Asia/Almaty
export const today = () => daysAgo(0);
