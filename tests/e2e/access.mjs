// Accessibility of every screen, in three languages and both themes: axe's rules (contrast included),
// targets of at least 48 px, no sideways scroll at 320 px and with text at 200 %.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { check, picture } from './lib.mjs';
import { cast, LANGUAGES, show, THEMES } from './screens.mjs';
import { fresh, lost } from './states.mjs';

const LOOKS = LANGUAGES.flatMap((language) => THEMES.map((theme) => [language, theme]));

// All of them, and then the verdict: somebody who mends screens wants the whole list.
const wrong = [];
function note(what, found) {
    if (found.length === 0) return check(what, found, []);
    console.log(`  --  ${what}\n      ${found.join('\n      ')}`);
    wrong.push(what);
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function test() {
    // axe is text that becomes a script, which the policy would refuse; `start.mjs` holds the policy.
    const { s, places, participant } = await cast({ bypassCSP: true });
    places.push(await fresh(s, { bypassCSP: true }), lost(participant));
    for (const [role, who, screens] of places) for (const [name, path] of screens) {
        for (const [language, theme] of LOOKS) {
            await show(who, s.url, path, language, theme);
            // The whole page at once: a row that lies half under the bar at the bottom is not too small, it is
            // only not scrolled to yet.
            await whole(who.page);
            await who.page.evaluate(axe);
            const found = await who.page.evaluate(async () => (await globalThis.axe.run(document, {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
            })).violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 140)).join(' | ')}`));
            if (found.length) await picture(who.page, `axe-${role}-${name}-${language}-${theme}`);
            note(`${role} ${name}, ${language}, ${theme}: axe finds nothing`, found);
            note(`${role} ${name}, ${language}: every text is there`, await missing(who.page));
        }
        note(`${role} ${name}: targets of 48 px`, await small(who.page));
        await who.page.setViewportSize({ width: 320, height: 700 });
        note(`${role} ${name}: no sideways scroll at 320 px`, await wide(who.page));
        await who.page.setViewportSize({ width: 1200, height: 800 });
        note(`${role} ${name}: no sideways scroll on a wide screen`, await wide(who.page));
        await who.page.setViewportSize({ width: 390, height: 844 });
        await who.page.addStyleTag({ content: 'html { font-size: 200% !important; }' });
        note(`${role} ${name}: no sideways scroll at 200 % text`, await wide(who.page));
    }
    if (wrong.length) throw new Error(`${wrong.length} of the above are not as they should be`);
}
// A text that is not there shows its id in brackets.
const missing = (page) => page.evaluate(() => document.body.innerText.match(/⟦[^⟧]*⟧/g) ?? []);
async function whole(page) {
    // Long lists grow when their end comes into sight.
    for (let grown = 0, turns = 0; turns < 20; turns += 1) {
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        if (height === grown) return;
        grown = Math.max(844, height);
        await page.setViewportSize({ width: 390, height: grown });
        await page.waitForTimeout(150);
    }
}
const small = (page) => page.evaluate(() => [...document.querySelectorAll('#qadam :is(a[href], button, input, select, textarea, [role=radio], [role=button], [role=switch])')]
    .filter((e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !e.closest('.skip'))
    .map((e) => [e, (e.closest('label') ?? e).getBoundingClientRect()])
    .filter(([, r]) => r.width > 0 && (r.width < 47.5 || r.height < 47.5))
    // a link inside a sentence is as tall as its line
    .filter(([e]) => !(e.tagName === 'A' && e.parentElement.tagName === 'P'))
    .map(([e, r]) => `${(e.getAttribute('aria-label') ?? e.textContent).trim().slice(0, 40)} ${Math.round(r.width)}×${Math.round(r.height)}`));
const wide = (page) => page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit + 1) return [];
    return [...document.querySelectorAll('#qadam *')].filter((e) => e.getBoundingClientRect().right > limit + 1)
        .slice(-3).map((e) => `${e.tagName}.${e.className?.baseVal ?? e.className}`);
});
