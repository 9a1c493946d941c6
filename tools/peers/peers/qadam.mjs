// Qadam, driven by the same load generator as the others. What it cannot say in JavaScript (its packed form, people
// in a fresh database) a helper of its own says (src/testkit/peer.rs), before the clock runs or after it.
//
// Durability: WAL with `synchronous = FULL`: each answer leaves after its commit was synced to the disk. One sync
// serves all who wait at that moment.
//
// A push is the whole of a phone's sync: the answer brings the phone's own rows with their versions as well, which
// the others' pushes do not. A batch is sent again by a phone that has heard of everything.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { Line } from '../line.mjs';
import { alsoStop, start } from '../process.mjs';
import { batches } from '../workload.mjs';

const SCHEMA = 3;
const PACKED = 'application/vnd.qadam.sync+zstd';
const BEFORE = 2; // versions before the first entry: joined, taken in

/** Answers come in the order of the questions. */
function helper(program) {
    const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    const waiting = [];
    let gone = null;
    alsoStop(() => child.kill());
    child.on('exit', (code) => { gone = new Error(`peer ended (${code})`); for (const { fail } of waiting) fail(gone); });
    createInterface({ input: child.stdout }).on('line', (line) => waiting.shift().done(JSON.parse(line)));
    return {
        ask: (what) => new Promise((done, fail) => {
            if (gone) { fail(gone); return; }
            waiting.push({ done, fail });
            child.stdin.write(`${JSON.stringify(what)}\n`);
        }),
    };
}

/** An op's id, as random as the record's and as old. */
function opId(record) {
    const hex = createHash('sha256').update(record.id).digest('hex');
    return `${record.id.slice(0, 15)}${hex.slice(0, 3)}-a${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
}
/** Reading is counted in pages; no other track is. */
function op(scope, record) {
    const reads = record.track === 'reading';
    const [minutes, pages] = reads ? [0, record.minutes] : [record.minutes, 0];
    const entry = { ...record, minutes, pages, activity: null, nights: 0, thing: null, attested_by: null };
    return { op_id: opId(record), scope, schema: SCHEMA, payload: { entry_put: entry } };
}
/** Cursors of all scopes in short (docs/protocol.md). */
function groupOf(versions) {
    const all = versions.toSorted(([a], [b]) => (a < b ? -1 : 1));
    const of = createHash('sha256').update(Buffer.from(all.map(([id]) => id.replaceAll('-', '')).join(''), 'hex')).digest();
    return { of: [...of.subarray(0, 8)], versions: all.map(([, version]) => version) };
}
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

async function open({ programs, folder, port, work }) {
    const peer = helper(join(programs, 'peer'));
    const data = join(folder, 'data');
    const all = [...work.clients, work.late];
    const people = await peer.ask({ people: { folder: data, participants: all.map(({ participant }) => participant) } });
    const tokens = new Map(all.map(({ participant }, n) => [participant, people.tokens[n]]));
    const url = `http://127.0.0.1:${port}`;
    const server = await start(join(programs, 'qadam-server'), ['serve', '--listen', `127.0.0.1:${port}`, '--data', data], { folder, url, ready: '/healthz' });
    const call = async (token, request) => ({
        method: 'POST',
        path: '/v1/sync',
        headers: { authorization: `Bearer ${token}`, 'content-type': PACKED, accept: PACKED, 'accept-encoding': 'identity' },
        body: Buffer.from((await peer.ask({ write: { schema: SCHEMA, ops: [], cursors: [], ...request } })).body, 'base64'),
    });
    const read = (answer, ops = []) => peer.ask({ read: answer.raw.toString('base64'), ops });
    async function need(line, made) {
        const answer = await line.send(made);
        if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text.slice(0, 300)}`);
        return answer;
    }
    const sync = async (line, token, request) => read(await need(line, await call(token, request)));

    // Bodies are made before the clock runs, for the first time and for the repeat.
    const bodies = new Map();
    const results = new Map();
    for (const { participant, records } of work.clients) {
        for (const [n, batch] of batches(records).entries()) {
            const ops = batch.map((record) => op(participant, record));
            const at = (version) => call(tokens.get(participant), { ops, cursors: [{ scope: participant, version }] });
            const first = await at(BEFORE + n * batches(records)[0].length);
            const again = await at(BEFORE + records.length);
            bodies.set(batch[0].id, { ids: ops.map((one) => one.op_id), turns: [first, again] });
        }
    }

    /** All that a mentor with these participants has not, from these cursors on; `pages` at most. */
    async function feed(line, token, cursors = new Map(), pages = Infinity) {
        const seen = new Set();
        let more = true;
        for (let n = 0; more && n < pages; n += 1) {
            const reply = await sync(line, token, { cursors: [...cursors].map(([scope, version]) => ({ scope, version })) });
            for (const page of reply.scopes) {
                cursors.set(page.scope, page.version);
                for (const { revision, body } of page.records) {
                    if (!body.entry) continue;
                    if (seen.has(revision)) throw new Error('a record came twice');
                    seen.add(revision);
                }
            }
            more = reply.more;
        }
        return { seen, cursors, more };
    }

    const inAnswer = new Map(); // calls by their bodies, for `taken`
    const pushed = {
        push({ participant }, records) {
            const known = bodies.get(records[0].id);
            if (!known) throw new Error(`no body was made for ${participant}`);
            const made = known.turns.length > 1 ? known.turns.shift() : known.turns[0];
            inAnswer.set(made, { ids: known.ids, first: records[0].id });
            return made;
        },
        async taken(answer, made) {
            const { ids, first } = inAnswer.get(made);
            const reply = await read(answer, ids);
            const before = results.get(first);
            if (before && !same(before, reply.results)) throw new Error('a repeat was answered otherwise');
            results.set(first, reply.results);
            return reply.results.filter(({ result }) => result === 'applied').length;
        },
        async pull(line) {
            const { seen, cursors } = await feed(line, people.mentor);
            return { records: seen.size, cursor: cursors };
        },
        async rows(line) {
            return (await feed(line, people.mentor)).seen.size;
        },
        /** A phone in sync: of a mentor with twenty participants, which is more than a participant's. */
        async phone() {
            const line = new Line(url);
            const nothing = await call(people.other, { group: groupOf(people.versions) });
            return {
                counter: line,
                async idle() {
                    const reply = await read(await need(line, nothing));
                    if (reply.say_all || reply.scopes.length || reply.more) throw new Error('changes where there should be none');
                },
                async sync({ participant, records }) {
                    const ops = records.map((record) => op(participant, record));
                    const made = await call(tokens.get(participant), { ops, cursors: [{ scope: participant, version: BEFORE }] });
                    const reply = await read(await need(line, made), ops.map((one) => one.op_id));
                    if (reply.results.some(({ result }) => result !== 'applied') || reply.more || reply.scopes[0].records.length !== ops.length) throw new Error('not all was taken');
                },
                close: () => line.close(),
            };
        },
        /** Figures that only Qadam has goals for. */
        async more() {
            const one = new Line(url);
            const own = work.clients[0];
            const nothing = await call(tokens.get(own.participant), { group: groupOf([[own.participant, BEFORE + own.records.length]]) });
            const reply = await read(await need(one, nothing));
            if (reply.say_all || reply.scopes.length) throw new Error('changes where there should be none');
            const idle_own = one.count.bodyUp + one.count.bodyDown;
            one.close();
            // A first sync that is cut off after three pages goes on from there, on another connection.
            const first = new Line(url);
            const begun = await feed(first, people.mentor, new Map(), 3);
            first.close();
            const second = new Line(url);
            const rest = await feed(second, people.mentor, begun.cursors);
            second.close();
            const twice = [...rest.seen].filter((revision) => begun.seen.has(revision)).length;
            return { idle_own, resumed_missing: await whole() - begun.seen.size - rest.seen.size, resumed_twice: twice };
        },
    };
    const whole = async () => {
        const line = new Line(url);
        const rows = await pushed.rows(line);
        line.close();
        return rows;
    };
    return { ...server, url, ...pushed };
}

export default { name: 'qadam', open };
