// What every server is given in the benchmark beside peers: 200 clients with 50 log entries each, made from a
// seed, so that each run and each load generator has the same. All notes are distinct: repeated texts would
// flatter whoever compresses. `node workload.mjs [SCALE]` prints them, one JSON object a line.
import { fileURLToPath } from 'node:url';
import { kk, ru } from './words.mjs';

export const CLIENTS = 200;
export const EACH = 50;
export const BATCH = 20; // as a phone sends them
export const AT_A_TIME = 16; // clients that push at the same time
const SEED = 20_261_122;
const BORN = Date.UTC(2026, 0, 5, 6); // the first id's moment; later ones rise, as they do on phones

const TRACKS = ['sport', 'skills', 'reading', 'volunteering'];

/** mulberry32: small, and the same everywhere. */
function seeded(seed) {
    let a = seed >>> 0;
    return () => {
        a = (a + 0x6d2b79f5) >>> 0;
        let t = Math.imul(a ^ (a >>> 15), a | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
    };
}

function maker() {
    const random = seeded(SEED);
    const upTo = (n) => Math.floor(random() * n);
    const one = (list) => list[upTo(list.length)];
    const hex = (digits) => Array.from({ length: digits }, () => upTo(16).toString(16)).join('');
    const known = new Set();
    /** Sentences of four to nine words, 60 to 180 characters in all. */
    function note() {
        for (;;) {
            const words = random() < 0.6 ? kk : ru;
            const wanted = 60 + upTo(110);
            let text = '';
            while (text.length < wanted) {
                const said = Array.from({ length: 4 + upTo(6) }, () => (random() < 0.06 ? String(2 + upTo(98)) : one(words))).join(' ');
                text += `${text && ' '}${said[0].toUpperCase()}${said.slice(1)}.`;
            }
            if (text.length <= 180 && !known.has(text)) {
                known.add(text);
                return text;
            }
        }
    }
    function id(ms) {
        const time = Math.floor(ms).toString(16).padStart(12, '0');
        return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${'89ab'[upTo(4)]}${hex(3)}-${hex(12)}`;
    }
    return { upTo, one, note, id };
}

function client(make, born) {
    const records = Array.from({ length: EACH }, (_, day) => {
        const at = born + day * 86_400_000 + make.upTo(36_000_000);
        const track = make.one(TRACKS);
        return {
            id: make.id(at), track, on: new Date(at).toISOString().slice(0, 10), minutes: 10 + make.upTo(110),
            note: make.note(), utc_offset_min: 300, written_at: at,
        };
    });
    return { participant: make.id(born - 86_400_000), records };
}

/** `clients` push, `late` is one more who comes afterwards with one batch. */
export function workload(scale = 1) {
    const make = maker();
    const clients = Array.from({ length: Math.max(1, Math.round(CLIENTS * scale)) }, (_, i) => client(make, BORN + i * 60_000));
    const late = client(make, BORN + CLIENTS * 60_000);
    late.records.length = BATCH;
    return { clients, late };
}

export function batches(records) {
    const all = [];
    for (let at = 0; at < records.length; at += BATCH) all.push(records.slice(at, at + BATCH));
    return all;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const { clients, late } = workload(Number(process.argv[2] ?? 1));
    for (const { participant, records } of [...clients, late]) {
        for (const record of records) console.log(JSON.stringify({ participant, ...record }));
    }
}
