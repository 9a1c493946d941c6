// Pictures of every screen, in three languages and both themes, into shots/. Usage: node shots.mjs [NAME]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { endAll, ROOT } from './lib.mjs';
import { door } from './door.mjs';
import { gold, TRACKS } from './gold.mjs';
import { cast, LANGUAGES, show, THEMES } from './screens.mjs';

const wanted = process.argv[2] ?? '';
const out = join(ROOT, 'shots');
mkdirSync(out, { recursive: true });
let pictures = 0;
try {
    const { s, places } = await cast();
    // Somebody with eighteen months behind them, beside the demo cohort.
    const life = await gold(s);
    const reports = await (await door(life.page)).ask('reports');
    places.push(['gold', life, [
        ['today', '/'], ['journey', '/journey'], ...TRACKS.map((t) => [`track-${t}`, `/track/${t}`]), ['year', '/year'], ['plan', '/plan'],
        ['reports', '/reports'], ['report', `/report/${reports.reports[0].id}`], ['report-new', '/reports/new'], ['book', '/book?track=&on='],
        ['rules', '/rules'], ['me', '/me'],
    ]]);
    for (const language of LANGUAGES) for (const theme of THEMES) for (const [role, who, screens] of places) {
        for (const [name, path] of screens) {
            const file = `${role}-${name}-${language}-${theme}`;
            if (!file.includes(wanted)) continue;
            await show(who, s.url, path, language, theme);
            await who.page.screenshot({ path: join(out, `${file}.png`), animations: 'disabled', timeout: 60_000 });
            await who.page.screenshot({ path: join(out, `${file}-full.png`), animations: 'disabled', fullPage: true, timeout: 60_000 });
            pictures += 2;
        }
    }
    console.log(`${pictures} pictures in shots/`);
} finally {
    await endAll();
}
