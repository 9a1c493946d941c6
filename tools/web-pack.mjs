// Packs the web app: content hashes in names, the page from its template, the service worker's list,
// brotli and gzip beside every text. Usage: web-pack.mjs PARTS BINDGEN PRERENDERED OUT STAMP
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { transformSync } from 'esbuild';
import { shortNames } from './wasm-names.mjs';

const [parts, bindgen, prerendered, out, stamp] = process.argv.slice(2);
const fresh = out + '.new';
rmSync(fresh, { recursive: true, force: true });
mkdirSync(join(fresh, 'icons'), { recursive: true });

const web = (name) => readFileSync(join('assets/web', name), 'utf8');
const hash = (content, length = 12) => createHash('sha256').update(content).digest('hex').slice(0, length);
const first = [], texts = [], rest = []; // what a start needs, one of these too, what comes behind the running app

/** Writes a file under a name that carries its content's hash; gives that name. */
function hashed(name, content, list = first) {
    const at = name.lastIndexOf('.');
    const file = `${name.slice(0, at)}-${hash(content)}${name.slice(at)}`;
    writeFileSync(join(fresh, file), content);
    list.push('/' + file);
    return file;
}
/** Comments and names are for whoever reads the source, not for whoever pays per megabyte. */
const lean = (code, loader = 'js') => transformSync(code, { loader, minify: true, target: 'es2022', legalComments: 'none' }).code.trim();
const replaceAll = (text, pairs) => {
    for (const [from, to] of pairs) {
        if (!text.includes(from)) throw new Error(`nothing to replace: ${from}`);
        text = text.replaceAll(from, to);
    }
    return text;
};

// --- the program: wasm, its glue, and the glue's own snippets ---
// The lines along which the splitter cut are no imports any more.
const uncut = readFileSync(join(bindgen, 'qadam.js'), 'utf8').replaceAll(/^import \* as (\w+) from "apart"$/gm, 'const $1 = {};');
const named = shortNames(readFileSync(join(parts, 'main.wasm')), uncut, './qadam_bg.js');
const wasm = hashed('qadam.wasm', named.wasm);
const places = hashed('places.wasm', readFileSync(join(parts, 'places.wasm')), rest);
const rare = hashed('rare.wasm', readFileSync(join(parts, 'rare.wasm')), rest);
let glue = named.glue;
const modules = [];
for (const [whole, path] of glue.matchAll(/from\s+['"](\.\/snippets\/[^'"]+)['"]/g)) {
    if (!glue.includes(path)) continue; // imported twice
    const code = readFileSync(join(bindgen, path), 'utf8');
    if (/^\s*import\s/m.test(code)) throw new Error(`${path} imports other files: teach web-pack.mjs to follow`);
    const file = hashed(`part-${basename(path)}`, lean(code));
    modules.push(file);
    glue = glue.replaceAll(path, './' + file);
    void whole;
}
glue = hashed('qadam.js', lean(glue.replaceAll('qadam_bg.wasm', wasm)));
const worker = hashed('worker.js', lean(replaceAll(web('worker.js'), [['./qadam.js', './' + glue]])));
// page.js comes before boot.js in one file: one round trip less
const boot = hashed('boot.js', lean(replaceAll(web('page.js') + web('boot.js'), [
    ["import './page.js';\n", ''],
    ['./qadam.js', './' + glue], ['./worker.js', './' + worker], ['./places.wasm', '/' + places], ['./rare.wasm', '/' + rare],
])));

// --- texts: two files for each language, of which a start needs one of one ---
const locales = 'assets/locales';
const starts = readFileSync(join(locales, 'first.txt'), 'utf8').split(/\s+/).filter(Boolean).map((n) => `${n}.ftl`);
const textNames = ['kk', 'ru', 'en'].flatMap((lang) => {
    const names = readdirSync(join(locales, lang)).filter((n) => n.endsWith('.ftl')).sort();
    const write = (name, wanted, list) => {
        const all = names.filter(wanted).map((n) => readFileSync(join(locales, lang, n), 'utf8')).join('\n');
        // Comments are for translators.
        const file = hashed(`${name}-${lang}.txt`, all.replaceAll(/^#.*\n/gm, '').replaceAll(/\n{2,}/g, '\n'), list);
        return [`./${name}-${lang}.txt`, '/' + file];
    };
    return [write('texts', (n) => starts.includes(n), texts), write('more', (n) => !starts.includes(n), rest)];
});

// --- styles, in one file: tokens first, components next, then the rest by name ---
const order = (name) => ['tokens.css', 'components.css'].indexOf(name) + 1 || 9;
const sheets = existsSync('assets/css') ? readdirSync('assets/css').filter((n) => n.endsWith('.css')) : [];
sheets.sort((a, b) => order(a) - order(b) || a.localeCompare(b));
// In the page itself: a stylesheet of its own costs a round trip before anything is drawn.
const css = lean(sheets.map((name) => readFileSync(join('assets/css', name), 'utf8')).join('\n'), 'css');
if (css.includes('</style')) throw new Error('a stylesheet would end the page\'s style');

// --- icons and manifest keep their names: systems remember them ---
for (const name of readdirSync('assets/icons')) {
    if (!/^(icon|apple-touch-icon|sprite).*\.(svg|png)$/.test(name)) continue;
    writeFileSync(join(fresh, 'icons', name), readFileSync(join('assets/icons', name)));
}
writeFileSync(join(fresh, 'manifest.webmanifest'), JSON.stringify(JSON.parse(web('manifest.webmanifest'))));
first.push('/manifest.webmanifest', '/icons/icon.svg');
rest.push('/icons/icon-192.png');

// --- the page ---
const templates = ['kk', 'ru', 'en'].map((lang) => {
    const file = join(prerendered, `${lang}.html`);
    return existsSync(file) ? `<template id="first-${lang}">${readFileSync(file, 'utf8').trim()}</template>` : '';
}).filter(Boolean);
if (templates.length === 0) console.error('no pre-rendered first paint: the page starts empty');
const inline = lean(replaceAll(web('first.js'), [['./qadam_bg.wasm', '/' + wasm], ...textNames]));
const csp = [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' 'sha256-${createHash('sha256').update(inline).digest('base64')}'`,
    "style-src 'self' 'unsafe-inline'", // inline styles carry numbers (a bar's width), never scripts
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'none'",
].join('; ');
const page = Object.entries({
    csp,
    css,
    boot: '/' + boot,
    preload: [boot, glue, ...modules].map((m) => `<link rel="modulepreload" href="/${m}">`).join('\n'),
    templates: templates.join('\n'),
    first: inline,
}).reduce((text, [key, value]) => text.replaceAll(`{{${key}}}`, () => value), web('index.html'));
if (/\{\{\w+\}\}/.test(page)) throw new Error('index.html has a place that nothing fills');
writeFileSync(join(fresh, 'index.html'), page);

// --- the service worker: one version, whole ---
const files = ['/', ...first];
const version = hash([...files, ...texts, ...rest].join('\n') + page + readFileSync(join(fresh, 'manifest.webmanifest')));
writeFileSync(join(fresh, 'sw.js'), lean(replaceAll(web('sw.js'), [
    ['__VERSION__', version], ["['__FIRST__']", JSON.stringify(files)], ["['__TEXTS__']", JSON.stringify(texts)],
    ["['__REST__']", JSON.stringify(rest)],
])));

// --- compressed beside the plain ones ---
const br = promisify(brotliCompress), gz = promisify(gzip);
const sizes = {};
async function compress(folder, prefix) {
    for (const name of readdirSync(folder)) {
        const file = join(folder, name);
        if (statSync(file).isDirectory()) { await compress(file, `${prefix}${name}/`); continue; }
        const plain = readFileSync(file);
        let wire = plain.length;
        if (/\.(html|js|css|wasm|svg|txt|webmanifest)$/.test(name)) {
            const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
            const [b, g] = await Promise.all([br(plain, { params: quality }), gz(plain, { level: 9 })]);
            writeFileSync(file + '.br', b);
            writeFileSync(file + '.gz', g);
            wire = b.length;
        }
        sizes[prefix + name] = { plain: plain.length, wire };
    }
}
await compress(fresh, '/');

const listed = ['/index.html', '/sw.js', ...first];
const sum = (names) => names.reduce((all, name) => all + sizes[name].wire, 0);
const largest = Math.max(...texts.map((name) => sizes[name].wire));
const total = sum(listed) + largest;
const later = sum([...texts, ...rest]) - largest;
const before = sizes['/index.html'].wire; // what the first paint waits for
writeFileSync(join(fresh, 'sizes.json'), JSON.stringify({ total, later, first_paint: before, files: sizes }, null, 1));
writeFileSync(join(fresh, '.stamp'), stamp);
const old = out + '.old';
rmSync(old, { recursive: true, force: true });
if (existsSync(out)) renameSync(out, old);
renameSync(fresh, out);
rmSync(old, { recursive: true, force: true });

for (const name of [...listed, ...texts, ...rest].filter((n) => sizes[n].wire > 3000)) {
    console.error(`  ${String(Math.ceil(sizes[name].wire / 1000)).padStart(5)} KB  ${name}  (${Math.ceil(sizes[name].plain / 1000)} KB plain)`);
}
console.error(`  ${String(Math.ceil(total / 1000)).padStart(5)} KB  until one can log, also offline; ${Math.ceil(before / 1000)} KB before the first paint, ${Math.ceil(later / 1000)} KB behind the running app`);
