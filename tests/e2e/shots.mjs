// Pictures of every screen, in three languages and both themes, into shots/. Usage: node shots.mjs [NAME]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { endAll, ROOT } from './lib.mjs';
import { door } from './door.mjs';
import { gold, TRACKS } from './gold.mjs';
import { cast, LANGUAGES, show, THEMES } from './screens.mjs';
import { fresh, states, steps } from './states.mjs';
import { texts } from './texts.mjs';

const wanted = process.argv[2] ?? '';
const out = join(ROOT, 'shots');
mkdirSync(out, { recursive: true });
let pictures = 0;
try {
    const { s, places, participant, mentor } = await cast();
    // Somebody with eighteen months behind them, beside the demo cohort.
    const life = await gold(s);
    const reports = await (await door(life.page)).ask('reports');
    places.push(['gold', life, [
        ['today', '/'], ['journey', '/journey'], ...TRACKS.map((t) => [`track-${t}`, `/track/${t}`]), ['year', '/year'], ['plan', '/plan'],
        ['reports', '/reports'], ['report', `/report/${reports.reports[0].id}`], ['report-new', '/reports/new'], ['book', '/book?track=&on='],
        ['rules', '/rules'], ['me', '/me'],
    ]]);
    places.push(await fresh(s));
    async function take(page, file) {
        await page.screenshot({ path: join(out, `${file}.png`), animations: 'disabled', timeout: 60_000 });
        await page.screenshot({ path: join(out, `${file}-full.png`), animations: 'disabled', fullPage: true, timeout: 60_000 });
        pictures += 2;
    }
    const looks = LANGUAGES.flatMap((language) => THEMES.map((theme) => [language, theme]));
    async function all([role, who, screens, before]) {
        const named = screens.filter(([name]) => looks.some(([l, t]) => `${role}-${name}-${l}-${t}`.includes(wanted)));
        if (!named.length) return;
        await before?.();
        for (const [language, theme] of looks) for (const [name, path, then] of named) {
            const file = `${role}-${name}-${language}-${theme}`;
            if (!file.includes(wanted)) continue;
            await show(who, s.url, path, language, theme);
            await then?.(who.page, texts(language));
            await take(who.page, file);
        }
    }
    for (const place of places) await all(place);
    for (const [language, theme] of looks) {
        if (`steps-${language}-${theme}`.includes(wanted)) await steps(s, language, theme, (page, name) => take(page, `steps-${name}-${language}-${theme}`));
    }
    for (const place of await states(s, participant, mentor)) await all(place);
    console.log(`${pictures} pictures in shots/`);
} finally {
    await endAll();
}
