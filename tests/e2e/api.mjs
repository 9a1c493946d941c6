// The document of the API by a foreign reader, and its page as people see it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Validator } from '@seriousme/openapi-schema-validator';
import { check, folder, phone, server } from './lib.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function test() {
    const s = await server();
    const document = await (await fetch(`${s.url}/v1/openapi.json`)).json();
    const read = await new Validator().validate(document);
    check('a foreign reader finds nothing wrong in it', read.errors ?? [], []);
    for (const theme of ['light', 'dark']) {
        for (const width of [320, 390, 1280]) {
            const reader = await phone({ profile: folder(), theme, width, isMobile: false, hasTouch: false, bypassCSP: true });
            const { page } = reader;
            await page.goto(`${s.url}/v1/`);
            for (const call of await page.locator('details').all()) await call.evaluate((d) => { d.open = true; });
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            check(`${theme}, ${width}: nothing is wider than the screen`, wide <= 0 ? 0 : wide, 0);
            await page.evaluate(AXE);
            const found = await page.evaluate(() => axe.run().then((r) => r.violations.map((v) => `${v.id}: ${v.nodes[0].html}`)));
            check(`${theme}, ${width}: axe finds nothing`, found, []);
            if (process.env.QADAM_SHOW) await page.screenshot({ path: `${process.env.QADAM_SHOW}/api-${theme}-${width}.png` });
            const low = await page.locator('nav a, summary').evaluateAll((all) => all.filter((e) => e.getBoundingClientRect().height < 48).length);
            check(`${theme}, ${width}: what is tapped is high enough`, low, 0);
            check(`${theme}, ${width}: nothing went wrong in the page`, reader.errors, []);
            await reader.context.close();
        }
    }
}
