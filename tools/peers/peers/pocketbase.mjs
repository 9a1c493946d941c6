// PocketBase: Go, SQLite. Each phone is an authenticated user; rules let users write only their own entries and
// a mentor read all. Batches go to POST /api/batch as upserts (PUT), which makes a resend harmless.
//
// Durability by default: WAL with `synchronous = NORMAL` (core/db_connect.go), so a commit is NOT synced to the
// disk; the log is synced at checkpoints only. A power cut can lose what was answered.
//
// Who gets more than three empty answers to a filtered list within three seconds waits up to half a second for
// each further one (apis/record_crud.go, against guessing by time): syncs without a change are exactly that, so
// their bytes are counted and not their time.
import { join } from 'node:path';
import { Line } from '../line.mjs';
import { run, start } from '../process.mjs';

const PAGE = 1000; // its most
const ADMIN = { identity: 'bench@example.org', password: 'bench-bench-bench' };
const ENTRIES = '/api/collections/entries/records';

// Its ids have 15 characters of [a-z0-9]: the random end of ours.
const idOf = (uuid) => BigInt(`0x${uuid.replaceAll('-', '')}`).toString(36).padStart(15, '0').slice(-15);

async function collections(admin) {
    const make = async (body) => (await admin('POST', '/api/collections', body)).json.id;
    const people = await make({ name: 'people', type: 'auth', fields: [{ name: 'role', type: 'text' }] });
    await make({
        name: 'entries',
        type: 'base',
        fields: [
            { name: 'owner', type: 'relation', collectionId: people, maxSelect: 1, required: true },
            { name: 'track', type: 'text', required: true },
            { name: 'on', type: 'text', required: true },
            { name: 'minutes', type: 'number' },
            { name: 'note', type: 'text', max: 2000 },
            { name: 'utc_offset_min', type: 'number' },
            { name: 'written_at', type: 'number' },
            { name: 'updated', type: 'autodate', onCreate: true, onUpdate: true },
        ],
        indexes: ['CREATE INDEX idx_entries_updated ON entries (updated, id)', 'CREATE INDEX idx_entries_owner ON entries (owner)'],
        createRule: '@request.auth.id != "" && owner = @request.auth.id',
        updateRule: 'owner = @request.auth.id',
        listRule: 'owner = @request.auth.id || @request.auth.role = "mentor"',
    });
}

/** Users are made in batches; tokens by the administrator, which spares 200 slow password checks. */
async function people(admin, all) {
    for (let at = 0; at < all.length; at += 10) {
        await admin('POST', '/api/batch', {
            requests: all.slice(at, at + 10).map(({ id, role }) => ({
                method: 'POST',
                url: '/api/collections/people/records',
                body: { id, role, email: `${id}@example.org`, password: ADMIN.password, passwordConfirm: ADMIN.password },
            })),
        });
    }
    const tokens = new Map();
    for (const { id } of all) {
        tokens.set(id, (await admin('POST', `/api/collections/people/impersonate/${id}`, {})).json.token);
    }
    return tokens;
}

async function open({ tools, folder, port, work }) {
    const program = join(tools, 'pocketbase/bin/pocketbase');
    const data = ['--dir', join(folder, 'pb_data')];
    await run(program, ['superuser', 'upsert', ADMIN.identity, ADMIN.password, ...data], folder);
    const url = `http://127.0.0.1:${port}`;
    const server = await start(program, ['serve', '--http', `127.0.0.1:${port}`, ...data], { folder, url, ready: '/api/health' });
    const line = new Line(url);
    try {
        const { token } = (await line.need({ method: 'POST', path: '/api/collections/_superusers/auth-with-password', body: ADMIN })).json;
        const admin = (method, path, body) => line.need({ method, path, body, headers: { authorization: token } });
        await admin('PATCH', '/api/settings', { batch: { enabled: true, maxRequests: 50, timeout: 30 } });
        await collections(admin);
        const mentor = 'mentormentormen';
        const phones = [...work.clients, work.late].map(({ participant }) => ({ id: idOf(participant), role: 'participant' }));
        const tokens = await people(admin, [...phones, { id: mentor, role: 'mentor' }]);
        return { ...server, url, ...speak(tokens, mentor) };
    } catch (e) {
        await server.stop();
        throw e;
    } finally {
        line.close();
    }
}

function speak(tokens, mentor) {
    const as = (id) => ({ authorization: tokens.get(id) });
    // It has no feed of changes: everything after the last row seen, by time and id.
    const after = (cursor) => {
        const filter = cursor ? `&filter=${encodeURIComponent(`updated>'${cursor.updated}'||(updated='${cursor.updated}'&&id>'${cursor.id}')`)}` : '';
        return `${ENTRIES}?perPage=${PAGE}&skipTotal=1&sort=updated,id${filter}`;
    };
    async function pull(line, cursor, client) {
        const headers = as(client ? idOf(client.participant) : mentor);
        let records = 0;
        for (;;) {
            const { items } = (await line.need({ path: after(cursor), headers })).json;
            records += items.length;
            cursor = items.at(-1) ?? cursor;
            if (items.length < PAGE) return { records, cursor };
        }
    }
    function push({ participant }, records) {
        const owner = idOf(participant);
        const requests = records.map(({ id, ...rest }) => ({ method: 'PUT', url: ENTRIES, body: { id: idOf(id), owner, ...rest } }));
        return { method: 'POST', path: '/api/batch', headers: as(owner), body: JSON.stringify({ requests }) };
    }
    return {
        push,
        pull,
        taken: (answer) => answer.json.filter(({ status }) => status === 200).length,
        rows: async (line) => (await line.need({ path: `${ENTRIES}?perPage=1`, headers: as(mentor) })).json.totalItems,
    };
}

export default { name: 'pocketbase', open };
