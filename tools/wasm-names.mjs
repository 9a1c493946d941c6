// wasm-bindgen names each function that the program wants from the page after itself and a hash: some
// hundred names that no compression makes short, in the wasm and in its glue. This gives them short ones.

/** Reads a number in LEB128; gives it and where it ends. */
export function number(bytes, at) {
    let n = 0, shift = 0;
    for (;;) {
        const byte = bytes[at++];
        n += (byte & 127) * 2 ** shift;
        if (byte < 128) return [n, at];
        shift += 7;
    }
}
function written(n) {
    const out = [];
    do { out.push((n & 127) | (n > 127 ? 128 : 0)); n = Math.floor(n / 128); } while (n > 0);
    return Buffer.from(out);
}
const name = (text) => Buffer.concat([written(Buffer.byteLength(text)), Buffer.from(text)]);

/** The program and its glue with short names for what is imported from `module`. */
export function shortNames(wasm, glue, module) {
    const short = new Map();
    const parts = [wasm.subarray(0, 8)];
    for (let at = 8; at < wasm.length;) {
        const [size, begin] = number(wasm, at + 1);
        if (wasm[at] === 2) {
            const section = renamed(wasm, begin, begin + size, module, short);
            parts.push(Buffer.from([2]), written(section.length), section);
        } else {
            parts.push(wasm.subarray(at, begin + size));
        }
        at = begin + size;
    }
    for (const [long, to] of short) {
        const places = glue.split(new RegExp(`\\b${long}\\b`)).length - 1;
        if (places !== 1) throw new Error(`${long} stands ${places} times in the glue: not renamed safely`);
    }
    return { wasm: Buffer.concat(parts), glue: glue.replaceAll(/\b\w+\b/g, (word) => short.get(word) ?? word) };
}

function renamed(wasm, begin, end, module, short) {
    const out = [];
    let [count, at] = number(wasm, begin);
    out.push(written(count));
    for (; count > 0; count -= 1) {
        const [lengthOf, m] = number(wasm, at);
        const from = wasm.toString('utf8', m, m + lengthOf);
        const [lengthOfName, n] = number(wasm, m + lengthOf);
        const long = wasm.toString('utf8', n, n + lengthOfName);
        const kind = wasm[n + lengthOfName];
        if (kind !== 0) throw new Error(`${from}.${long} is no function`);
        const [, next] = number(wasm, n + lengthOfName + 1);
        if (from === module && !short.has(long)) short.set(long, `$${short.size.toString(36)}`);
        out.push(name(from), name(short.get(long) ?? long), wasm.subarray(n + lengthOfName, next));
        at = next;
    }
    if (at !== end) throw new Error('imports were not read to their end');
    return Buffer.concat(out);
}
