// The names of what is measured beside peers, for every load generator that prints them, and the table.
// [unit, which is better, what it says]
export const FIGURES = {
    push_ops: ['records/s', 'higher', 'pushed, 16 clients at a time, by the clock on the wall'],
    push_cpu: ['ms/1000', 'lower', "the server's processor time for 1,000 records"],
    push_p50: ['ms', 'lower', 'a batch, half are faster'],
    push_p99: ['ms', 'lower', 'a batch, 99 of 100 are faster'],
    push_requests: ['', 'lower', 'requests of the whole push'],
    push_up: ['B', 'lower', 'up for a record, bodies'],
    push_down: ['B', 'lower', 'down for a record, bodies'],
    push_tcp_up: ['B', 'lower', 'up for a record, all on TCP'],
    push_tcp_down: ['B', 'lower', 'down for a record, all on TCP'],
    resend_rows: ['', 'lower', 'new rows after each batch was sent again'],
    resend_ops: ['records/s', 'higher', 'sent again, 16 clients at a time'],
    pull_records: ['', 'higher', 'records a reader without any got'],
    pull_s: ['s', 'lower', 'for it'],
    pull_requests: ['', 'lower', 'requests for it'],
    pull_down: ['B', 'lower', 'down for a record, bodies'],
    pull_tcp_down: ['B', 'lower', 'down for a record, all on TCP'],
    replicate_requests: ['', 'lower', "requests, where the peer's own client does the same"],
    replicate_s: ['s', 'lower', 'for it'],
    replicate_down: ['B', 'lower', 'down for a record, bodies'],
    idle_requests: ['', 'lower', 'requests of a sync without change'],
    idle_bytes: ['B', 'lower', 'of it, bodies of both ways'],
    idle_tcp: ['B', 'lower', 'of it, all on TCP, both ways'],
    sync_requests: ['', 'lower', 'requests to push a batch of 20 and pull'],
    sync_bytes: ['B', 'lower', 'of it, bodies of both ways'],
    sync_tcp: ['B', 'lower', 'of it, all on TCP, both ways'],
    memory_start: ['MB', 'lower', 'resident, before the push'],
    memory_peak: ['MB', 'lower', 'resident, most of all'],
    idle_own: ['B', 'lower', "of a participant's own sync without change, bodies of both ways (idle_… is a mentor's)"],
    resumed_missing: ['', 'lower', 'records missing after a first sync was cut off and went on'],
    resumed_twice: ['', 'lower', 'records that came twice then'],
};

const show = (n) => (n == null ? '–' : n >= 1000 ? Math.round(n).toLocaleString('en') : Number.isInteger(n) ? String(n) : n >= 100 ? n.toFixed(0) : n.toPrecision(3));
const ratio = (ours, theirs) => (ours == null || theirs == null ? '' : theirs === 0 ? (ours === 0 ? '×1.00' : '') : `×${show(ours / theirs)}`);

/** `lines`: {peer, name, value}. Beside each peer stands Qadam / peer: ×5 is five times the peer's number. */
export function table(lines) {
    const of = (peer, name) => lines.find((line) => line.peer === peer && line.name === name)?.value;
    const peers = [...new Set(lines.map(({ peer }) => peer))].filter((peer) => peer !== 'qadam');
    const rows = [['', 'qadam', ...peers.flatMap((peer) => [peer, '']), 'unit', '']];
    for (const [name, [unit, better, what]] of Object.entries(FIGURES)) {
        const ours = of('qadam', name);
        const theirs = peers.map((peer) => of(peer, name));
        if (ours == null && theirs.every((n) => n == null)) continue;
        rows.push([name, show(ours), ...theirs.flatMap((n) => [show(n), ratio(ours, n)]), unit, `${better === 'higher' ? '↑' : '↓'} ${what}`]);
    }
    const wide = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
    const last = rows[0].length - 2; // words stand left, numbers right
    return rows.map((row) => row.map((cell, i) => (i === 0 || i >= last ? cell.padEnd(wide[i]) : cell.padStart(wide[i]))).join('  ').trimEnd()).join('\n');
}

/** Qadam's goals beside these figures; a goal whose peer is not here is not reached. */
export function goals(lines) {
    const of = (peer, name) => lines.find((line) => line.peer === peer && line.name === name)?.value ?? NaN;
    const ours = (name) => of('qadam', name);
    const all = [
        ['pushed ops/s beside PocketBase', ours('push_ops') / of('pocketbase', 'push_ops'), '≥', 5],
        ['pushed ops/s beside PouchDB server', ours('push_ops') / of('pouchdb', 'push_ops'), '≥', 5],
        ['requests to push and pull', ours('sync_requests'), '≤', 1],
        ["bytes of a mentor's sync without change, 20 participants", ours('idle_bytes'), '<', 300],
        ["bytes of a participant's sync without change", ours('idle_own'), '<', 300],
        ['bytes up for a record, batches of 20', ours('push_up'), '≤', 165],
        ['new rows after everything was sent again', ours('resend_rows'), '≤', 0],
        ["bytes for a record of a mentor's first sync", ours('pull_down'), '≤', 200],
        ['records missing after it was cut off', ours('resumed_missing'), '≤', 0],
        ['records twice after it was cut off', ours('resumed_twice'), '≤', 0],
    ];
    const keeps = { '≥': (a, b) => a >= b, '≤': (a, b) => a <= b, '<': (a, b) => a < b };
    const wide = Math.max(...all.map(([what]) => what.length));
    const told = all.map(([what, value, is, goal]) => {
        const kept = keeps[is](value, goal);
        return { kept, line: `${what.padEnd(wide)}  ${show(Number.isNaN(value) ? null : value).padStart(8)}  ${is} ${String(goal).padEnd(4)}  ${kept ? 'reached' : 'MISSED'}` };
    });
    return { text: told.map(({ line }) => line).join('\n'), kept: told.every(({ kept }) => kept) };
}
