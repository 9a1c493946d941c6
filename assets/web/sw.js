// Keeps the app on the phone: the second visit starts without network. What is cached is one version of
// the app, whole; a newer one is fetched beside it and takes over at the next start, never in between.
const VERSION = '__VERSION__';
const FILES = ['__FILES__'];
const CACHE = 'qadam-' + VERSION;

self.addEventListener('install', (event) => {
    event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(
        // The page itself must be the server's newest; hashed names never change, so the browser's own
        // cache, which has just fetched them, may answer.
        FILES.map((file) => new Request(file, { cache: file === '/' ? 'no-cache' : 'default' })),
    )));
});

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
