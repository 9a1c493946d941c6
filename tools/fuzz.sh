#!/usr/bin/env bash
# Fuzzing guided by coverage, on a stable compiler (docs/fuzz.md).
#   ./dev fuzz                          each target for a minute
#   ./dev fuzz TARGET… [--seconds N]    these
#   ./dev fuzz TARGET --input FILE      one input again, with what it panics with
# Inputs that reached something new go into tests/fuzz/corpus, the least that reaches all of it. One that breaks
# a promise is kept in target/fuzz/found and ends the command with 1.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_cargo
need_cc
has c++ || need_apt g++
seconds=60 input="" targets=()
features=${QADAM_FUZZ_FEATURES---features server} # empty: without the server, which is most of the build
while [ $# -gt 0 ]; do
    case "$1" in
        --seconds) seconds=$2; shift ;;
        --input) input=$(realpath "$2"); shift ;;
        -*) die "fuzz: $1 is not known" ;;
        *) targets+=("$1") ;;
    esac
    shift
done
known=(request reply body packed json pack photo)
[ -z "$features" ] || known+=(words loose)
[ ${#targets[@]} -gt 0 ] || targets=("${known[@]}")
for name in "${targets[@]}"; do
    [[ " ${known[*]} " == *" $name "* ]] || die "fuzz: no target is called $name (${known[*]})"
done

# What a compiler is told for libFuzzer to see which way a run took. All of it is stable; the sanitizers are
# not, and there is no unsafe code of ours that they could watch.
flags="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares"
host=$(rustc -vV | sed -n 's/^host: //p')
heading "fuzz: building (the first time takes some minutes)"
# With a target named, the flags are not for build scripts and macros.
RUSTFLAGS="$flags" RUSTC_WORKSPACE_WRAPPER="" cargo build -q --release --no-default-features $features \
    --manifest-path tools/fuzz/Cargo.toml --target-dir target/fuzz/build --target "$host" </dev/null >&2
program="$ROOT/target/fuzz/build/$host/release/qadam-fuzz"
found="$ROOT/target/fuzz/found"
mkdir -p "$found"

if [ "$input" ]; then
    QADAM_FUZZ=${targets[0]} exec "$program" "$input"
fi

folder_of() { case "$1" in words) echo pack ;; loose) echo json ;; *) echo "$1" ;; esac; }
longest_of() { case "$1" in pack|words) echo 28000 ;; json|loose) echo 8192 ;; *) echo 4096 ;; esac; }
failed=0
for name in "${targets[@]}"; do
    corpus="tests/fuzz/corpus/$(folder_of "$name")" work="target/fuzz/work/$name" least="target/fuzz/least/$name"
    heading "fuzz: $name for $seconds s"
    mkdir -p "$work"
    # malloc_limit_mb: what a message claims must not be believed; timeout: nor may it take for ever (seconds)
    options=(-max_len="$(longest_of "$name")" -malloc_limit_mb=64 -rss_limit_mb=1024 -timeout=20 -print_final_stats=1)
    if ! QADAM_FUZZ=$name "$program" "$work" "$corpus" "${options[@]}" -max_total_time="$seconds" \
        -artifact_prefix="$found/$name-" -verbosity=1 </dev/null >"target/fuzz/$name.log" 2>&1; then
        failed=1
        say "$name breaks a promise; the input is in target/fuzz/found (the whole story: target/fuzz/$name.log)"
        grep -aE 'panicked at|SUMMARY|Test unit written' -A 2 "target/fuzz/$name.log" | tail -n 12 >&2
        continue
    fi
    grep -aE 'DONE|stat::number_of_executed|stat::peak_rss' "target/fuzz/$name.log" | tail -n 3
    # Those of these targets are kept that reach something; the others' inputs belong to the target of their name.
    case "$name" in words|loose) continue ;; esac
    rm -rf "$least"
    mkdir -p "$least"
    QADAM_FUZZ=$name "$program" -merge=1 "${options[@]}" "$least" "$corpus" "$work" </dev/null >"target/fuzz/$name.merge.log" 2>&1
    # Those with names of their own stay; beside them a hundred of at most 2 KB, from the smallest to the largest:
    # small ones alone would reach little. The rest is found again in a minute.
    find "$corpus" -type f -regextype posix-extended -regex '.*/[0-9a-f]{40}' -delete
    many=$(find "$least" -type f -size -2049c | wc -l)
    (cd "$least" && find . -type f -size -2049c -printf '%s %f\n') | sort -n |
        awk -v step="$(((many + 99) / 100))" 'step && NR % step == 0 { print $2 }' |
        while read -r file; do cp "$least/$file" "$corpus/$file"; done
    say "$(find "$corpus" -type f | wc -l) inputs in $corpus ($(du -sk "$corpus" | cut -f1) KB)"
done
exit $failed
