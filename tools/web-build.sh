#!/usr/bin/env bash
# The web app: one wasm file, used by the page and by the worker, one for each of them with what no start
# needs, and everything around them with hashed names, compressed once here rather than at each request.
# Result: target/web-dist.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
profile=${QADAM_WEB_PROFILE:-web}
target=wasm32-unknown-unknown
out=target/web
[ "$profile" = dev ] && built=debug || built=$profile

need_cargo
need_cc
need_cross $target panic_abort
need_wasm_c
need_npm tools
need_wasm_tool

# What ships carries no sentences about panics, which nobody on a phone reads: a panic is a trap, boot.js
# notices it. Needs a standard library built for it, so only on the way through Debian's compiler.
if [ "$profile" = web ] && [ ${#CROSS_STD[@]} -gt 0 ]; then
    CROSS_STD+=(-Zbuild-std-features=optimize_for_size)
    # Nor does it carry where in the source something was called, or what the fields of a `{:?}` say (`none`
    # would go too far: dioxus-document quotes with `{:?}`).
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=shallow"
fi

heading "web: qadam.wasm, profile $profile (the first time takes some minutes)"
# Relocations: the splitter learns from them who needs what. -O0 is the linker's: it would lay equal ends of
# texts over each other, and the splitter would take from one part what another needs.
patient "${CROSS[@]}" rustc "${CROSS_STD[@]}" --target $target --target-dir $out --profile "$profile" \
    -p qadam --bin qadam --no-default-features --features web -- -Clink-arg=--emit-relocs -Clink-arg=-O0

heading "web: first paint, rendered here for three languages"
prerender=target/web/prerender
mkdir -p $prerender
# In tests with the features that everything else has: half of it would be compiled anew.
patient native cargo build -q ${QADAM_GRAPH:--p qadam-ui} --example prerender
target/debug/examples/prerender $prerender

# cargo knows whether the program is the same; the rest is asked of the files' contents
wasm=$out/$target/$built/qadam.wasm
stamp=$( { sha256sum $wasm Cargo.lock tools/package-lock.json tools/*.mjs tools/web-build.sh tools/wasm/Cargo.lock tools/wasm/src/*
           find assets/web assets/css assets/icons assets/locales $prerender -type f -print0 | sort -z | xargs -0 sha256sum; } \
         | sha256sum | cut -c1-64)
if [ "$(cat target/web-dist/.stamp 2>/dev/null)" = "$stamp" ]; then
    say "target/web-dist is up to date ($(elapsed))"
    exit 0
fi

heading "web: wasm-bindgen, wasm-split, wasm-opt"
node tools/wasm-check.mjs $wasm
rm -rf $out/bindgen $out/parts
qadam-wasm bindgen $wasm $out/bindgen qadam
# What only the line in src/apart_web.rs leads to becomes places.wasm (the page's), what only the one in
# src/core/web.rs does rare.wasm (the worker's). It knows functions by their names, so names go afterwards.
qadam-wasm split $wasm $out/bindgen/qadam_bg.wasm $out/parts
mv $out/parts/draw.wasm $out/parts/places.wasm
mv $out/parts/work.wasm $out/parts/rare.wasm
for part in main places rare; do
    [ "$profile" = dev ] && continue
    # What rustc 1.96 writes by default; wasm-opt refuses what it has not been told of.
    tools/node_modules/.bin/wasm-opt -Oz --strip-debug --strip-producers \
        --enable-bulk-memory --enable-bulk-memory-opt --enable-sign-ext --enable-nontrapping-float-to-int \
        --enable-reference-types --enable-multivalue --enable-mutable-globals --enable-call-indirect-overlong \
        -o $out/parts/$part.opt $out/parts/$part.wasm
    mv $out/parts/$part.opt $out/parts/$part.wasm
done

heading "web: hashed names, brotli and gzip"
node tools/web-pack.mjs $out/parts $out/bindgen $prerender target/web-dist "$stamp"
say "target/web-dist is ready ($(elapsed))"
