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
        else if (data?.want) rare();
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
    return compiled(reply);
}
async function compiled(reply) {
    // A proxy that rewrites the content type: compile what came anyway.
    const streams = WebAssembly.compileStreaming && reply.headers.get('content-type') === 'application/wasm';
    return streams ? WebAssembly.compileStreaming(reply) : WebAssembly.compile(await reply.arrayBuffer());
}

let setDrawn;
const drawn = new Promise((r) => { setDrawn = r; });

// The first paint stays until the app has drawn more than its own "loading" (`.sks`, a skeleton).
function swap() {
    const first = document.getElementById('first');
    const app = document.getElementById('qadam');
    const done = () => {
        if (!app.firstElementChild || app.querySelector('.sks')) return false;
        first?.remove();
        performance.mark('qadam-drawn');
        repeatTaps(app);
        setDrawn();
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

// ---- what the start does not wait for ----
// The places that nobody needs to begin and to log are a file of their own, which joins the program that
// runs in the page. The screens ask by these names.
let program = null; // what the running wasm offers
let coming = null;
async function join() {
    const lang = document.documentElement.lang;
    const [part, text] = await Promise.all([globalThis.qadamFile('./places.wasm').then(compiled), globalThis.qadamTexts(lang, true)]);
    await WebAssembly.instantiate(part, { __wasm_split: program });
    apart.rest = [lang, text];
    apart.here = true;
    performance.mark('qadam-places');
    return true;
}
// What the core does rarely is another one, for the worker. A core that needs it says so (`want`), and
// whoever waits there hears of a failure, too.
let rareComing = null;
async function rare() {
    rareComing ??= globalThis.qadamFile('./rare.wasm').then(compiled);
    const part = await rareComing.catch((error) => {
        console.warn('a part of the core did not come:', error);
        rareComing = null;
        return false;
    });
    worker?.postMessage({ part });
    return part !== false;
}
const apart = globalThis.qadamApart = {
    text: null, // what the first language starts with
    rest: null, // a language and the rest of its texts
    here: false,
    places() {
        return coming ??= join().catch((error) => {
            console.warn('the places did not come:', error);
            coming = null; // the next who asks tries again
            return false;
        });
    },
    texts: (lang) => Promise.all([globalThis.qadamTexts(lang), globalThis.qadamTexts(lang, true)]),
};

// Any language is better than no start; the chosen one is asked for again then.
async function firstTexts() {
    const page = document.documentElement;
    const others = ['kk', 'ru', 'en'];
    for (;;) {
        const lang = page.lang;
        const text = await globalThis.qadamTexts(lang).catch((error) => {
            if (!others.length) throw error;
        });
        if (text === undefined) page.lang = others.shift();
        else if (page.lang === lang) { apart.text = text; return; } // else another one was tapped meanwhile
    }
}

try {
    // The worker's own script loads while the wasm does.
    worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'qadam-core' });
    listen();
    const module = await compile();
    performance.mark('qadam-compiled');
    start(module);
    swap();
    await firstTexts();
    program = await init({ module_or_path: module });
} catch (error) {
    console.error(error);
    fail(String(error?.message ?? error));
    // No wasm, no app: say so in the page's own words.
    document.getElementById('broken')?.removeAttribute('hidden');
}

// After the app runs, so that nothing here slows down the first visit: the service worker keeps what a start
// without network needs; then come the other places and languages, and it keeps them, too.
async function keep() {
    const worker = navigator.serviceWorker;
    worker.onmessage = ({ data }) => {
        if (data === 'whole') document.documentElement.dataset.kept = 'whole';
    };
    await worker.register('/sw.js');
    const { active } = await worker.ready;
    await behind();
    active.postMessage('rest');
}
async function behind() {
    await drawn;
    await rare();
    await apart.places();
}
if (program && 'serviceWorker' in navigator) keep().catch((e) => console.warn('no offline start:', e));
else if (program) behind();
