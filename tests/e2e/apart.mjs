// What comes behind the running app in a browser, other places, a part of the core and texts: the app starts and logs
// without them, says so where one is wanted and cannot be had, and has them all without network later.
import { check, offlineReady, open, phone, server, startReady, until } from './lib.mjs';
import { door } from './door.mjs';
import { texts } from './texts.mjs';

const kk = texts('kk'), ru = texts('ru'), en = texts('en');

export async function test() {
    const s = await server();
    const p = await phone({ locale: 'kk-KZ' }), { page } = p;
    const see = (text) => page.getByText(text, { exact: true }).first().waitFor();
    await p.context.route(/(places|rare|more)-|texts-(ru|en)/, (route) => route.abort());
    check('it starts without them', await open(page, s.url), 'ready');
    await page.getByRole('heading', { name: kk('onboarding-welcome-title') }).waitFor();
    await startReady(page);
    await (await door(page)).run({ profile_create: { name: 'Әсел' } });
    await (await door(page)).run({ enrol: { level: 'bronze', birth: '2008-02-28' } });
    await page.goto(s.url + '/log?track=sport&entry=');
    await page.getByRole('button', { name: kk('common-save'), exact: true }).waitFor();
    check('the log sheet is no such place', await page.getByText(kk('common-part-missing')).count(), 0);
    await page.goto(s.url + '/journey');
    await see(kk('common-part-missing'));
    await (await door(page)).run({ settings: { language: 'ru', theme: null } });
    await see(kk('common-language-missing'));
    check('the language stays', await page.evaluate(() => document.documentElement.lang), 'kk');

    // the network lets them through again
    await p.context.unroute(/(places|rare|more)-|texts-(ru|en)/);
    await page.getByRole('button', { name: kk('common-again') }).click();
    await page.getByRole('heading', { name: kk('journey-title'), exact: true }).waitFor();
    await (await door(page)).run({ settings: { language: 'en', theme: null } });
    await until('another language comes when it is chosen', () =>
        page.getByRole('navigation', { name: en('common-nav') }).or(page.getByRole('heading', { name: en('journey-title') })).count());
    check('back at the start', await open(page, s.url), 'ready');
    await offlineReady(page);

    await s.stop();
    await p.context.setOffline(true);
    for (const path of ['/journey', '/track/sport', '/plan', '/reports', '/chat', '/me']) {
        check(`${path} opens without network`, await open(page, s.url + path), 'ready');
        await page.waitForFunction(() => document.querySelector('#qadam main') && !document.querySelector('#qadam .sks'));
        check('with what belongs there', await page.getByText(en('common-part-missing')).count(), 0);
    }
    await (await door(page)).run({ settings: { language: 'ru', theme: null } });
    await page.getByRole('navigation', { name: ru('common-nav') }).waitFor();
    check('nothing went wrong in the page', p.errors, []);
}
