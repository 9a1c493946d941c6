// What is being written in the log sheet: kept for whoever writes it, and for nobody else.
import { check, open, phone, server, until } from './lib.mjs';
import { door } from './door.mjs';
import { camera, file } from './photos.mjs';
import { texts } from './texts.mjs';

export async function test() {
    const s = await server(), t = texts('kk');
    const { page, errors } = await phone();
    await open(page, s.url);
    const core = await door(page);
    const person = async (name) => {
        await core.run({ profile_create: { name } });
        await core.run({ enrol: { level: 'silver', birth: '2008-05-01' } });
        await page.locator('a.nav__log').waitFor();
    };
    const sheet = page.getByRole('dialog');
    const add = page.getByLabel(t('photos-add')), small = page.locator('.thumbs--log img');
    const begin = async () => { await page.locator('a.nav__log').click(); await sheet.waitFor(); };
    const close = async () => {
        await sheet.getByRole('button', { name: t('common-close') }).click();
        await page.waitForURL((url) => url.pathname === '/');
    };
    const note = sheet.getByLabel(t('log-note'));
    const tile = (track) => sheet.locator(`.pick__b[data-track="${track}"]`);

    // Әсел writes, and closes the sheet without saving.
    await person('Әсел');
    await begin();
    await sheet.getByRole('button', { name: t('log-note-add') }).click();
    await note.fill('Тек өзім үшін');
    const one = file('1.jpg', await camera(page, 1200, 900));
    await add.setInputFiles(one);
    await until('her photo is there', async () => await small.count() === 1);
    await close();
    await begin();
    check('opened again, it goes on', [await note.inputValue(), await small.count()], ['Тек өзім үшін', 1]);
    await close();

    // Her brother opens his diary on the same phone.
    await core.run('profile_lock');
    await person('Арман');
    await begin();
    await sheet.getByRole('button', { name: t('log-note-add') }).waitFor();
    check('he finds nothing of hers', [await note.count(), await small.count()], [0, 0]);

    // Words, photos and the day stay where the track becomes another one.
    await sheet.getByRole('button', { name: t('log-note-add') }).click();
    await note.fill('Өзенде');
    await add.setInputFiles(one);
    await until('his photo is there', async () => await small.count() === 1);
    await sheet.getByRole('button', { name: t('date-yesterday') }).click();
    await tile('travel').click();
    await tile('talents').click();
    check('they stay with another track', [await note.inputValue(), await small.count()], ['Өзенде', 1]);
    check('and so does the day', await sheet.getByRole('button', { name: t('date-yesterday') }).getAttribute('aria-pressed'), 'true');

    // The same file again after it was taken out; and one that is still being made when he saves.
    await sheet.locator('.thumbs__x').click();
    await until('it is out', async () => await small.count() === 0);
    await add.setInputFiles(one);
    await until('and in again', async () => await small.count() === 1);
    await add.setInputFiles(file('2.jpg', await camera(page, 4000, 3000)));
    await sheet.getByRole('button', { name: t('common-save'), exact: true }).click();
    await page.waitForURL((url) => url.pathname === '/');
    const book = { book: { wanted: { text: '', track: null, from: null, to: null, status: null }, offset: 0, limit: 5 } };
    await until('it is saved', async () => (await core.ask(book)).hits === 1);
    const entry = (await core.ask(book)).days[0].rows[0].id;
    const { now } = await core.ask({ entry: { entry } });
    check('with both photos', [now.draft.note, now.draft.track, now.draft.photos.length], ['Өзенде', 'skills', 2]);
    check('nothing went wrong in the page', errors, []);
}
