// A picture comes in by somebody else's client of tus: in chunks, cut off, gone on with, refused. No browser.
import { createHash, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { join } from 'node:path';
import { Upload } from 'tus-js-client';
import { atEnd, check, folder, server, until } from './lib.mjs';

const CHUNK = 40_000;
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const hex = (length) => Array.from({ length }, () => Math.floor(Math.random() * 16).toString(16)).join('');

/** A JPEG by its form: a frame, a scan, the end. */
function picture(size, seed) {
    const head = Buffer.from('ffd8ffc0000b0801e0028001011100ffda0008010100003f00', 'hex');
    const scan = Buffer.alloc(size - head.length - 2, (n) => n).map((_, n) => (n * 7 + seed) % 251);
    return Buffer.concat([head, scan, Buffer.from('ffd9', 'hex')]);
}

/** A participant of the demo cohort who signs in: the headers that say so, and the account. */
async function participant(s) {
    const code = /Sign in as a participant, [^:]*: +(\S+)/.exec(s.said.join(''))[1];
    const token = hex(64);
    const recovery = Array.from({ length: 20 }, () => SIGNS[Math.floor(Math.random() * 32)]).join('');
    const reply = await fetch(`${s.url}/v1/signin`, { method: 'POST', body: JSON.stringify({
        schema: 2, join_id: randomUUID(), code: code.replaceAll('-', ''), device: randomUUID(), token, recovery, cookie: false,
    }) });
    const { account } = await reply.json();
    return { account, headers: { authorization: `Bearer ${token}` } };
}

/** Somebody between client and server who cuts the first links off after so many bytes, and says how many came. */
async function between(url, cuts) {
    const { port } = new URL(url);
    const proxy = createServer((client) => {
        const cut = cuts.shift();
        const there = connect(port, '127.0.0.1');
        let passed = 0;
        client.on('data', (data) => {
            const rest = cut === undefined ? data.length : Math.max(0, cut - passed);
            passed += data.length;
            there.write(data.subarray(0, rest));
            if (cut !== undefined && passed > cut) { there.end(); client.destroy(); }
        });
        there.on('data', (data) => client.write(data));
        for (const [one, other] of [[client, there], [there, client]]) {
            one.on('error', () => other.destroy());
            one.on('close', () => other.end());
        }
    });
    await new Promise((r) => proxy.listen(0, '127.0.0.1', r));
    atEnd(() => new Promise((r) => proxy.close(r)));
    return `http://127.0.0.1:${proxy.address().port}`;
}

/** Sends a picture and tells what was asked of the server: `POST`, `HEAD 0`, `PATCH 0` and so on. */
function send(url, who, bytes, { named = bytes, stopAt = null, ...more } = {}) {
    const asked = [];
    return new Promise((resolve, reject) => {
        const upload = new Upload(bytes, {
            endpoint: `${url}/v1/photos/uploads`, headers: who.headers, chunkSize: CHUNK, retryDelays: [0, 50],
            metadata: { sha256: createHash('sha256').update(named).digest('hex') },
            onAfterResponse: (request, response) => {
                const at = response.getHeader('Upload-Offset');
                asked.push(`${request.getMethod()} ${response.getStatus()}${at === undefined ? '' : ` ${at}`}`);
            },
            onChunkComplete: (_size, accepted) => {
                if (stopAt !== null && accepted >= stopAt) upload.abort().then(() => resolve({ asked, url: upload.url }));
            },
            onSuccess: () => resolve({ asked, url: upload.url }),
            onError: (error) => {
                error.asked = asked;
                reject(error);
            },
            ...more,
        });
        upload.start();
    });
}

export async function test() {
    const web = folder();
    writeFileSync(join(web, 'index.html'), '<!doctype html>');
    const s = await server({ demo: true, web });
    await until('there is a way in', () => s.said.join('').includes('Ctrl-C'));
    const who = await participant(s);
    const get = async (bytes) => {
        const name = createHash('sha256').update(bytes).digest('hex');
        const reply = await fetch(`${s.url}/v1/photos/${who.account}/${name}`, { headers: who.headers });
        return reply.ok ? Buffer.compare(Buffer.from(await reply.arrayBuffer()), bytes) === 0 : reply.status;
    };

    const whole = picture(100_000, 1);
    check('in chunks', (await send(s.url, who, whole)).asked, ['POST 201 0', 'PATCH 204 40000', 'PATCH 204 80000', 'PATCH 204 100000']);
    check('as it was', await get(whole));
    // It passes over the answer's offset, begins at 0, and asks when it hears that this is not the place.
    check('once more: it is there', (await send(s.url, who, whole)).asked, ['POST 201 100000', 'PATCH 409', 'HEAD 200 100000']);

    const small = picture(30_000, 2);
    check('in one request', (await send(s.url, who, small, { uploadDataDuringCreation: true })).asked, ['POST 201 30000']);
    check('as it was, too', await get(small));

    const stopped = picture(150_000, 3);
    const first = await send(s.url, who, stopped, { stopAt: 2 * CHUNK });
    check('stopped by the person', await get(stopped), 404);
    await s.stop();
    await s.start();
    const second = await send(s.url, who, stopped, { uploadUrl: first.url });
    check('gone on with after the server began anew', second.asked, ['HEAD 200 80000', 'PATCH 204 120000', 'PATCH 204 150000']);
    check('whole', await get(stopped));

    // Each link breaks within a chunk; the client asks where it stands and goes on by itself.
    const cut = picture(200_000, 4);
    const url = await between(s.url, [30_000, 30_000, 30_000, 50_000]);
    const sent = await send(url, who, cut, { chunkSize: Infinity, retryDelays: [50, 100, 200, 400, 800, 1600] });
    check('cut off four times, and whole', await get(cut));
    const places = sent.asked.filter((a) => a.startsWith('HEAD')).map((a) => Number(a.split(' ')[2]));
    check('what had come was not sent again', places.every((at, n) => at > (places[n - 1] ?? 0)) && places.at(-1) > 100_000);

    const error = async (bytes, more) => {
        const e = await send(s.url, who, bytes, more).then(() => null, (e) => e);
        return [e.originalResponse.getStatus(), JSON.parse(e.originalResponse.getBody()).code];
    };
    const exif = Buffer.concat([whole.subarray(0, 2), Buffer.from('ffe1000e457869660000000000000000', 'hex'), whole.subarray(2)]);
    check('what a camera wrote beside is refused', await error(exif), [422, 'invalid']);
    check('other bytes are refused', await error(picture(50_000, 5), { named: Buffer.from('x') }), [460, 'malformed']);
    check('what is too long is refused', await error(picture(3_000_000, 6)), [413, 'malformed']);
    check('a stranger is refused', await error(whole, { headers: {} }), [401, 'unauthorised']);

    const left = picture(90_000, 7);
    const { url: taken } = await send(s.url, who, left, { stopAt: CHUNK });
    await Upload.terminate(taken, { headers: who.headers, retryDelays: null });
    const anew = await send(s.url, who, left, { uploadUrl: taken });
    check('taken back, and begun anew', anew.asked, ['HEAD 404', 'POST 201 0', 'PATCH 204 40000', 'PATCH 204 80000', 'PATCH 204 90000']);
    check('and whole', await get(left));
}
