#!/usr/bin/env bash
# Every check there is, each timed; one that fails does not keep the others from running.
# Usage: test.sh [STEP…]   with the names that the table at the end shows
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
set +e
wanted=("$@")
steps="fmt clippy deny tests web phones browser window"
names=() results=() times=() notes=()
passed=0 failed=0 skipped=0
logs=target/test-logs
mkdir -p $logs
rm -f $logs/*.code

trap 'kill $(jobs -p) 2>/dev/null; exit 143' TERM INT

# run STEP   its output in its log and, where only this one runs, here; leaves its code and its seconds
run() {
    local name=$1 start=$SECONDS code
    if [ "${lanes-}" ]; then
        ("$name") </dev/null >"$logs/$name.log" 2>&1
        code=$?
    else
        heading "test: $name"
        ("$name") </dev/null 2>&1 | tee "$logs/$name.log"
        code=${PIPESTATUS[0]}
    fi
    echo "$code $((SECONDS - start))" >"$logs/$name.code"
    [ -z "${lanes-}" ] || say "$(printf '%3d:%02d' $((SECONDS / 60)) $((SECONDS % 60)))  $name: $([ $code = 0 ] && echo done || echo "code $code")"
}
# lane STEP…  one after the other, beside another lane: compilers leave a core idle every few minutes
lane() { for name in "$@"; do run "$name"; done; }

# A word every two minutes, for whoever watches a machine that seems to do nothing.
beat() {
    while sleep 120; do
        say "$(printf '%3d:%02d' $((SECONDS / 60)) $((SECONDS % 60)))  … $(ls -t $logs/*.log | head -n 2 | xargs -n 1 basename -s .log | paste -sd ' ')"
    done
}

# told STEP  into the table; exit code 75: cannot be had here, and why is the last line of what it printed
told() {
    local name=$1 code seconds result note=""
    read -r code seconds <"$logs/$name.code" || { code=1; seconds=0; }
    case $code in
        0) result=passed; passed=$((passed + 1)) ;;
        75) result=skipped; skipped=$((skipped + 1)); note=$(tail -n 1 "$logs/$name.log") ;;
        *)
            result=FAILED; failed=$((failed + 1))
            if [ "${lanes-}" ]; then
                heading "what $name said"
                tail -n 300 "$logs/$name.log"
            fi
            ;;
    esac
    # what the runners say of themselves: "312 tests run: 312 passed", "41 checks"
    [ "$note" ] || note=$(sed 's/\x1b\[[0-9;]*m//g' "$logs/$name.log" | grep -oE '[0-9]+ (tests run: .*|checks?[ ,].*)$' | tail -n 1)
    names+=("$name") results+=("$result") times+=("$seconds") notes+=("$note")
}
skip() { say "$*"; exit 75; }

fmt() {
    need_component rustfmt rustfmt-web fmt
    cargo fmt --all --check
}
# One build for lints, tests, the browser's server and the window: with fewer members or features those of
# what we depend on differ, and half of it is compiled anew. With clippy as the compiler of our own crates, as
# `cargo clippy` has it: what it builds is as good as rustc's.
export QADAM_GRAPH="--workspace"
[ "$(uname -s)" != Linux ] || QADAM_GRAPH="--workspace --features qadam/desktop"
whole() { native cargo build $QADAM_GRAPH --all-targets; }
clippy() {
    need_cc
    need_desktop
    need_component clippy rust-web-clippy clippy
    if has clippy-driver; then
        whole
    else
        cargo clippy $QADAM_GRAPH --all-targets -- -D warnings
    fi
}
# Advisories are not among them: their list is not on every machine that tests, and a test must not
# begin to fail with the calendar.
deny() {
    need_cc
    need_tool cargo-deny "$CARGO_DENY" --locked --debug || skip "cargo-deny cannot be installed here"
    cargo deny --log-level warn check --hide-inclusion-graph bans licenses sources
}
tests() {
    need_cc
    need_desktop
    need_postgres
    if cargo nextest --version >/dev/null 2>&1; then
        native cargo nextest run $QADAM_GRAPH --no-fail-fast && native cargo test $QADAM_GRAPH --doc -q
    else
        native cargo test $QADAM_GRAPH --no-fail-fast
    fi
}
web() { tools/web-build.sh; }
phones() { tools/check-mobile.sh; }
browser() {
    [ -f tests/e2e/run.mjs ] || skip "tests/e2e/run.mjs is not here yet"
    need_desktop
    tools/web-build.sh && whole || exit 1
    need_browser
    need_npm tests/e2e
    node tests/e2e/run.mjs
}
window() {
    [ -f tests/desktop/run.sh ] || skip "tests/desktop/run.sh is not here yet"
    [ "$(uname -s)" = Linux ] || skip "the window test needs Linux (Xvfb)"
    need_cc
    need_desktop
    need_apt xvfb xauth dbus at-spi2-core gir1.2-atspi-2.0 python3-gi xdotool imagemagick
    whole && bash tests/desktop/run.sh target/debug/qadam
}

need_cargo
if [ ${#wanted[@]} = 0 ]; then
    lanes=yes
    heading "test: two lanes of steps at a time (logs in $logs), then the browser and the window alone"
    beat & beating=$!
    lane fmt clippy tests deny & one=$!
    lane web phones & two=$!
    wait $one $two
    lane browser window
    kill $beating
    unset wanted
    wanted=($steps)
else
    known=()
    for name in "${wanted[@]}"; do
        [[ " $steps " == *" $name "* ]] || continue
        known+=("$name")
        run "$name"
    done
    wanted=("${known[@]}")
fi
for name in "${wanted[@]}"; do told "$name"; done

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
