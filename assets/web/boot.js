// The page's side: fetches and compiles the one wasm file, starts the worker with it, carries frames
// (bytes) between the two, and notices when the worker dies. Control messages are plain objects.
//
// status, as the page's wasm hears it: "ready", "busy" (another tab has the data), "moved" (another tab
// has just taken it), "failed:<reason>".
import init from './qadam.js';
import './page.js';

const TAKE = 'qadam.take'; // set for one reload: this tab asks for the data at once
const tab = crypto.randomUUID();
const tabs = new BroadcastChannel('qadam');
let worker = null;
let status = '';

// What comes before the wasm listens waits here.
function inbox() {
    let listener = null;
    const waiting = [];
    return {
        put(item) { if (listener) listener(item); else waiting.push(item); },
        get listener() { return listener; },
        set listener(f) {
            listener = f;
            while (listener && waiting.length) listener(waiting.shift());
        },
    };
}
const frames = inbox();
const states = inbox();

function report(next) {
    status = next;
    document.documentElement.dataset.core = next.split(':')[0];
    performance.mark('qadam-core-' + next.split(':')[0]);
    states.put(next);
}

globalThis.qadamPort = {
    send(frame) { worker?.postMessage(frame, [frame.buffer]); },
    get onframe() { return frames.listener; },
    set onframe(f) { frames.listener = f; },
    get onstatus() { return states.listener; },
    set onstatus(f) { states.listener = f; },
    takeOver() {
        if (status === 'busy') {
            tabs.postMessage({ take: tab });
            worker?.postMessage({ take: true });
        } else if (status === 'moved') {
            // This tab's worker is gone and with it what the screens were watching: start anew.
            sessionStorage.setItem(TAKE, '1');
            location.reload();
        }
    },
    async persist() {
        return (await navigator.storage?.persisted?.()) || (await navigator.storage?.persist?.()) || false;
    },
};

tabs.onmessage = ({ data }) => {
    // "busy" tabs hold nothing. Ending the worker frees its files and its lock.
    if (data?.take && data.take !== tab && worker && status !== 'busy') {
        worker.terminate();
        worker = null;
        report('moved');
    }
};

function fail(reason) {
    worker?.terminate();
    worker = null;
    report('failed:' + reason);
}

// Listened to from its birth: a script that does not load fails before the wasm is compiled.
function listen() {
    worker.onmessage = ({ data }) => {
        if (data instanceof Uint8Array) frames.put(data);
        else if (data?.status?.startsWith('failed')) fail(data.status.slice('failed:'.length));
        else if (data?.status) report(data.status);
    };
    worker.onerror = (event) => fail(event.message || 'worker');
    worker.onmessageerror = () => fail('message');
}

function start(module) {
    if (!worker) return; // it has failed already, and the screens say so once they are drawn
    const take = sessionStorage.getItem(TAKE) === '1';
    sessionStorage.removeItem(TAKE);
    if (take) tabs.postMessage({ take: tab });
    worker.postMessage({ module, take });
}

// `first.js` has asked for it.
async function compile() {
    const reply = await globalThis.qadamWasm;
    if (!reply.ok) throw new Error(`the program did not come: ${reply.status}`);
    // A proxy that rewrites the content type: compile what came anyway.
    const streams = WebAssembly.compileStreaming && reply.headers.get('content-type') === 'application/wasm';
    return streams ? WebAssembly.compileStreaming(reply) : WebAssembly.compile(await reply.arrayBuffer());
}

// The first paint stays until the app has drawn more than its own "loading" (`.sks`, a skeleton).
function swap() {
    const first = document.getElementById('first');
    const app = document.getElementById('qadam');
    const done = () => {
        if (!app.firstElementChild || app.querySelector('.sks')) return false;
        first?.remove();
        performance.mark('qadam-drawn');
        repeatTaps(app);
        return true;
    };
    if (done()) return;
    new MutationObserver((_, observer) => { if (done()) observer.disconnect(); })
        .observe(app, { childList: true, subtree: true });
}

// What was tapped on the first paint, on the app's own buttons: the language first, and once it is there
// the way on, because going on takes the shown language as the chosen one.
function repeatTaps(app) {
    const { lang, go } = globalThis.qadamTaps ?? {};
    const tap = (name) => app.querySelector(`[data-tap="${name}"]`)?.click();
    const chosen = () => !lang || app.querySelector(`[data-tap="${lang}"]`)?.ariaChecked !== 'false';
    if (!chosen()) tap(lang);
    if (!go) return;
    const end = performance.now() + 5000;
    const wait = () => {
        if (chosen() || performance.now() > end) tap(go);
        else setTimeout(wait, 30);
    };
    wait();
}

try {
    // The worker's own script loads while the wasm does.
    worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'qadam-core' });
    listen();
    const module = await compile();
    performance.mark('qadam-compiled');
    start(module);
    swap();
    await init({ module_or_path: module });
} catch (error) {
    console.error(error);
    fail(String(error?.message ?? error));
    // No wasm, no app: say so in the page's own words.
    document.getElementById('broken')?.removeAttribute('hidden');
}

if ('serviceWorker' in navigator) {
    // After the app runs, so that filling the cache does not slow down the first visit.
    const register = () => navigator.serviceWorker.register('/sw.js').catch((e) => console.warn('no offline start:', e));
    if (document.readyState === 'complete') register();
    else addEventListener('load', register, { once: true });
}
