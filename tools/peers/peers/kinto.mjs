// Kinto: Python, waitress with its usual four threads. Each phone is a user of its own (basic auth, which is
// cheaper for it than the accounts plugin and its slow hashes); all may add records to one collection and read it.
// Batches go to POST /v1/batch as PUT with `If-None-Match: *`, the "safe" creation of its own client: a resend
// answers 412 for each record and changes nothing.
//
// Durability by default: none. `kinto init` proposes PostgreSQL or memory; memory is what is measured here: the
// fastest it can be, with nothing left after a restart. PostgreSQL would sync each commit, but 16 writers to one
// collection get conflicts there: a 409 for one record undoes its whole batch, while the same answer still says
// 201 for the batch's other records (kinto/core/views/batch.py: `request.tm.abort()`).
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Line } from '../line.mjs';
import { start } from '../process.mjs';

const PAGE = 1000;
const ENTRIES = '/v1/buckets/qadam/collections/entries';
const RECORDS = `${ENTRIES}/records`;

// As `kinto init` writes it, but for the authentication and a quieter log.
const settings = (port) => `[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = ${port}
[app:main]
use = egg:kinto
kinto.userid_hmac_secret = only-for-a-benchmark
multiauth.policies = basicauth
kinto.bucket_create_principals = system.Authenticated
kinto.storage_backend = kinto.core.storage.memory
kinto.cache_backend = kinto.core.cache.memory
kinto.permission_backend = kinto.core.permission.memory
[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = plain
[logger_root]
level = WARN
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = plain
[formatter_plain]
format = %(levelname)s %(name)s %(message)s
`;

const as = (name) => ({ authorization: `Basic ${Buffer.from(`${name}:secret`).toString('base64')}` });
const MENTOR = as('mentor');
const headersOf = (client) => (client ? as(client.participant) : MENTOR);

async function open({ tools, folder, port }) {
    const file = join(folder, 'kinto.ini');
    writeFileSync(file, settings(port));
    const url = `http://127.0.0.1:${port}`;
    const server = await start(join(tools, 'kinto/bin/pserve'), [file], { folder, url, ready: '/v1/' });
    const line = new Line(url);
    try {
        await line.need({ method: 'PUT', path: '/v1/buckets/qadam', headers: MENTOR, body: {} });
        await line.need({
            method: 'PUT', path: ENTRIES, headers: MENTOR,
            body: { permissions: { 'record:create': ['system.Authenticated'], read: ['system.Authenticated'] } },
        });
        return { ...server, url, push, taken, pull, rows };
    } catch (e) {
        await server.stop();
        throw e;
    } finally {
        line.close();
    }
}

function push(client, records) {
    const requests = records.map(({ id, ...rest }) => ({
        path: `${RECORDS}/${id}`, body: { data: { participant: client.participant, ...rest } },
    }));
    const defaults = { method: 'PUT', headers: { 'If-None-Match': '*' } };
    return { method: 'POST', path: '/v1/batch', headers: headersOf(client), body: JSON.stringify({ defaults, requests }) };
}

// 412: this id was there already.
const taken = (answer) => answer.json.responses.filter(({ status }) => status === 201 || status === 412).length;

async function pull(line, cursor, client) {
    // With the cursor also as a condition: no change is then an answer without a body.
    const headers = { ...headersOf(client), ...(cursor && { 'if-none-match': cursor }) };
    let path = `${RECORDS}?_sort=last_modified&_limit=${PAGE}${cursor ? `&_since=${encodeURIComponent(cursor)}` : ''}`;
    let records = 0;
    for (;;) {
        const answer = await line.send({ path, headers });
        if (answer.status === 304) return { records, cursor };
        if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
        records += answer.json.data.length;
        cursor = answer.headers.etag;
        if (!answer.headers['next-page']) return { records, cursor };
        const next = new URL(answer.headers['next-page']);
        path = next.pathname + next.search;
    }
}

async function rows(line) {
    const { headers } = await line.need({ method: 'HEAD', path: RECORDS, headers: MENTOR });
    return Number(headers['total-records'] ?? headers['total-objects']);
}

export default { name: 'kinto', open };
