// Keeps the app on the phone: the second visit starts without network. What is cached is one version of
// the app; a newer one is fetched beside it, whole, and takes over at the next start, never in between. Only
// the very first one may start before the rest of it is here: the page asks for that when it runs.
const VERSION = '__VERSION__';
const FIRST = ['__FIRST__']; // what a start needs
const TEXTS = ['__TEXTS__']; // one of these, too: the page knows which
const REST = ['__REST__']; // what comes behind the running app
const CACHE = 'qadam-' + VERSION;

self.addEventListener('install', (event) => {
    const first = !self.registration.active;
    event.waitUntil(caches.open(CACHE).then(async (cache) => {
        // The page itself must be the server's newest; hashed names never change, so the browser's own
        // cache, which has just fetched them, may answer.
        const add = (files) => cache.addAll(
            files.map((file) => new Request(file, { cache: file === '/' ? 'no-cache' : 'default' })));
        await add(FIRST);
        if (!first) return add([...TEXTS, ...REST]);
        const text = async (how) => (await Promise.all(TEXTS.map((file) => fetch(file, how)
            .then((reply) => reply.ok && cache.put(file, reply).then(() => true)).catch(() => false)))).some(Boolean);
        // The language that the page has fetched is in the browser's cache; where that keeps nothing, any.
        if (!await text({ cache: 'only-if-cached', mode: 'same-origin' }) && !await text()) throw new Error('no texts');
    }));
});

self.addEventListener('message', (event) => {
    if (event.data === 'rest') {
        event.waitUntil(rest().then(() => event.source.postMessage('whole'),
            // No network now, or the server has a newer version already, which comes whole.
            (cause) => console.warn('not all is kept yet:', cause)));
    }
});
async function rest() {
    const cache = await caches.open(CACHE);
    const missing = [];
    for (const file of [...TEXTS, ...REST]) if (!await cache.match(file)) missing.push(file);
    await cache.addAll(missing);
}

self.addEventListener('activate', (event) => {
    event.waitUntil(caches.keys().then((names) => Promise.all(
        names.filter((name) => name.startsWith('qadam-') && name !== CACHE).map((name) => caches.delete(name)),
    )));
});

self.addEventListener('fetch', (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.origin !== location.origin) return;
    // The API is the core's business: it knows about being offline.
    if (url.pathname.startsWith('/v1/') || url.pathname === '/healthz') return;
    if (request.mode === 'navigate') {
        // Every screen is the one page. Looking for a newer version happens behind it.
        event.respondWith(fromCache('/', request));
        event.waitUntil(self.registration.update().catch(() => {}));
    } else {
        event.respondWith(fromCache(url.pathname, request));
    }
});

// A reminder was tapped: the app comes to the front.
self.addEventListener('notificationclick', (event) => {
    event.notification.close();
    event.waitUntil(self.clients.matchAll({ type: 'window' })
        .then(([open]) => (open ? open.focus() : self.clients.openWindow('/'))));
});

async function fromCache(key, request) {
    const cache = await caches.open(CACHE);
    return (await cache.match(key)) ?? fetch(request);
}
