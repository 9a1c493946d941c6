// A worker that cannot start: the page must say so instead of waiting for ever.
import { phone, server, until } from './lib.mjs';

export async function test() {
    const s = await server();
    const broken = await phone();
    await broken.context.route('**/worker-*.js', (route) => route.abort());
    await broken.page.goto(s.url);
    await until('a worker that cannot start is noticed', () =>
        broken.page.evaluate(() => document.documentElement.dataset.core === 'failed'));
}
