// One day, end to end, through the screens alone: a participant without network, a mentor who answers.
// Texts are the app's own; Әсел writes Kazakh and Russian, the mentor reads Russian.
import { check, offlineReady, open, phone, server, until } from './lib.mjs';
import { texts } from './texts.mjs';

const kk = texts('kk'), ru = texts('ru');
const LONG = { timeout: 60_000 };
const NOTES = ['Таңғы жүгіру: өзен жағасында, ауа таза, тынысым кеңіді', 'Разучила «Адай», пальцы уже слушаются',
    'Кешкі жүгіру, Ұлытау көшесімен үш шақырым'];
const WORD = 'Жарайсың, Әсел! Қарқының жақсы';
const QUESTION = 'Әсел, келесі аптада не жоспарлап отырсың?';
const ANSWER = 'Домбырадан жаңа күй үйренемін';

const pressIn = (page) => (name) => page.getByRole('button', { name, exact: true }).click();
/** A date `years` ago that has surely had its birthday. */
const born = (years) => `${new Date().getUTCFullYear() - years - 1}-12-31`;

export async function test() {
    const s = await server();
    const signIn = s.run('mentor', 'add', '--name', 'Айгуль Сериковна').match(/[0-9A-Z]{4}(-[0-9A-Z]{4}){4}/)[0];
    const invite = s.run('invite', '--mentor', 'Айгуль Сериковна').match(/[0-9A-Z]{4}(-[0-9A-Z]{4}){2}/)[0];

    // ---- the first visit; then the network is gone
    const a = await phone({ locale: 'kk-KZ' });
    const page = a.page, press = pressIn(page), see = (text) => page.getByText(text).first().waitFor(LONG);
    const go = async (name) => page.getByRole('navigation', { name: kk('common-nav') }).getByRole('link', { name }).click();
    check('Әсел opens the app', await open(page, s.url), 'ready');
    await page.getByRole('heading', { name: kk('onboarding-welcome-title') }).waitFor();
    await offlineReady(page);
    await s.stop();
    await a.context.setOffline(true);
    check('without network it starts again', await open(page, s.url), 'ready');

    // ---- name, level, plan, code
    await press(kk('onboarding-start'));
    await page.getByLabel(kk('onboarding-name')).fill('Әсел');
    await page.getByLabel(kk('onboarding-birth')).fill(born(12));
    await press(kk('onboarding-next'));
    await until('too young: each level says from when', async () =>
        (await page.getByText(/жасқа толғанда ашылады/).count()) >= 3 && (await page.locator('[role=radio][aria-disabled=true]').count()) === 3);
    await page.getByRole('button', { name: kk('common-back') }).click();
    await page.getByLabel(kk('onboarding-birth')).fill(born(16));
    await press(kk('onboarding-next'));
    await page.getByRole('radio', { name: /Қола/ }).click();
    await press(kk('onboarding-pick', { level: 'Қола' }));
    await page.getByRole('heading', { name: kk('onboarding-plan-title') }).waitFor();
    await press(kk('plan-suggest'));
    await see(kk('plan-suggested'));
    await press(kk('onboarding-plan-go'));
    await page.getByLabel(kk('onboarding-join-label')).fill('ABCD-EFGH-JKM');
    await press(kk('onboarding-join-go'));
    await until('a code with a sign missing is told', () => page.getByText(kk('faults-code-length')).count());
    await page.getByLabel(kk('onboarding-join-label')).fill(invite.toLowerCase());
    await press(kk('onboarding-join-go'));
    await page.getByRole('navigation', { name: kk('common-nav') }).waitFor();
    check('the day begins, without network', await open(page, s.url), 'ready');

    // ---- three entries with notes
    for (const [i, track] of ['Спорт', 'Талант', 'Спорт'].entries()) {
        await go(kk('common-nav-log'));
        const sheet = page.getByRole('dialog');
        await sheet.getByRole('radiogroup', { name: kk('log-track') }).getByRole('radio', { name: new RegExp(track) }).click();
        await sheet.getByRole('radiogroup', { name: kk('log-presets') }).getByRole('radio', { name: '60', exact: false }).click();
        if (await sheet.getByRole('button', { name: kk('log-note-add') }).count()) await sheet.getByRole('button', { name: kk('log-note-add') }).click();
        await sheet.getByLabel(kk('log-note')).fill(NOTES[i]);
        await sheet.getByRole('button', { name: kk('common-save'), exact: true }).click();
        await sheet.waitFor({ state: 'detached' });
    }
    check('three entries later it starts again', await open(page, s.url), 'ready');
    // ---- a journey without a name is not saved, and the sheet says where it is wrong
    await go(kk('common-nav-log'));
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('radiogroup', { name: kk('log-track') }).getByRole('radio', { name: /Саяхат/ }).click();
    await sheet.getByRole('button', { name: kk('common-save'), exact: true }).click();
    await until('beside the name', () => sheet.getByRole('alert').filter({ hasText: kk('faults-entry-title-missing') }).count());
    check('which the field says to a screen reader', await sheet.getByLabel(kk('log-journey')).getAttribute('aria-invalid'), 'true');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    // ---- the report
    await page.goto(s.url + '/reports/new');
    await page.getByRole('checkbox').first().waitFor();
    check('all three are offered', await page.getByRole('checkbox').count(), 3);
    await page.getByLabel(kk('reports-word')).fill('Бұл менің алғашқы аптам');
    await press(kk('reports-send', { n: 3 }));
    await see(kk('reports-saved'));

    // ---- the network returns; the mentor
    await s.start();
    await a.context.setOffline(false);
    const b = await phone({ locale: 'ru-RU' });
    const desk = b.page, tap = pressIn(desk);
    const goTo = async (name) => desk.getByRole('navigation', { name: ru('common-nav') }).getByRole('link', { name }).click();
    check('the mentor opens the app', await open(desk, s.url), 'ready');
    await tap(ru('onboarding-have-code'));
    await desk.getByLabel(ru('onboarding-code-label')).fill(signIn);
    await tap(ru('onboarding-code-go'));
    await desk.getByRole('heading', { name: ru('mentor-queue') }).waitFor(LONG);
    await desk.getByRole('button', { name: ru('mentor-accept') }).click(LONG);
    await desk.getByRole('button', { name: ru('mentor-consent-go') }).click(LONG);
    const paper = desk.getByRole('dialog');
    await paper.getByLabel(ru('mentor-guardian')).fill('Гүлнар Ахметова');
    await paper.getByLabel(ru('mentor-dated')).fill(new Date().toISOString().slice(0, 10));
    await paper.getByRole('button', { name: ru('mentor-consent-save') }).click();
    const row = desk.getByRole('main').getByRole('link', { name: /Әсел/ }).first();
    await row.click(LONG);
    for (const note of NOTES) await desk.getByText(note).waitFor(LONG);
    check('the mentor reads all three notes', true);
    await desk.getByLabel(ru('mentor-line', { name: 'Әсел' })).fill(WORD);
    await desk.getByRole('region', { name: ru('mentor-decision') }).getByRole('button').last().click();
    await desk.getByText(ru('mentor-decision-saved')).waitFor();
    await goTo(ru('common-nav-chat'));
    await desk.getByRole('main').getByRole('link', { name: /Әсел/ }).click();
    await desk.getByRole('textbox', { name: ru('chat-message') }).fill(QUESTION);
    await desk.getByRole('button', { name: ru('chat-send'), exact: true }).click();
    await desk.getByText(QUESTION).waitFor();

    // ---- Әсел sees it counted
    await page.goto(s.url + '/reports');
    await until('the report is approved', () => page.getByText(kk('reports-approved')).count(), 60_000);
    await page.getByRole('main').getByRole('link').filter({ hasText: kk('reports-approved') }).first().click();
    await see(WORD);
    await page.goto(s.url + '/track/sport');
    await until('two hours of sport are counted', async () => {
        const text = await page.locator('#qadam').innerText();
        return /2\s*\/\s*\d+\s*сағ/.test(text) && text.split(kk('common-place-counted')).length >= 3;
    }, 60_000);
    await page.locator('[data-back]').first().click();
    await go(new RegExp(kk('common-nav-chat')));
    await see(QUESTION);

    // ---- and answers without network (the server stops as well: the browser's switch has let a call of a
    // worker through that had just been started)
    await a.context.setOffline(true);
    await s.stop();
    await page.getByRole('textbox', { name: kk('chat-message') }).fill(ANSWER);
    await page.getByRole('button', { name: kk('chat-send'), exact: true }).click();
    await see(kk('chat-waiting'));
    check('and the field is empty', await page.getByRole('textbox', { name: kk('chat-message') }).inputValue(), '');
    check('a reload without network', await open(page, s.url + '/chat'), 'ready');
    await see(ANSWER);
    await see(kk('chat-waiting'));
    await s.start();
    await a.context.setOffline(false);
    await desk.getByText(ANSWER).waitFor(LONG);
    check('the answer arrives', await desk.getByText(ANSWER).count(), 1);

    // ---- the language changes at once
    await page.goto(s.url + '/me');
    await page.getByRole('radio', { name: 'Русский' }).click();
    await page.getByRole('heading', { name: ru('me-title'), exact: true }).waitFor();
    check('the page says its language', await page.evaluate(() => document.documentElement.lang), 'ru');
    check('nothing went wrong on the phone', a.errors, []);
    check('nothing went wrong on the mentor\u2019s', b.errors, []);
}
