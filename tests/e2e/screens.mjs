// Every screen, with the demo cohort behind it: for pictures and for the accessibility rules.
import { open, phone, server, until } from './lib.mjs';
import { door } from './door.mjs';

export const LANGUAGES = ['kk', 'ru', 'en'];
export const THEMES = ['light', 'dark'];

/** Three phones: nobody yet, a participant with months behind her, a mentor with a queue. */
export async function cast(more = {}) {
    const s = await server({ demo: true });
    const codes = s.said.join('').match(/[0-9A-Z]{4}(-[0-9A-Z]{4}){4}/g);
    if (codes?.length !== 2) throw new Error(`no sign-in codes in:\n${s.said.join('')}`);
    const nobody = await phone(more), participant = await phone(more), mentor = await phone(more);
    await open(nobody.page, s.url);
    for (const [who, code] of [[mentor, codes[0]], [participant, codes[1]]]) {
        await open(who.page, s.url);
        await (await door(who.page)).run({ sign_in: { code } });
        await until('signed in and synced', async () => {
            const is = await (await door(who.page)).ask('boot');
            return is.sign_in === null && (is.role === 'mentor' || is.enrolled);
        });
    }
    const person = async (who, query) => (await door(who.page)).ask(query);
    await until('the queue is here', async () => (await person(mentor, 'queue')).reports.length > 0);
    const queue = await person(mentor, 'queue');
    const reports = await person(participant, 'reports');
    const first = queue.reports[0];
    const report = reports.reports[0]?.id;
    const book = await person(participant, { book: { wanted: { text: '', track: null, from: null, to: null, status: null }, offset: 0, limit: 1 } });
    const entry = book.days[0]?.rows[0]?.id;
    return {
        s, nobody, participant, mentor,
        places: [
            ['participant', participant, [
                ['today', '/'], ['journey', '/journey'], ['track', '/track/sport'], ['year', '/year'], ['plan', '/plan'], ['log', '/log?track=sport&entry='],
                ['reports', '/reports'], ['report-new', '/reports/new'], ...(report ? [['report', `/report/${report}`]] : []),
                ['book', '/book?track=&on='], ...(entry ? [['entry', `/entry/${entry}`], ['log-edit', `/log?track=&entry=${entry}`]] : []),
                ['chat', '/chat'], ['me', '/me'],
            ]],
            ['mentor', mentor, [
                ['queue', '/'], ['review', `/review/${first.participant}/${first.card.id}`],
                ['people', '/people'], ['plan-of', `/plan/${first.participant}`], ['chats', '/chat'], ['chat', `/chat/${first.participant}`], ['me', '/me'],
            ]],
            ['nobody', nobody, [['onboarding', '/']]],
        ],
    };
}

/** Opens a place as it is in this language and theme, drawn to the end. */
export async function show(who, url, path, language, theme) {
    const now = await who.page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme]).catch(() => []);
    if (now[0] !== language || now[1] !== theme) {
        await (await door(who.page)).run({ settings: { language, theme } });
    }
    await open(who.page, url + path);
    await drawn(who.page);
    await who.page.waitForFunction(([l, t]) => document.documentElement.lang === l && document.documentElement.dataset.theme === t, [language, theme]);
}
export const drawn = (page) => page.waitForFunction(() => !document.getElementById('first') && !document.querySelector('#qadam .sks')
    && document.fonts.status === 'loaded');
