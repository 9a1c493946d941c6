// Everything taken along: a download in one browser, a file field in another; and the text size, which the
// page has before any program runs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, folder, open, phone, server, until } from './lib.mjs';
import { daysAgo, door, entry } from './door.mjs';
import { texts } from './texts.mjs';

const ru = texts('ru');

export async function test() {
    const s = await server();
    const a = await phone();
    check('an app begins', await open(a.page, s.url), 'ready');
    const core = await door(a.page);
    for (const command of [
        { settings: { language: 'ru', theme: 'dark' } }, { profile_create: { name: 'Әсел Н' } },
        { enrol: { level: 'gold', birth: '2005-05-05' } }, ...[1, 2, 3].map((n) => entry(n, daysAgo(n))), { text_size: { percent: 160 } },
    ]) await core.run(command);
    await open(a.page, s.url + '/me');
    const [file] = await Promise.all([a.page.waitForEvent('download'),
        a.page.getByRole('button', { name: ru('data-export') }).click()]);
    check('the export has its name', file.suggestedFilename().startsWith('qadam-export-Әсел-Н-'));
    const path = join(folder(), 'export.json');
    await file.saveAs(path);
    const whole = JSON.parse(readFileSync(path, 'utf8'));
    check('three entries are in it', whole.records.filter((r) => r.body.entry).length, 3);
    const [table] = await Promise.all([a.page.waitForEvent('download'),
        a.page.getByRole('button', { name: ru('data-csv') }).click()]);
    const rows = join(folder(), 'table.csv');
    await table.saveAs(rows);
    check('the table begins with its mark', [...readFileSync(rows).subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    check('four lines', readFileSync(rows, 'utf8').trimEnd().split('\r\n').length, 4);
    // The first script alone has run when the document is read: the size is there.
    await a.page.goto(s.url + '/me', { waitUntil: 'commit' });
    await until('the text is large before the first paint', () => a.page.evaluate(() => document.documentElement.dataset.size === '160'
        && getComputedStyle(document.documentElement).fontSize === '25.6px'));

    const b = await phone({ locale: 'ru-RU' });
    check('a fresh browser', await open(b.page, s.url), 'ready');
    await b.page.getByRole('button', { name: ru('data-have-export') }).click();
    await b.page.setInputFiles('input[type=file]', { name: 'letter.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
    await b.page.getByText(ru('data-fault-foreign')).waitFor();
    await b.page.setInputFiles('input[type=file]', path);
    await until('everything is there', async () => (await (await door(b.page)).ask('boot')).enrolled);
    const rowsOf = async (p) => (await (await door(p.page)).ask('export_rows')).rows;
    check('the same entries', await rowsOf(b), await rowsOf(a));
    await b.page.waitForFunction(() => document.documentElement.dataset.size === '160' && document.documentElement.dataset.theme === 'dark');

    // ---- nothing is left
    await open(b.page, s.url + '/me');
    await b.page.getByRole('button', { name: ru('data-erase'), exact: false }).first().click();
    await b.page.getByRole('dialog').getByRole('textbox').fill('стереть');
    await b.page.getByRole('button', { name: ru('data-erase-yes'), exact: true }).click();
    await until('nobody is at home', async () => (await (await door(b.page)).ask('boot')).profiles.length === 0);
    check('also after a reload', await open(b.page, s.url), 'ready');
    check('nothing went wrong in the pages', [...a.errors, ...b.errors], []);
}
