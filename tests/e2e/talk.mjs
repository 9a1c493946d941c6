// A long conversation: it opens at its end, earlier messages come as one goes back, and what is read stays put.
import { check, open, until } from './lib.mjs';
import { door } from './door.mjs';
import { cast, drawn } from './screens.mjs';

const MESSAGES = 150;
const v7 = () => { // ids are by time, as the phones make them
    const hex = Date.now().toString(16).padStart(12, '0') + '7' + crypto.randomUUID().replaceAll('-', '').slice(13);
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
const fromEnd = (page) => page.evaluate(() => Math.round(document.documentElement.scrollHeight - scrollY - innerHeight));
const shown = (page) => page.locator('.msg').count();
const top = (message) => message.evaluate((e) => Math.round(e.getBoundingClientRect().top));

export async function test() {
    const { s, participant, mentor } = await cast();
    const core = await door(participant.page);
    for (let n = 1; n <= MESSAGES; n += 1) {
        await core.run({ chat_send: { with: null, id: v7(), text: `${n}-хабарлама: бүгін де жүгірдім, аяқ жеңіл, тыныс кең.` } });
    }
    const { page } = participant;
    const said = (n) => page.locator('.msg', { hasText: new RegExp(`^${n}-хабарлама`) });
    await open(page, `${s.url}/chat`);
    await drawn(page);
    await until('the newest is there', () => said(MESSAGES).count());
    await until('it opens at its end', async () => await fromEnd(page) < 4);
    check('not all is drawn', await shown(page), 60);

    // Back by hand, as far as what is drawn reaches: more comes, and what was in sight stays where it was.
    const first = said(MESSAGES - 59);
    await page.evaluate(() => scrollTo(0, 0));
    await until('earlier ones come by themselves', async () => await shown(page) === 120);
    const at = await top(first);
    check('what was read stays in sight', at > 0 && at < 300 ? true : `${at} px from the top`);
    const button = page.locator('main button', { hasText: /\(\d+\)/ });
    check('and the rest waits above', await button.count(), 1);

    // With the keyboard.
    await button.focus();
    await page.keyboard.press('Enter');
    await until('the first message comes', () => said(1).count());
    check('nothing more waits', await button.count(), 0);

    // Somebody who reads old messages is left there; who is at the end sees what comes.
    const place = await page.evaluate(() => scrollY);
    const other = await door(mentor.page);
    const { participant: who } = await (await door(page)).ask({ chat: { with: null, last: 1 } });
    await other.run({ chat_send: { with: who, id: v7(), text: 'Жарайсың!' } });
    await until('an answer comes', () => page.locator('.msg--in', { hasText: 'Жарайсың!' }).count(), 60_000);
    check('old messages stay in sight', Math.abs(await page.evaluate(() => scrollY) - place) < 200);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await other.run({ chat_send: { with: who, id: v7(), text: 'Ертең де солай!' } });
    await until('another one comes', () => page.locator('.msg--in', { hasText: 'солай' }).count(), 60_000);
    await until('and is in sight', async () => await fromEnd(page) < 4);
    check('nothing went wrong in the page', participant.errors, []);
}
