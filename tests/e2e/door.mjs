// Speaks with the core through the page's own port, as the screens do: for what is about the core, not
// about pixels.
export async function door(page) {
    await page.evaluate(() => {
        if (globalThis.testDoor) return;
        const port = globalThis.qadamPort;
        const screens = port.onframe;
        const waiting = new Map();
        let last = 1_000_000; // far from the screens' own numbers
        port.onframe = (frame) => {
            const seen = JSON.parse(frame);
            const resolve = waiting.get(seen.id);
            if (resolve) { waiting.delete(seen.id); resolve(seen.result); }
            else screens?.(frame);
        };
        const send = (frame) => new Promise((resolve) => {
            last += 1;
            waiting.set(last, resolve);
            port.send(JSON.stringify({ ...frame, id: last }));
        });
        globalThis.testDoor = {
            run: (command) => send({ t: 'run', op_id: null, command }),
            ask: (query) => send({ t: 'ask', query }),
        };
    });
    const ok = (result) => {
        if (result && 'Err' in result) throw new Error(JSON.stringify(result.Err));
        return result?.Ok ?? result;
    };
    return {
        run: async (command) => ok(await page.evaluate((c) => globalThis.testDoor.run(c), command)),
        ask: async (query) => ok(await page.evaluate((q) => globalThis.testDoor.ask(q), query)),
    };
}
export const entry = (n, on) => ({
    do: 'log',
    draft: { id: null, track: 'sport', activity: null, on, minutes: 20 + (n % 40), pages: 0, nights: 0, thing: null,
        note: `Жүгіру ${n}: ауа салқын, аяқ жеңіл`, attested_by: null },
});
export const today = () => new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 10); // Asia/Almaty
