// Photos: chosen without a network, upright and bare, sent later, seen by the mentor.
import { check, offlineReady, open, until } from './lib.mjs';
import { door } from './door.mjs';
import { cast, drawn } from './screens.mjs';
import { texts } from './texts.mjs';

/** A camera's file: so many pixels, drawn by the page, with what cameras write beside it. */
export async function camera(page, width, height, { turned = false } = {}) {
    const bytes = Buffer.from(await page.evaluate(async ([w, h]) => {
        const canvas = new OffscreenCanvas(w, h), on = canvas.getContext('2d');
        on.fillStyle = '#9cd';
        on.fillRect(0, 0, w, h);
        for (let i = 0; i < 4000; i += 1) {
            on.fillStyle = `hsl(${(i * 37) % 360} 60% ${30 + (i % 50)}%)`;
            on.fillRect((i * 7919) % w, (i * 104729) % h, w / 40, h / 40);
        }
        on.fillStyle = '#c00'; // the corner by which a turn is seen
        on.fillRect(0, 0, w / 4, h / 4);
        return Array.from(new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer()));
    }, [width, height]));
    const exif = Buffer.concat([
        Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01', 'latin1'),
        Buffer.from([0, turned ? 6 : 1, 0, 0, 0, 0, 0, 0]), Buffer.from('43.2389 N 76.8897 E'),
    ]);
    const length = Buffer.from([(exif.length + 2) >> 8, (exif.length + 2) & 255]);
    return Buffer.concat([bytes.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, exif, bytes.subarray(2)]);
}
export const file = (name, buffer) => ({ name, mimeType: 'image/jpeg', buffer });

export async function test() {
    const { s, participant, mentor } = await cast();
    const { page, context } = participant, t = texts('kk');
    await offlineReady(page);
    const taken = await camera(page, 2400, 1600, { turned: true });
    check('the file says where it was taken', taken.includes('43.2389'), true);

    // In the mountains, without a network.
    await context.setOffline(true);
    await open(page, `${s.url}/log?track=sport&entry=`);
    await drawn(page);
    await page.getByLabel(t('photos-add')).setInputFiles([file('1.jpg', taken), file('2.jpg', Buffer.from('<html>')), file('3.jpg', taken.subarray(0, 30_000))]);
    await page.getByText(t('faults-picture-unreadable')).waitFor();
    await until('the photo is there in small', () => page.locator('.thumbs--log img').count());
    check('once, and what is no photo is not', await page.locator('.thumbs--log img').count(), 1);
    await page.getByRole('button', { name: t('common-save') }).click();
    // Back to where one came from: here that is another document, which comes anew.
    await page.waitForURL((url) => url.pathname !== '/log', { waitUntil: 'load' });
    await open(page, `${s.url}/`);
    await until('it is saved', async () => (await (await door(page)).ask('today')).sync.photos.count === 1);
    await open(page, `${s.url}/book?track=&on=`);
    await page.locator('a[href^="/entry/"]', { has: page.locator('.row__p') }).first().click();
    await page.locator('.thumbs__b').click();
    const whole = page.locator('img.whole');
    await whole.waitFor();
    const size = await whole.evaluate(async (img) => { await img.decode(); return [img.naturalWidth, img.naturalHeight]; });
    check('it stands upright, and is as large as it may be', size, [853, 1280]);
    const bare = await whole.evaluate((img) => !atob(img.src.split(',')[1]).includes('Exif') && !atob(img.src.split(',')[1]).includes('43.2389'));
    check('and says nothing of place and camera', bare);
    await page.keyboard.press('Escape');
    await until('Escape closes it', async () => await whole.count() === 0);
    const entry = (await page.evaluate(() => location.pathname)).split('/').pop();

    // Back in town.
    await context.setOffline(false);
    const core = await door(page);
    await core.run('sync_now');
    await until('it is sent', async () => { const { sync } = await core.ask('today'); return sync.photos.count === 0 && sync.waiting === 0; }, 60_000);
    const { report } = await core.ask('report_form');
    await core.run({ report_submit: { report, entries: [entry], message: '' } });
    const other = await door(mentor.page);
    const of = async () => (await other.ask('queue')).reports.find((r) => r.card.id === report);
    await until('the report is with the mentor', of, 60_000);
    const { participant: who } = await of();
    await open(mentor.page, `${s.url}/review/${who}/${report}`);
    await until('the mentor sees it in small', () => mentor.page.locator('.thumbs img').count(), 60_000);
    await mentor.page.locator('.thumbs__b').click();
    await mentor.page.locator('img.whole').waitFor({ timeout: 60_000 });
    check('and whole', await mentor.page.locator('img.whole').evaluate(async (img) => { await img.decode(); return img.naturalWidth; }), 853);
    check('nothing went wrong in the pages', [...participant.errors, ...mentor.errors], []);
}
