// The way to a server, with a count of what passes: requests, bodies as they are on the wire (compressed where
// the server compresses), and everything on the TCP sockets (heads too). No TLS, no handshakes: loopback.
import { Agent, createServer, request } from 'node:http';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

const UNPACK = { gzip: gunzipSync, br: brotliDecompressSync, deflate: inflateSync };
const PATIENCE = 60_000; // ms for one answer

/** The sockets' own counters: what a counting proxy would say, without a proxy that takes time from the servers. */
class Sockets extends Agent {
    #all = new Set();
    createConnection(options) {
        const socket = connect(options);
        this.#all.add(socket);
        return socket;
    }
    get up() { return this.#sum('bytesWritten'); }
    get down() { return this.#sum('bytesRead'); }
    #sum(what) {
        let all = 0;
        for (const socket of this.#all) all += socket[what];
        return all;
    }
}

export class Answer {
    constructor(status, headers, raw, ms) { Object.assign(this, { status, headers, raw, ms }); }
    get text() {
        const unpack = UNPACK[this.headers['content-encoding']];
        return (unpack && this.raw.length ? unpack(this.raw) : this.raw).toString('utf8');
    }
    get json() { return JSON.parse(this.text); }
}

export class Line {
    requests = 0;
    bodyUp = 0;
    bodyDown = 0;
    constructor(url, sockets = 1) {
        this.url = new URL(url);
        this.sockets = new Sockets({ keepAlive: true, maxSockets: sockets });
    }
    /** One request; `body` is text. Nothing is unpacked or parsed before somebody asks for it. */
    send({ method = 'GET', path, headers = {}, body }) {
        const began = performance.now();
        const sent = body === undefined ? undefined : Buffer.from(body);
        return new Promise((resolve, reject) => {
            const call = request({
                host: this.url.hostname, port: this.url.port, path, method, agent: this.sockets, timeout: PATIENCE,
                // What every browser and phone says.
                headers: { 'accept-encoding': 'gzip, deflate, br', ...(sent && { 'content-type': 'application/json' }), ...headers },
            }, (back) => {
                const parts = [];
                back.on('data', (part) => parts.push(part));
                back.on('error', reject);
                back.on('end', () => {
                    const raw = Buffer.concat(parts);
                    this.requests += 1;
                    this.bodyUp += sent?.length ?? 0;
                    this.bodyDown += raw.length;
                    resolve(new Answer(back.statusCode, back.headers, raw, performance.now() - began));
                });
            });
            call.on('timeout', () => call.destroy(new Error(`no answer to ${method} ${path} within ${PATIENCE / 1000} s`)));
            call.on('error', reject);
            call.end(sent);
        });
    }
    /** As `send`, for steps that must succeed. `body` may be an object. */
    async need({ body, ...call }) {
        const answer = await this.send({ ...call, body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body) });
        if (answer.status >= 300) throw new Error(`${call.method ?? 'GET'} ${call.path}: ${answer.status} ${answer.text.slice(0, 300)}`);
        return answer;
    }
    get count() {
        return {
            requests: this.requests, bodyUp: this.bodyUp, bodyDown: this.bodyDown,
            tcpUp: this.sockets.up, tcpDown: this.sockets.down,
        };
    }
    close() { this.sockets.destroy(); }
}

/**
 * A counting proxy, for a peer's own client, whose sockets are not ours to count. It passes each request on as
 * it came; what is counted is the client's side.
 */
export async function countingProxy(target) {
    const to = new URL(target);
    const agent = new Agent({ keepAlive: true });
    const sockets = new Set();
    const seen = { requests: 0, bodyUp: 0, bodyDown: 0 };
    const server = createServer((asked, answer) => {
        seen.requests += 1;
        const on = request({ host: to.hostname, port: to.port, path: asked.url, method: asked.method, headers: asked.headers, agent }, (back) => {
            answer.writeHead(back.statusCode, back.statusMessage, back.rawHeaders);
            back.on('data', (part) => { seen.bodyDown += part.length; });
            back.pipe(answer);
        });
        on.on('error', () => answer.destroy());
        asked.on('data', (part) => { seen.bodyUp += part.length; });
        asked.pipe(on);
    });
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
    const sum = (what) => [...sockets].reduce((all, socket) => all + socket[what], 0);
    return {
        url: `http://127.0.0.1:${server.address().port}`,
        get count() { return { ...seen, tcpUp: sum('bytesRead'), tcpDown: sum('bytesWritten') }; },
        close() {
            agent.destroy();
            server.closeAllConnections();
            server.close();
        },
    };
}
