// What one commits is on the other's screen: the line on which the server says that there is something new.
import { check, open, until } from './lib.mjs';
import { door, entry, today } from './door.mjs';
import { cast, drawn } from './screens.mjs';

const asked = (s, path) => s.said.join('').split('\n').filter((line) => line.includes(`path="${path}"`) && line.includes('status=200')).length;
const still = (ms) => new Promise((r) => setTimeout(r, ms));

export async function test() {
    const { s, participant, mentor } = await cast();
    const core = await door(participant.page);
    await open(mentor.page, s.url);
    await drawn(mentor.page);
    await until('both hold a line', () => asked(s, '/v1/live') >= 3); // the mentor's page was loaded twice

    // The slowest of three, from the tap to the other screen.
    let slowest = 0;
    for (let n = 1; n <= 3; n += 1) {
        const { entry: id } = (await core.run(entry(n, today()))).logged;
        const { report } = await core.ask('report_form');
        const waiting = (await (await door(mentor.page)).ask('queue')).reports.length;
        const began = Date.now();
        await core.run({ report_submit: { report, entries: [id], message: `${n}-есеп: бүгінгі жүгіру` } });
        await until(`report ${n} is in the queue`, async () => (await (await door(mentor.page)).ask('queue')).reports.length > waiting);
        slowest = Math.max(slowest, Date.now() - began);
    }
    console.log(`  ..  the slowest of them after ${slowest} ms`);

    // Who has a line does not look by itself: not within what is one look without a line.
    await until('all is sent', async () => (await core.ask('sync_status')).waiting === 0);
    await still(2_000);
    const syncs = asked(s, '/v1/sync');
    await still(17_000);
    check('nobody looks in vain', asked(s, '/v1/sync') - syncs, 0);

    // A server that comes back is listened to again.
    const lines = asked(s, '/v1/live');
    await s.stop();
    await s.start();
    await until('both hold a line again', () => asked(s, '/v1/live') >= lines + 2, 60_000);
    check('nothing went wrong in the page', [...participant.errors, ...mentor.errors], []);
}
