// Whether a program may be cut: wasm-split-cli moves constants from one part to the other by their symbols,
// and would take from a part what it still needs where two symbols lie over each other (a linker that
// optimises lays the equal ends of two texts so). Usage: wasm-check.mjs WASM
import { readFileSync } from 'node:fs';
import { number } from './wasm-names.mjs';

const wasm = readFileSync(process.argv[2]);
const text = (at) => {
    const [length, begin] = number(wasm, at);
    return [wasm.toString('utf8', begin, begin + length), begin + length];
};

/** The constants of the first segment, from the symbol table of the linker. */
function* constants(at) {
    const SYMBOLS = 8, DATA = 1, SECTION = 3, UNDEFINED = 0x10, NAMED = 0x40;
    let [, sub] = number(wasm, at); // version
    while (wasm[sub] !== SYMBOLS) {
        const [size, begin] = number(wasm, sub + 1);
        sub = begin + size;
    }
    let [, p] = number(wasm, sub + 1);
    let count;
    for ([count, p] = number(wasm, p); count > 0; count -= 1) {
        const kind = wasm[p];
        let flags, name, index, offset, size;
        [flags, p] = number(wasm, p + 1);
        if (kind === DATA) {
            [name, p] = text(p);
            if (flags & UNDEFINED) continue;
            [index, p] = number(wasm, p);
            [offset, p] = number(wasm, p);
            [size, p] = number(wasm, p);
            if (index === 0 && size > 0) yield { name, begin: offset, end: offset + size };
        } else {
            [index, p] = number(wasm, p);
            if (kind !== SECTION && (!(flags & UNDEFINED) || flags & NAMED)) [name, p] = text(p);
        }
    }
}

let found = null;
for (let at = 8; at < wasm.length;) {
    const [size, begin] = number(wasm, at + 1);
    if (wasm[at] === 0) {
        const [name, rest] = text(begin);
        if (name === 'linking') found = [...constants(rest)];
    }
    at = begin + size;
}
if (!found?.length) throw new Error('no symbols of constants: was it linked with --emit-relocs?');
found.sort((a, b) => a.begin - b.begin || a.end - b.end);
const over = found.filter((one, i) => i > 0 && one.begin < found[i - 1].end);
if (over.length) throw new Error(`${over.length} constants lie over others, the first is ${over[0].name}: not cut`);
console.error(`  ${found.length} constants, none over another`);
