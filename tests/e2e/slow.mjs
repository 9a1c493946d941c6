// A slow line: a TCP proxy with a bandwidth that all connections share fairly (a packet of each in turn, as
// their windows would have it), a delay each way, and a count of what passes. Honest for everything the browser does, workers and service workers included.
import { connect, createServer } from 'node:net';

/** `kbit` down and `rtt` ms; up is not narrowed (requests are small). No TLS: its round trips are not in it. */
export async function slowLine(url, { kbit = 700, rtt = 300 } = {}) {
    const target = new URL(url);
    const perMs = kbit / 8; // bytes in a millisecond
    const self = { down: 0, up: 0, close: null, url: '' };
    let free = 0; // when the line has sent what it was given
    let idle = true;
    // What is on its way, in order: timers of their own would overtake each other by a millisecond.
    const way = [];
    let walking = false;
    function walk() {
        while (way.length && way[0].at <= performance.now()) way.shift().f();
        walking = way.length > 0;
        if (walking) setTimeout(walk, Math.max(1, way[0].at - performance.now()));
    }
    function arrive(at, f) {
        way.push({ at, f });
        if (!walking) { walking = true; setTimeout(walk, Math.max(0, at - performance.now())); }
    }
    const turns = []; // connections that have something to send, each with its packets
    function pump() {
        const turn = turns.shift();
        idle = !turn;
        if (!turn) return;
        const part = turn.parts.shift();
        if (turn.parts.length) turns.push(turn);
        free = Math.max(performance.now(), free) + part.length / perMs;
        self.down += part.length;
        arrive(free + rtt / 2, () => turn.client.writable && turn.client.write(part));
        // Timers are coarser than packets: those that are due go at once.
        if (free - performance.now() > 4) setTimeout(pump, free - performance.now() - 2); else queueMicrotask(pump);
    }
    const sockets = new Set();
    const later = (at, f) => setTimeout(f, Math.max(0, at - performance.now()));
    const proxy = createServer((client) => {
        const upstream = connect(Number(target.port), target.hostname);
        sockets.add(client).add(upstream);
        const born = performance.now();
        client.on('data', (d) => {
            self.up += d.length;
            // the handshake of a real line costs one round trip before the first byte
            later(Math.max(performance.now(), born + rtt) + rtt / 2, () => upstream.writable && upstream.write(d));
        });
        const turn = { client, parts: [] };
        upstream.on('data', (d) => {
            if (!turn.parts.length) turns.push(turn);
            for (let at = 0; at < d.length; at += 1460) turn.parts.push(d.subarray(at, at + 1460));
            if (idle) { idle = false; pump(); }
        });
        const end = (other) => () => {
            if (turn.parts.length) setTimeout(end(other), 100);
            else later(free + rtt, () => other.destroy());
        };
        client.on('close', end(upstream)).on('error', () => {});
        upstream.on('close', end(client)).on('error', () => {});
    });
    await new Promise((r) => proxy.listen(0, '127.0.0.1', r));
    self.url = `http://127.0.0.1:${proxy.address().port}`;
    self.close = () => new Promise((r) => { sockets.forEach((s) => s.destroy()); proxy.close(r); });
    return self;
}
