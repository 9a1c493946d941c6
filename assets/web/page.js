// The few things that screens do to the page itself, in browsers and in the web views of phone and
// desktop alike. Screens call them by name with JSON arguments (`qadamPage.look("kk", "dark", true)`):
// the browser's policy lets no other script text run.
globalThis.qadamPage = {
    // What was written in a field is on its way: the field is empty again and keeps the keyboard.
    empty(id) {
        const field = document.getElementById(id);
        if (field) field.value = '';
    },
    // Language, theme and text size (percent), on the page and for the first paint of the next start.
    // `theme` "": the system's. `seen`: somebody has a profile here.
    look(lang, theme, seen, size) {
        const root = document.documentElement;
        root.dataset.size = size;
        root.lang = lang;
        if (theme) root.dataset.theme = theme;
        else delete root.dataset.theme;
        try {
            localStorage.setItem('qadam.lang', lang);
            localStorage.setItem('qadam.theme', theme);
            localStorage.setItem('qadam.size', size);
            if (seen) localStorage.setItem('qadam.seen', '1');
            else localStorage.removeItem('qadam.seen');
        } catch {
            // Storage may be barred; the settings themselves are in the app's own file.
        }
    },
    // A file for the person, as the browser's own download.
    save(name, kind, text) {
        const link = document.createElement('a');
        link.href = URL.createObjectURL(new Blob([text], { type: kind }));
        link.download = name;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    },
    // Files that a person chooses, in Base64. For web views of phones: there our own file fields do nothing.
    async photos() {
        const field = document.createElement('input');
        Object.assign(field, { type: 'file', accept: 'image/*', multiple: true });
        const files = await new Promise((done) => {
            field.onchange = () => done([...field.files]);
            field.oncancel = () => done([]);
            field.click();
        });
        const text = (file) => new Promise((done, failed) => {
            const reader = new FileReader();
            reader.onload = () => done(reader.result.slice(reader.result.indexOf(',') + 1));
            reader.onerror = () => failed(reader.error);
            reader.readAsDataURL(file);
        });
        return Promise.all(files.filter((file) => file.size <= 40 * 1024 * 1024).map(text));
    },
    // Whether reminders may be shown: 'granted', 'denied', 'default', or '' where there is no such thing.
    mayRemind() { return globalThis.Notification?.permission ?? ''; },
    // Only ever from a tap.
    askRemind() { globalThis.Notification?.requestPermission()?.catch(() => { /* an old browser wants a callback */ }); },
    // What to say and when, in the place of everything before. It is said while the app is open.
    remind(title, list) {
        for (const timer of this.timers ?? []) clearTimeout(timer);
        this.timers = list.map(([at, body]) => [at - Date.now(), body])
            // a longer wait than 24 days would fire at once
            .filter(([wait]) => wait > 0 && wait < 2 ** 31)
            .map(([wait, body]) => setTimeout(() => this.say(title, body), wait));
    },
    async say(title, body) {
        if (this.mayRemind() !== 'granted') return;
        const about = { body, tag: 'qadam-plan', icon: '/icons/icon-192.png' };
        // Phones show it through the service worker alone.
        const worker = await navigator.serviceWorker?.getRegistration();
        if (worker) worker.showNotification(title, about).catch(() => { /* the person has said no meanwhile */ });
        else new Notification(title, about);
    },
    // Says when somebody looks at the app or turns away from it, and when there is a network again. For web views: a
    // browser's page tells the core itself.
    watch(say) {
        document.addEventListener('visibilitychange', () => say(document.hidden ? 'away' : 'here'));
        addEventListener('online', () => say('online'));
    },
    title(text) { document.title = text; },
    // A dialogue opens, or closes: then the keyboard goes back to where it was before.
    dialogue(open) {
        this.before ??= [];
        if (open) this.before.push(document.activeElement);
        else setTimeout((to) => { if (to?.isConnected) to.focus(); }, 0, this.before.pop());
    },
    focus(selector) { document.querySelector(selector)?.focus(); },
    reload() { location.reload(); },
    copy(text) { navigator.clipboard?.writeText(text).catch(() => { /* the code stands on the screen */ }); },
    top() { scrollTo(0, 0); },
    // The end of the page, as soon as it is drawn: at all events, or where the end was nearly in sight.
    bottom(must) {
        const page = document.documentElement;
        if (must || page.scrollHeight - scrollY - innerHeight < innerHeight / 2) {
            requestAnimationFrame(() => scrollTo(0, page.scrollHeight));
        }
    },
    // The page is about to grow above what is in sight: that stays where it is. (Browsers do so by
    // themselves, but not at the very top, and Safari not at all.)
    hold() {
        const page = document.documentElement, main = document.getElementById('main');
        const left = page.scrollHeight - scrollY;
        this.held?.disconnect();
        this.held = new MutationObserver(() => {
            this.held.disconnect();
            scrollTo(0, page.scrollHeight - left);
        });
        this.held.observe(main, { childList: true });
    },
};
