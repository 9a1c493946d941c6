// How the app starts, whatever it shows: the core in its worker, the next start without network, two tabs,
// a worker that dies.
import { check, offlineReady, open, phone, server, until } from './lib.mjs';

export async function test() {
    const s = await server();
    const p = await phone();
    check('the core runs at the first visit', await open(p.page, s.url), 'ready');
    await until('the app has drawn itself', () => p.page.evaluate(() => !document.getElementById('first')
        && document.getElementById('qadam').textContent.trim().length > 0));
    check('the policy refused nothing of ours', p.errors, []);
    check('it would refuse a script that somebody slips into the page', await p.page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'globalThis.slipped = true';
        document.head.append(script);
        return globalThis.slipped === undefined;
    }));
    await until('and says so', () => p.errors.length > 0 && p.errors.every((e) => /Content Security Policy/.test(e)));
    p.errors.length = 0;
    await offlineReady(p.page);

    // without network, and without server
    await s.stop();
    await p.context.setOffline(true);
    check('the core runs after a reload without network', await open(p.page, s.url), 'ready');
    check('a deep link opens without network', await open(p.page, s.url + '/journey'), 'ready');
    await p.context.setOffline(false);
    await s.start();

    // a second tab
    check('back at the first page', await open(p.page, s.url), 'ready');
    const second = await p.context.newPage();
    check('a second tab is told that the first has the data', await open(second, s.url), 'busy');
    await second.evaluate(() => globalThis.qadamPort.takeOver());
    await until('it takes over', () => second.evaluate(() => document.documentElement.dataset.core === 'ready'));
    await until('the first is told', () => p.page.evaluate(() => document.documentElement.dataset.core === 'moved'));
    await p.page.evaluate(() => globalThis.qadamPort.takeOver()).catch(() => {}); // reloads the page
    await until('and may take it back', () => p.page.evaluate(() => document.documentElement.dataset.core === 'ready'));
    await until('which the second is told', () => second.evaluate(() => document.documentElement.dataset.core === 'moved'));
    await second.close();

    // A page that is loaded again, and comes before the one it replaces has let go.
    const early = await p.context.newPage();
    const opened = open(early, s.url);
    await new Promise((wake) => setTimeout(wake, 700));
    await p.page.close();
    check('who comes a moment too early waits for the other to let go', await opened, 'ready');
    check('nothing went wrong in the page', p.errors, []);
}
