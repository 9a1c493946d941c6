// The keyboard alone, at a desktop: from the first visit to an entry and the explanation of a number. The
// pointer is never used.
import { check, open, phone, server, until } from './lib.mjs';
import { texts } from './texts.mjs';

const kk = texts('kk');

export async function test() {
    const s = await server();
    const p = await phone({ locale: 'kk-KZ', width: 1200, height: 800, isMobile: false, hasTouch: false, deviceScaleFactor: 1 });
    const { page } = p, { keyboard } = page;
    const button = (name) => page.getByRole('button', { name, exact: true }).first();
    const field = (name) => page.getByLabel(name, { exact: true });
    /** Tabs on until the focus is there, and it can be seen that it is. */
    const to = async (target, by = 'Tab') => {
        await target.waitFor();
        for (let i = 0; i < 120; i += 1) {
            if (await target.evaluate((e) => e === document.activeElement)) {
                const ring = await target.evaluate((e) => {
                    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(e);
                    return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
                });
                if (!ring) throw new Error(`no ring around ${target}`);
                return;
            }
            await keyboard.press(by);
        }
        throw new Error(`the keyboard does not reach ${target}`);
    };
    const press = async (target, key = 'Enter') => { await to(target); await keyboard.press(key); };

    check('it starts', await open(page, s.url), 'ready');
    await press(button(kk('onboarding-start')));
    await to(field(kk('onboarding-name')));
    await keyboard.type('Дина');
    // The browser's own date field: its keys differ by language, its value does not.
    await to(field(kk('onboarding-birth')));
    await field(kk('onboarding-birth')).fill('2005-02-28');
    await press(button(kk('onboarding-next')));
    await press(page.getByRole('radio', { name: /Қола/ }), 'Space');
    await press(button(kk('onboarding-pick', { level: 'Қола' })));
    await press(button(kk('plan-suggest')));
    await page.getByText(kk('plan-suggested')).waitFor();
    await press(button(kk('onboarding-plan-go')));
    await press(button(kk('onboarding-later')));
    const nav = page.getByRole('navigation', { name: kk('common-nav') });
    const place = (name) => nav.getByRole('link', { name, exact: true });

    await press(place(kk('common-nav-log')));
    const sheet = page.getByRole('dialog');
    await sheet.waitFor();
    await until('the focus is in the sheet', () => page.evaluate(() => document.querySelector('[role=dialog]').contains(document.activeElement)));
    await press(sheet.getByRole('button', { name: kk('common-save'), exact: true }));
    await sheet.waitFor({ state: 'detached' });
    check('an entry is there', await until('logged', () => page.locator('main').getByText(/30/).count()) > 0, true);

    await press(place(kk('common-nav-journey')));
    const number = page.locator('button.tell').first();
    await press(number);
    await page.getByRole('dialog').waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await until('back where it was', () => number.evaluate((e) => e === document.activeElement));
    check('nothing went wrong in the page', p.errors, []);
}
