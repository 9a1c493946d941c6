// Inlined into the page: before anything is loaded, shows the first screen in the person's language, or
// an empty frame where somebody is at home already (their screen comes from their own data). Taps that
// come before the program are kept in `qadamTaps`; boot.js repeats them on the app's own buttons.
(function () {
    var read = function (key) { try { return localStorage.getItem(key); } catch (e) { return null; } };
    var known = ['kk', 'ru', 'en'];
    var asked = read('qadam.lang') || (navigator.language || '').slice(0, 2).toLowerCase();
    var theme = read('qadam.theme');
    var root = document.documentElement;
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    root.dataset.size = read('qadam.size') || '';
    var first = document.getElementById('first');
    var welcome = !read('qadam.seen') && location.pathname === '/';
    window.qadamTaps = {};
    // Texts of a language, what a start needs and the rest, each asked for once. What the service worker keeps
    // comes first: a page that it does not serve yet finds it too.
    var files = { kk: './texts-kk.txt', ru: './texts-ru.txt', en: './texts-en.txt' };
    var more = { kk: './more-kk.txt', ru: './more-ru.txt', en: './more-en.txt' };
    var texts = {};
    window.qadamFile = function (file) {
        var kept = window.caches ? caches.match(file).catch(function () {}) : Promise.resolve();
        return kept.then(function (reply) { return reply || fetch(file); }).then(function (reply) {
            if (!reply.ok) throw new Error(file + ': ' + reply.status);
            return reply;
        });
    };
    window.qadamTexts = function (lang, rest) {
        var file = (rest ? more : files)[lang];
        if (!texts[file]) {
            texts[file] = window.qadamFile(file).then(function (reply) { return reply.text(); });
            texts[file].catch(function () { delete texts[file]; });
        }
        return texts[file];
    };
    function draw(lang) {
        root.lang = lang;
        var template = welcome && document.getElementById('first-' + lang);
        first.textContent = '';
        first.appendChild((template || document.getElementById('first-shell')).content.cloneNode(true));
        var broken = document.getElementById('broken');
        broken.textContent = broken.dataset[lang];
    }
    draw(known.indexOf(asked) < 0 ? 'kk' : asked);
    // Asks for the program, once, and only now: on a slow line it would crowd out what is drawn first. (A
    // preload was at times fetched a second time by the script that uses it: 800 KB more.)
    window.qadamWasm = fetch('./qadam_bg.wasm');
    window.qadamWasm.catch(function () {}); // boot.js says what went wrong
    window.qadamTexts(root.lang);
    first.addEventListener('click', function (event) {
        var button = event.target.closest('[data-tap]');
        if (!button) return;
        var tap = button.dataset.tap;
        if (known.indexOf(tap) >= 0) {
            window.qadamTaps.lang = tap;
            draw(tap);
            window.qadamTexts(tap);
        } else {
            window.qadamTaps.go = tap;
        }
        var chosen = window.qadamTaps.go && first.querySelector('[data-tap="' + window.qadamTaps.go + '"]');
        if (chosen) chosen.setAttribute('aria-busy', 'true');
    });
})();
