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
            // {"view": {"id", "result"}}, {"done": {"id", "result"}} or {"event": …}
            const { id, result } = Object.values(JSON.parse(frame))[0];
            const resolve = waiting.get(id);
            if (resolve) { waiting.delete(id); resolve(result); }
            else screens?.(frame);
        };
        const send = (kind, what) => new Promise((resolve) => {
            last += 1;
            waiting.set(last, resolve);
            port.send(JSON.stringify({ [kind]: { id: last, ...what } }));
        });
        globalThis.testDoor = {
            run: (command) => send('run', { op_id: null, command }),
            ask: (query) => send('ask', { query }),
        };
    });
    const ok = (result) => {
        if (result && 'Err' in result) throw new Error(JSON.stringify(result.Err));
        return result.Ok;
    };
    return {
        run: async (command) => ok(await page.evaluate((c) => globalThis.testDoor.run(c), command)),
        // a view comes under its name: {"today": {…}}
        ask: async (query) => Object.values(ok(await page.evaluate((q) => globalThis.testDoor.ask(q), query)))[0],
    };
}
export const entry = (n, on) => ({
    log: { draft: { id: null, track: 'sport', activity: null, on, minutes: 20 + (n % 40), pages: 0, nights: 0, thing: null,
        note: `Жүгіру ${n}: ауа салқын, аяқ жеңіл`, attested_by: null } },
});
export const today = () => new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 10); // Asia/Almaty
