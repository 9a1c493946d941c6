// The worker's side: takes the lock on this browser's data, then runs the core from the module that the
// page has compiled. Only one worker may hold the files, so nothing is opened before the lock is ours.
import init from './qadam.js';

let listener = null;
const waiting = []; // frames that come before the core listens, also while another tab has the data
let running = false;
let program = null; // what the running wasm offers
let part = null; // what comes behind the start: a module, or false while it cannot be had
let partListener = null;

globalThis.qadamPort = {
    send(frame) { postMessage(frame, [frame.buffer]); },
    get onframe() { return listener; },
    set onframe(f) {
        listener = f;
        while (listener && waiting.length) listener(waiting.shift());
    },
    onstatus: null, // the page's matter
    takeOver() {},
    get onpart() { return partListener; },
    set onpart(f) { partListener = f; join(); },
    wantPart() { if (!partHere) postMessage({ want: true }); },
    picture,
    async persist() { return (await navigator.storage?.persisted?.()) ?? false; },
};

const report = (status) => postMessage({ status });

// The part joins the running program at once: a worker may compile and instantiate without waiting.
let partHere = false;
function join() {
    if (part === null || !program || !partListener || partHere) return;
    try {
        if (part) new WebAssembly.Instance(part, { __wasm_split: program });
        partHere = part !== false;
    } catch (error) {
        console.error(error);
    }
    part = null;
    partListener(partHere);
}

async function run(module) {
    if (running) return;
    running = true;
    try {
        program = await init({ module_or_path: module });
        join();
        report('ready');
    } catch (error) {
        console.error(error);
        report('failed:' + String(error?.message ?? error));
    }
}

// Held as long as this worker lives: the promise never settles.
function hold(module) {
    return async () => {
        await run(module);
        return new Promise(() => {});
    };
}

// Milliseconds after which the data are somebody else's.
const PATIENCE_MS = 2_000;
let kept = null;
onmessage = ({ data }) => {
    if (data instanceof Uint8Array) {
        if (listener) listener(data);
        else waiting.push(data);
    } else if (data?.module) {
        kept = data.module;
        // A page that is loaded again is here before the worker of the one it replaces has ended: it waits a moment.
        // A tab that was told to take over waits until the other has let go.
        const patience = new AbortController();
        if (!data.take) setTimeout(() => patience.abort(), PATIENCE_MS);
        navigator.locks.request('qadam-core', { signal: patience.signal }, hold(kept))
            .catch((error) => report(error?.name === 'AbortError' ? 'busy' : 'failed:' + String(error?.message ?? error)));
    } else if (data && 'part' in data) {
        part = data.part;
        join();
    } else if (data?.take && kept && !running) {
        navigator.locks.request('qadam-core', hold(kept))
            .catch((error) => report('failed:' + String(error?.message ?? error)));
    }
};

// A photo of a file, and the same in small: upright, scaled, on white, without anything but the picture. The
// browser decodes it. Nothing where it has no room for so many pixels.
async function picture(file, side, small) {
    const whole = await createImageBitmap(new Blob([file]), { imageOrientation: 'from-image' });
    try {
        const photo = await drawn(whole, side, 0.82);
        return photo && [photo, await drawn(whole, small, 0.72)];
    } finally {
        whole.close();
    }
}

async function drawn(whole, side, quality) {
    const longest = Math.max(whole.width, whole.height);
    const size = (part) => Math.max(1, Math.round(part * Math.min(1, side / longest)));
    const canvas = new OffscreenCanvas(size(whole.width), size(whole.height));
    const on = canvas.getContext('2d', { alpha: false });
    if (!on) return null;
    on.fillStyle = '#fff';
    on.fillRect(0, 0, canvas.width, canvas.height);
    on.imageSmoothingQuality = 'high';
    on.drawImage(whole, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    return new Uint8Array(await blob.arrayBuffer());
}

// A panic inside a later task reaches nobody else: the page must hear of it.
addEventListener('unhandledrejection', (event) => {
    if (event.reason instanceof WebAssembly.RuntimeError) report('failed:' + event.reason.message);
});
