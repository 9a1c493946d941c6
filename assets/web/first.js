// Inlined into the page: before anything is loaded, shows the first screen in the person's language, or
// an empty frame where somebody is at home already (their screen comes from their own data).
(function () {
    var read = function (key) { try { return localStorage.getItem(key); } catch (e) { return null; } };
    var known = ['kk', 'ru', 'en'];
    var asked = read('qadam.lang') || (navigator.language || '').slice(0, 2).toLowerCase();
    var lang = known.indexOf(asked) < 0 ? 'kk' : asked;
    var theme = read('qadam.theme');
    var root = document.documentElement;
    root.lang = lang;
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    var which = read('qadam.seen') || location.pathname !== '/' ? 'first-shell' : 'first-' + lang;
    var template = document.getElementById(which) || document.getElementById('first-shell');
    document.getElementById('first').appendChild(template.content.cloneNode(true));
    // A tap before the program is here is not lost: boot.js repeats it on the app's own button.
    document.getElementById('first').addEventListener('click', function (event) {
        var button = event.target.closest('button, a, [role=radio]');
        if (!button) return;
        event.preventDefault();
        window.qadamTap = button.textContent;
        var before = this.querySelector('[aria-busy=true]');
        if (before) before.removeAttribute('aria-busy');
        button.setAttribute('aria-busy', 'true');
    });
    var broken = document.getElementById('broken');
    broken.textContent = broken.dataset[lang];
})();
