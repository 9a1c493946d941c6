// The states that a day full of luck does not show: nothing there yet, no network, something refused, not found,
// locked, open in another tab. For pictures, and for the accessibility rules what can be opened by an address.
import { check, open, phone, until } from './lib.mjs';
import { daysAgo, door, entry } from './door.mjs';
import { camera, file } from './photos.mjs';
import { texts } from './texts.mjs';

const NOBODY = '01a20000-0000-7000-8000-000000000000';

/** Somebody who has started just now, without an account. */
export async function fresh(s, { torn, ...more } = {}) {
    const who = await phone(more);
    // What of the app never comes.
    if (torn) await who.context.route(torn, (route) => route.abort());
    await open(who.page, s.url);
    await (await door(who.page)).run({ profile_create: { name: 'Ерасыл' } });
    await (await door(who.page)).run({ enrol: { level: 'bronze', birth: daysAgo(16 * 365) } });
    return ['fresh', who, [
        ['today', '/'], ['journey', '/journey'], ['track', '/track/reading'], ['year', '/year'], ['plan', '/plan'], ['log', '/log?track=&entry='],
        ['reports', '/reports'], ['report-new', '/reports/new'], ['book', '/book?track=&on='], ['chat', '/chat'], ['me', '/me'],
    ]];
}
/** Addresses that lead nowhere. */
export const lost = (participant) => ['lost', participant, [
    ['entry', `/entry/${NOBODY}`], ['report', `/report/${NOBODY}`], ['track', '/track/nothing'], ['page', '/nothing/here'],
]];

/** A further phone of somebody, by the recovery code; its worker sees the clock so many days ahead. */
async function another(s, who, ahead = 0) {
    const is = await door(who.page);
    await until('there is a recovery code', async () => (await is.ask('me')).recovery);
    const { recovery } = await is.ask('me');
    await is.run('recovery_seen');
    const next = await phone(ahead ? { serviceWorkers: 'block' } : {});
    if (ahead) {
        await next.context.route(/worker-/, async (route) => {
            const script = await (await route.fetch()).text();
            const body = `{ const now = Date.now; Date.now = () => now() + ${ahead} * 864e5; }\n${script}`;
            await route.fulfill({ body, contentType: 'text/javascript' });
        });
    }
    await open(next.page, s.url);
    const core = await door(next.page);
    await core.run({ sign_in: { code: recovery } });
    await until('the other phone is signed in', async () => {
        const boot = await core.ask('boot');
        return boot.sign_in === null && boot.enrolled;
    });
    if (ahead) await core.run('recovery_seen');
    return next;
}
const synced = async (who) => {
    const core = await door(who.page);
    await core.run('sync_now');
    await until('all is sent', async () => {
        const is = await core.ask('sync_status');
        return is.waiting === 0 && !is.sending;
    });
};

/** The same entry is written on two phones, on neither of which there is a network; the other's arrives first. */
async function twice(participant, other) {
    const core = await door(participant.page);
    const whole = { book: { wanted: { text: '', track: 'sport', from: null, to: null, status: null }, offset: 0, limit: 1 } };
    const { id } = (await core.ask(whole)).days[0].rows[0];
    const words = [[participant, 55, 'Стадионда 6 айналым жүгірдім, соңында созылу'], [other, 40, 'Стадионда 6 айналым']];
    for (const [who] of words) await synced(who);
    for (const [who, minutes, note] of words) {
        await who.context.setOffline(true);
        const { draft } = (await (await door(who.page)).ask({ entry: { entry: id } })).now;
        await (await door(who.page)).run({ log: { draft: { ...draft, id, minutes, note } } });
    }
    for (const [who] of words.reverse()) {
        await who.context.setOffline(false);
        await synced(who);
    }
    await until('both versions are in sight', async () => {
        await synced(participant);
        return (await core.ask({ entry: { entry: id } })).beside.length === 1;
    });
    return id;
}

/** In the order in which they can be had: the last takes the participant's network away. */
export async function states(s, participant, mentor) {
    const other = await another(s, participant);
    const both = await twice(participant, other);
    // The date is asked about when something is to be saved.
    const wrong = await another(s, other, 4), asked = async (page, t) => {
        await page.getByRole('button', { name: t('common-save'), exact: true }).click();
        await page.locator('main .btn--warn').waitFor();
    };
    const [, stranger] = await fresh(s);
    await (await door(stranger.page)).run(entry(1, daysAgo(1)));
    await (await door(stranger.page)).run({ join: { code: 'AAAA-AAAA-AAAA' } });
    await until('a strange code is refused', async () => /refused/.test(JSON.stringify(await (await door(stranger.page)).ask('me'))), 30_000);
    const [, locked] = await fresh(s);
    await (await door(locked.page)).run({ pin_set: { current: null, new: '2468' } });
    await (await door(locked.page)).run('profile_lock');
    const [, torn] = await fresh(s, { serviceWorkers: 'block', torn: /(places|rare)-/ });
    return [
        lost(participant),
        ['beside', participant, [['today', '/'], ['entry', `/entry/${both}`]]],
        ['clock', wrong, [['today', '/'], ['log', '/log?track=sport&entry=', asked]]],
        ['stranger', stranger, [['today', '/'], ['chat', '/chat'], ['me', '/me']]],
        ['locked', locked, [['chooser', '/']]],
        ['torn', torn, [['journey', '/journey'], ['me', '/me']]],
        ['offline', participant, [['today', '/'], ['log', '/log?track=sport&entry='], ['chat', '/chat'], ['reports', '/reports'], ['me', '/me']], async () => {
            await participant.context.setOffline(true);
            const core = await door(participant.page);
            for (let n = 1; n <= 3; n += 1) await core.run(entry(n, daysAgo(n)));
            await core.run({ chat_send: { with: null, id: NOBODY, text: 'Ауылға келдім, желі жоқ. Жазып жүрмін!' } });
        }],
        ['offline-mentor', mentor, [['queue', '/'], ['people', '/people'], ['me', '/me']], () => mentor.context.setOffline(true)],
        // Somebody else has the participant now, and heard of it while this mentor's words had not gone yet.
        ['handed', mentor, [['queue', '/']], async () => {
            await mentor.context.setOffline(true);
            const core = await door(mentor.page);
            const { participant: with_ } = (await core.ask('people')).people.find((p) => p.name.startsWith('Әсел'));
            await core.run({ chat_send: { with: with_, id: NOBODY, text: 'Жарайсың!' } });
            s.run('mentor', 'add', '--name', 'Болат Ержанов');
            s.run('mentor', 'move', '--participant', with_, '--to', 'Болат Ержанов');
            await mentor.context.setOffline(false);
            await synced(mentor);
            await until('the mentor is told', async () => (await core.ask('queue')).handed === 1);
        }],
    ];
}

/** A newcomer's steps, one after the other; `take` gets each. */
export async function steps(s, language, theme, take) {
    const t = texts(language), { page, context } = await phone();
    await open(page, s.url);
    await (await door(page)).run({ settings: { language, theme } });
    await open(page, s.url);
    const press = (name) => page.getByRole('button', { name, exact: true }).click();
    const heading = (id) => page.getByRole('heading', { name: t(id) }).waitFor();
    await press(t('onboarding-have-code'));
    await heading('onboarding-code-title');
    await page.getByLabel(t('onboarding-code-label')).fill('AAAA-AAAA');
    await press(t('onboarding-code-go'));
    await page.getByRole('alert').first().waitFor();
    await take(page, 'code-wrong');
    await page.getByRole('button', { name: t('common-back') }).click();
    await press(t('onboarding-start'));
    await heading('onboarding-you-title');
    await press(t('onboarding-next'));
    await take(page, 'you-missing');
    await page.getByLabel(t('onboarding-name')).fill('Әсел');
    await page.getByLabel(t('onboarding-birth')).fill(daysAgo(16 * 366));
    await press(t('onboarding-next'));
    await heading('onboarding-level-title');
    await page.getByRole('radio').first().click();
    await take(page, 'level');
    await page.locator('button.btn').last().click();
    await heading('onboarding-plan-title');
    await press(t('plan-suggest'));
    await page.getByText(t('plan-suggested')).first().waitFor();
    await take(page, 'plan');
    await press(t('onboarding-plan-go'));
    await heading('onboarding-join-title');
    await take(page, 'join');
    await page.getByRole('button', { name: t('onboarding-later'), exact: true }).last().click();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    // A journey without its name: said once, beside the field, and not in the line under it as well.
    await open(page, `${s.url}/log?track=travel&entry=`);
    await press(t('common-save'));
    await page.getByRole('alert').filter({ hasText: t('faults-entry-title-missing') }).waitFor();
    check(`what is wrong is said once, ${language}, ${theme}`, await page.getByText(t('faults-entry-title-missing')).count(), 1);
    await take(page, 'log-refused');
    // Photos: as they are chosen, with one that is none; in the entry; whole.
    await page.getByLabel(t('photos-add')).setInputFiles([file('1.jpg', await camera(page, 1600, 1200)), file('2.jpg', await camera(page, 900, 1400)), file('3.jpg', Buffer.from('no'))]);
    await until('the photos are there', async () => await page.locator('.thumbs--log img').count() === 2);
    await page.getByText(t('faults-picture-unreadable')).waitFor();
    await take(page, 'log-photos');
    await page.getByLabel(t('log-journey')).fill('Түрген');
    await page.getByRole('button', { name: t('common-save'), exact: true }).click();
    await page.waitForURL((url) => url.pathname !== '/log', { waitUntil: 'load' });
    await open(page, `${s.url}/book?track=&on=`);
    await page.locator('a[href^="/entry/"]').first().waitFor();
    await take(page, 'book-photos');
    await page.locator('a[href^="/entry/"]').first().click();
    await until('the entry shows them', async () => await page.locator('.thumbs img').count() === 2);
    await take(page, 'entry-photos');
    await page.locator('.thumbs__b').first().click();
    await page.locator('img.whole').waitFor();
    await take(page, 'photo');
    await page.keyboard.press('Escape');
    // Too many wrong PINs: the seconds stand in one line and go down, and then one may try again.
    const core = await door(page);
    await core.run({ pin_set: { current: null, new: '2468' } });
    await core.run('profile_lock');
    await open(page, s.url);
    await page.getByRole('button', { name: /Әсел/ }).click();
    for (let tries = 0; tries < 5; tries += 1) {
        await page.locator('.pad').waitFor();
        for (const digit of '1111') await page.keyboard.press(digit);
        await press(t('profiles-pin-open'));
        await page.getByRole('alert').waitFor();
    }
    const wait = page.locator('.pin__w');
    await wait.waitFor();
    await take(page, 'pin-wait');
    const left = async () => Number(/\d+/.exec(await wait.innerText())?.[0]);
    const [began, lines] = [await left(), (await wait.boundingBox()).height];
    check(`the wait is told in seconds, ${language}, ${theme}`, began > 0 && began <= 30);
    check(`and has room, ${language}, ${theme}`, lines < 72);
    await until('the seconds go down', async () => (await left()) < began, 10_000);
    await context.close();
    check(`a newcomer's steps, ${language}, ${theme}`, true);
}
