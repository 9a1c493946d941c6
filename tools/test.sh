#!/usr/bin/env bash
# Every check there is, each timed; one that fails does not keep the others from running.
# Usage: test.sh [STEP…]   with the names that the table at the end shows
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
set +e
wanted=("$@")
names=() results=() times=() notes=()
passed=0 failed=0 skipped=0
logs=target/test-logs
mkdir -p $logs

# step NAME COMMAND…   exit code 75: cannot be had here, and why is the last line of what it printed
step() {
    local name=$1 start=$SECONDS code result
    shift
    if [ ${#wanted[@]} -gt 0 ] && [[ " ${wanted[*]} " != *" $name "* ]]; then return; fi
    heading "test: $name"
    ("$@") </dev/null 2>&1 | tee "$logs/$name.log"
    code=${PIPESTATUS[0]}
    case $code in
        0) result=passed; passed=$((passed + 1)) ;;
        75) result=skipped; skipped=$((skipped + 1)) ;;
        *) result=FAILED; failed=$((failed + 1)) ;;
    esac
    names+=("$name") results+=("$result") times+=($((SECONDS - start)))
    local note=""
    if [ $result = skipped ]; then
        note=$(tail -n 1 "$logs/$name.log")
    else
        # what the runners say of themselves: "312 tests run: 312 passed", "41 checks"
        note=$(sed 's/\x1b\[[0-9;]*m//g' "$logs/$name.log" | grep -oE '[0-9]+ (tests run: .*|checks?[ ,].*)$' | tail -n 1)
    fi
    notes+=("$note")
}
skip() { say "$*"; exit 75; }

formatting() {
    need_component rustfmt rustfmt-web fmt
    cargo fmt --all --check
}
lints() {
    need_cc
    need_component clippy rust-web-clippy clippy
    cargo clippy --workspace --all-targets -- -D warnings
}
# Advisories are not among them: their list is not on every machine that tests, and a test must not
# begin to fail with the calendar.
crates() {
    need_cc
    need_tool cargo-deny "$CARGO_DENY" --locked --debug || skip "cargo-deny cannot be installed here"
    cargo deny --log-level warn check --hide-inclusion-graph bans licenses sources
}
tests() {
    need_cc
    if cargo nextest --version >/dev/null 2>&1; then
        cargo nextest run --workspace --no-fail-fast && cargo test --workspace --doc -q
    else
        cargo test --workspace --no-fail-fast
    fi
}
web() { tools/web-build.sh; }
phones() { tools/check-mobile.sh; }
browser() {
    [ -f tests/e2e/run.mjs ] || skip "tests/e2e/run.mjs is not here yet"
    tools/web-build.sh && cargo build -p qadam-server -p qadam-testkit --bin qadam-server --bin frames || exit 1
    need_browser
    need_npm tests/e2e
    node tests/e2e/run.mjs
}
window() {
    [ -f tests/desktop/run.sh ] || skip "tests/desktop/run.sh is not here yet"
    [ "$(uname -s)" = Linux ] || skip "the window test needs Linux (Xvfb)"
    need_desktop
    need_apt xvfb xauth dbus at-spi2-core gir1.2-atspi-2.0 python3-gi xdotool imagemagick
    bash tests/desktop/run.sh
}

need_cargo
step fmt formatting
step clippy lints
step deny crates
step tests tests
step web web
step phones phones
step browser browser
step window window

heading "what ran"
for i in "${!names[@]}"; do
    printf '%-10s %-8s %3d:%02d  %s\n' "${names[$i]}" "${results[$i]}" $((times[i] / 60)) $((times[i] % 60)) "${notes[$i]}"
done
printf '%-10s %-8s %3d:%02d\n' all "" $((SECONDS / 60)) $((SECONDS % 60))
if [ $((passed + failed + skipped)) = 0 ]; then
    say "no step is called ${wanted[*]}"
    exit 2
fi
[ $skipped = 0 ] || echo "$skipped skipped"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
