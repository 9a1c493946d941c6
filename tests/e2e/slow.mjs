// A slow line: a TCP proxy with a bandwidth that all connections share, a delay each way, and a count of
// what passes. Honest for everything the browser does, workers and service workers included.
import { connect, createServer } from 'node:net';

/** `kbit` down and `rtt` ms; up is not narrowed (requests are small). No TLS: its round trips are not in it. */
export async function slowLine(url, { kbit = 700, rtt = 300 } = {}) {
    const target = new URL(url);
    const perMs = kbit / 8; // bytes in a millisecond
    const self = { down: 0, up: 0, close: null, url: '' };
    let free = 0; // when the line has sent what it was given
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
        upstream.on('data', (d) => {
            // in packets, or one file would hold up the small ones behind it
            for (let at = 0; at < d.length; at += 1460) {
                const part = d.subarray(at, at + 1460);
                free = Math.max(performance.now(), free) + part.length / perMs;
                self.down += part.length;
                later(free + rtt / 2, () => client.writable && client.write(part));
            }
        });
        const end = (other) => () => later(free + rtt, () => other.destroy());
        client.on('close', end(upstream)).on('error', () => {});
        upstream.on('close', end(client)).on('error', () => {});
    });
    await new Promise((r) => proxy.listen(0, '127.0.0.1', r));
    self.url = `http://127.0.0.1:${proxy.address().port}`;
    self.close = () => new Promise((r) => { sockets.forEach((s) => s.destroy()); proxy.close(r); });
    return self;
}
