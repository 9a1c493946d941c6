#!/usr/bin/env bash
# The web app: one wasm file, used by the page and by the worker, and everything around it with hashed
# names, compressed once here rather than at each request. Result: target/web-dist.
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
need_tool wasm-bindgen-cli "$(version_of wasm-bindgen)" # not --locked: its own lock does not build

# What ships carries no sentences about panics, which nobody on a phone reads: a panic is a trap, boot.js
# notices it. Needs a standard library built for it, so only on the way through Debian's compiler.
if [ "$profile" = web ] && [ ${#CROSS_STD[@]} -gt 0 ]; then
    CROSS_STD+=(-Zbuild-std-features=optimize_for_size)
    # Nor does it carry where in the source something was called, or what the fields of a `{:?}` say (`none`
    # would go too far: dioxus-document quotes with `{:?}`).
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=shallow"
fi

heading "web: qadam.wasm, profile $profile (the first time takes some minutes)"
patient "${CROSS[@]}" build "${CROSS_STD[@]}" --target $target --target-dir $out --profile "$profile" \
    -p qadam --no-default-features --features web

heading "web: first paint, rendered here for three languages"
prerender=target/web/prerender
mkdir -p $prerender
if [ -f src/ui/examples/prerender.rs ]; then
    patient cargo run -q -p qadam-ui --example prerender -- $prerender
fi

# cargo knows whether the program is the same; the rest is asked of the files' contents
wasm=$out/$target/$built/qadam.wasm
stamp=$( { sha256sum $wasm Cargo.lock tools/package-lock.json tools/web-pack.mjs tools/web-build.sh
           find assets/web assets/css assets/icons $prerender -type f -print0 | sort -z | xargs -0 sha256sum; } \
         | sha256sum | cut -c1-64)
if [ "$(cat target/web-dist/.stamp 2>/dev/null)" = "$stamp" ]; then
    say "target/web-dist is up to date ($(elapsed))"
    exit 0
fi

heading "web: wasm-bindgen, wasm-opt"
rm -rf $out/bindgen
wasm-bindgen --target web --no-typescript --remove-name-section --remove-producers-section --out-dir $out/bindgen --out-name qadam $wasm
if [ "$profile" = dev ]; then
    mv $out/bindgen/qadam_bg.wasm $out/bindgen/opt.wasm
else
    # What rustc 1.96 writes by default; wasm-opt refuses what it has not been told of.
    tools/node_modules/.bin/wasm-opt -Oz --strip-debug --strip-producers \
        --enable-bulk-memory --enable-bulk-memory-opt --enable-sign-ext --enable-nontrapping-float-to-int \
        --enable-reference-types --enable-multivalue --enable-mutable-globals --enable-call-indirect-overlong \
        -o $out/bindgen/opt.wasm $out/bindgen/qadam_bg.wasm
fi

heading "web: hashed names, brotli and gzip"
node tools/web-pack.mjs $out/bindgen $prerender target/web-dist "$stamp"
say "target/web-dist is ready ($(elapsed))"
