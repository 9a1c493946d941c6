// Packs the web app: content hashes in names, the page from its template, the service worker's list,
// brotli and gzip beside every text. Usage: web-pack.mjs BINDGEN PRERENDERED OUT STAMP
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { transformSync } from 'esbuild';

const [bindgen, prerendered, out, stamp] = process.argv.slice(2);
const fresh = out + '.new';
rmSync(fresh, { recursive: true, force: true });
mkdirSync(join(fresh, 'icons'), { recursive: true });

const web = (name) => readFileSync(join('assets/web', name), 'utf8');
const hash = (content, length = 12) => createHash('sha256').update(content).digest('hex').slice(0, length);
const precache = [];

/** Writes a file under a name that carries its content's hash; gives that name. */
function hashed(name, content) {
    const at = name.lastIndexOf('.');
    const file = `${name.slice(0, at)}-${hash(content)}${name.slice(at)}`;
    writeFileSync(join(fresh, file), content);
    precache.push('/' + file);
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
const wasm = hashed('qadam.wasm', readFileSync(join(bindgen, 'opt.wasm')));
let glue = readFileSync(join(bindgen, 'qadam.js'), 'utf8');
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
    ['./qadam.js', './' + glue], ['./worker.js', './' + worker],
])));

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
precache.push('/manifest.webmanifest', '/icons/icon.svg', '/icons/icon-192.png');

// --- the page ---
const templates = ['kk', 'ru', 'en'].map((lang) => {
    const file = join(prerendered, `${lang}.html`);
    return existsSync(file) ? `<template id="first-${lang}">${readFileSync(file, 'utf8').trim()}</template>` : '';
}).filter(Boolean);
if (templates.length === 0) console.error('no pre-rendered first paint: the page starts empty');
const first = lean(replaceAll(web('first.js'), [['./qadam_bg.wasm', '/' + wasm]]));
const csp = [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' 'sha256-${createHash('sha256').update(first).digest('base64')}'`,
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
    first,
}).reduce((text, [key, value]) => text.replaceAll(`{{${key}}}`, () => value), web('index.html'));
if (/\{\{\w+\}\}/.test(page)) throw new Error('index.html has a place that nothing fills');
writeFileSync(join(fresh, 'index.html'), page);

// --- the service worker: one version, whole ---
const files = ['/', ...precache];
const version = hash(files.join('\n') + page + readFileSync(join(fresh, 'manifest.webmanifest')));
writeFileSync(join(fresh, 'sw.js'), lean(replaceAll(web('sw.js'), [
    ['__VERSION__', version], ["['__FILES__']", JSON.stringify(files)],
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
        if (/\.(html|js|css|wasm|svg|webmanifest)$/.test(name)) {
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

const listed = ['/index.html', '/sw.js', ...precache];
const total = listed.reduce((sum, name) => sum + sizes[name].wire, 0);
const before = sizes['/index.html'].wire; // what the first paint waits for
writeFileSync(join(fresh, 'sizes.json'), JSON.stringify({ total, first_paint: before, files: sizes }, null, 1));
writeFileSync(join(fresh, '.stamp'), stamp);
const old = out + '.old';
rmSync(old, { recursive: true, force: true });
if (existsSync(out)) renameSync(out, old);
renameSync(fresh, out);
rmSync(old, { recursive: true, force: true });

for (const name of listed.filter((n) => sizes[n].wire > 3000)) {
    console.error(`  ${String(Math.ceil(sizes[name].wire / 1000)).padStart(5)} KB  ${name}  (${Math.ceil(sizes[name].plain / 1000)} KB plain)`);
}
console.error(`  ${String(Math.ceil(total / 1000)).padStart(5)} KB  first visit over the wire, everything included; ${Math.ceil(before / 1000)} KB before the first paint`);
