// Eighteen months of a gold participant in the browser: a life that the testkit has lived comes in as an
// export; every number that explains itself is tapped, and what a plain ledger knows is compared.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { BIN, check, folder, open, phone, server, until } from './lib.mjs';
import { drawn } from './screens.mjs';
import { door } from './door.mjs';
import { texts } from './texts.mjs';

const kk = texts('kk');
export const TRACKS = ['sport', 'skills', 'reading', 'heritage', 'volunteering', 'travel', 'work'];

/** A phone with that life on it, and its ledger. */
export async function gold(s, more = {}) {
    const file = join(folder(), 'life.json');
    const ledger = JSON.parse(execFileSync(join(BIN, 'life'), [file], { encoding: 'utf8' }));
    const p = await phone(more);
    check('a fresh browser', await open(p.page, s.url), 'ready');
    await p.page.getByRole('button', { name: kk('data-have-export') }).click();
    await p.page.setInputFiles('input[type=file]', file);
    await until('the life is here', async () => (await (await door(p.page)).ask('boot')).enrolled, 60_000);
    return { ...p, ledger };
}

/** Taps everything that explains itself; gives what each said. */
export async function tapAll(page) {
    const all = page.locator('#qadam button:has(.vh)').filter({ hasText: kk('journey-tell') });
    const told = [];
    for (let i = 0; i < await all.count(); i += 1) {
        const name = (await all.nth(i).innerText()).replace(/\s+/g, ' ').trim();
        await all.nth(i).click();
        const sheet = page.getByRole('dialog');
        await sheet.waitFor();
        told.push([name, (await sheet.innerText()).replace(/\s*\n\s*/g, ' | ').trim()]);
        await page.keyboard.press('Escape');
        await sheet.waitFor({ state: 'detached' });
    }
    return told;
}

export async function test() {
    const s = await server();
    const { page, ledger, errors } = await gold(s);
    const core = await door(page);
    const { progress } = await core.ask('journey');
    const need = (track) => progress.tracks.find((t) => t.track === track).needs[0];
    for (const track of ['heritage', 'volunteering', 'work']) check(`${track} is the ledger's`, need(track).counted, ledger.approved[track]);
    check('the books are the ledger\'s', need('reading').counted, ledger.books);

    const pages = ['/journey', ...TRACKS.map((t) => `/track/${t}`), '/year'];
    let taps = 0;
    for (const path of pages) {
        await open(page, s.url + path);
        await drawn(page);
        const told = await tapAll(page);
        taps += told.length;
        for (const [name, text] of told) {
            // A title, a button, and a sentence of one's own at least; no text is missing.
            if (text.length < 60 || text.includes('⟦')) throw new Error(`${path}, ${name}: ${text}`);
            if (process.env.QADAM_TOLD) console.log(`    ${path}  ${name}\n        ${text}`);
        }
    }
    await open(page, s.url + '/track/work');
    await until('the picture of days begins with the newest', () => page.locator('.hm__box').first().evaluate((e) => e.scrollLeft > 300));
    check('numbers explain themselves', taps > 40, true);

    for (const path of ['/', '/plan', '/reports', '/reports/new', '/book?track=&on=', '/chat', '/me', '/log?track=sport&entry=']) {
        await open(page, s.url + path);
        await drawn(page);
        const text = await page.locator('#qadam').innerText();
        check(`${path} has all its texts`, text.includes('⟦'), false);
        check(`${path} fits`, await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    }
    // Searched as it is typed: Cyrillic letters of either size, in a thousand entries.
    await open(page, s.url + '/book?track=&on=');
    await page.getByRole('searchbox').fill('МЕТРОНОММЕН');
    await until('found', async () => (await page.locator('main').innerText()).includes('Метрономмен'));
    check('what was found is marked', await page.locator('mark').first().innerText(), 'Метрономмен');
    // The phone is turned, or the window widened: the list stays beside what is opened in it.
    await page.setViewportSize({ width: 1280, height: 900 });
    const list = page.getByRole('complementary');
    await until('the list is beside', async () => await list.locator('mark').count() > 0);
    await list.getByRole('link').nth(1).click();
    await until('the entry is open', async () => (await page.locator('main').innerText()).includes('Метрономмен'));
    check('the list shows which', await list.locator('[aria-current=page]').count(), 1);
    check('and what was searched', await list.getByRole('searchbox').inputValue(), 'МЕТРОНОММЕН');
    check('nothing went wrong in the page', errors, []);
}
