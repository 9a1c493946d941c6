// PouchDB server: Node.js, LevelDB. Users with sessions (cookies) may read and write one shared database; it has
// no rules per document, so a mentor's scope would be a database of its own for each participant. Batches go to
// POST _bulk_docs, the pull is _changes with the documents. What a phone does to be in sync is left to PouchDB's
// own client, through a counting proxy: its replication takes several requests.
//
// Durability by default: LevelDB's log is written but NOT synced (levelup's `sync` is false, and the adapter
// calls `db.batch` without options). A power cut can lose what was answered.
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Line, countingProxy } from '../line.mjs';
import { start } from '../process.mjs';

const PAGE = 1000;
const ADMIN = 'bench';
const PASSWORD = 'bench-bench-bench';
const MENTOR = 'mentor';

async function users(admin, line, names) {
    await admin('POST', '/_users/_bulk_docs', {
        docs: names.map((name) => ({ _id: `org.couchdb.user:${name}`, type: 'user', name, password: PASSWORD, roles: ['phone'] })),
    });
    const cookies = new Map();
    for (const name of names) {
        const answer = await line.need({ method: 'POST', path: '/_session', body: { name, password: PASSWORD } });
        cookies.set(name, answer.headers['set-cookie'][0].split(';')[0]);
    }
    return cookies;
}

/** V8 compiles what is hot: the others need no such start, so this one gets it before the clock runs. */
async function warm(admin) {
    await admin('PUT', '/warm', undefined);
    for (let n = 0; n < 60; n += 1) {
        await admin('POST', '/warm/_bulk_docs', { docs: Array.from({ length: 20 }, (_, i) => ({ _id: `${n}-${i}`, note: 'x'.repeat(200) })) });
    }
    await admin('DELETE', '/warm', undefined);
}

async function open({ tools, folder, port, work }) {
    const url = `http://127.0.0.1:${port}`;
    writeFileSync(join(folder, 'config.json'), '{}');
    const server = await start(process.execPath, [
        join(tools, 'pouchdb/node_modules/pouchdb-server/bin/pouchdb-server'), '--port', String(port), '--host', '127.0.0.1',
        '--dir', join(folder, 'data'), '--config', join(folder, 'config.json'), '--no-stdout-logs',
    ], { folder, url, ready: '/' });
    const line = new Line(url);
    try {
        // Without an administrator everybody is one, and nothing is checked.
        await line.need({ method: 'PUT', path: `/_config/admins/${ADMIN}`, body: JSON.stringify(PASSWORD) });
        const authorization = `Basic ${Buffer.from(`${ADMIN}:${PASSWORD}`).toString('base64')}`;
        const admin = (method, path, body) => line.need({ method, path, body, headers: { authorization } });
        const cookies = await users(admin, line, [...[...work.clients, work.late].map(({ participant }) => participant), MENTOR]);
        await admin('PUT', '/entries', undefined);
        await admin('PUT', '/entries/_security', { members: { roles: ['phone'] } });
        await warm(admin);
        return { ...server, url, ...speak(cookies), phone: () => client(tools, url, cookies) };
    } catch (e) {
        await server.stop();
        throw e;
    } finally {
        line.close();
    }
}

function speak(cookies) {
    const as = (name) => ({ cookie: cookies.get(name) });
    return {
        push({ participant }, records) {
            const docs = records.map(({ id, ...rest }) => ({ _id: id, participant, ...rest }));
            return { method: 'POST', path: '/entries/_bulk_docs', headers: as(participant), body: JSON.stringify({ docs }) };
        },
        // A resent document is a conflict: it was there already.
        taken: (answer) => answer.json.filter(({ ok, error }) => ok || error === 'conflict').length,
        async pull(line) {
            let records = 0;
            let since = 0;
            for (;;) {
                const path = `/entries/_changes?include_docs=true&limit=${PAGE}&since=${since}`;
                const { results, last_seq } = (await line.need({ path, headers: as(MENTOR) })).json;
                records += results.length;
                since = last_seq;
                if (results.length < PAGE) return { records, cursor: since };
            }
        },
        rows: async (line) => (await line.need({ path: '/entries', headers: as(MENTOR) })).json.doc_count,
    };
}

let PouchDB; // plugins can be put in once only
function library(tools) {
    const require = createRequire(join(tools, 'pouchdb/node_modules/pouchdb-server/package.json'));
    PouchDB ??= require('pouchdb-core').plugin(require('pouchdb-adapter-http')).plugin(require('pouchdb-replication'))
        .plugin(require('pouchdb-adapter-memory'));
}

/** PouchDB's own client with a store in memory, on the other side of a counting proxy. */
async function client(tools, url, cookies) {
    library(tools);
    const proxy = await countingProxy(url);
    const local = new PouchDB('phone', { adapter: 'memory' });
    const remote = new PouchDB(`${proxy.url}/entries`, {
        skip_setup: true,
        fetch(address, options) {
            options.headers.set('Cookie', cookies.get(MENTOR));
            return PouchDB.fetch(address, options);
        },
    });
    return {
        /** Whose counters the following move. */
        counter: proxy,
        /** Replication from nothing, before the syncs that follow it. */
        async firstSync() {
            const { docs_written: records } = await local.replicate.from(remote);
            await local.sync(remote);
            return { records };
        },
        async idle() {
            const { push, pull } = await local.sync(remote);
            if (push.docs_written + pull.docs_written) throw new Error('changes where there should be none');
        },
        async sync({ participant, records }) {
            await local.bulkDocs(records.map(({ id, ...rest }) => ({ _id: id, participant, ...rest })));
            const { push } = await local.sync(remote);
            if (push.docs_written !== records.length) throw new Error(`${push.docs_written} of ${records.length} documents were taken`);
        },
        async close() {
            await local.destroy();
            proxy.close();
        },
    };
}

export default { name: 'pouchdb', open };
