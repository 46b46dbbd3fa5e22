#!/bin/sh
# run.sh SECONDS: builds the fuzzers and runs each for so long from its seeds, which are the sources of tests/render and corpus/.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
cmake --preset fuzz
cmake --build --preset fuzz -j2
work=build/fuzz/work
# make_seeds FOLDER HEAD: every template of the cases, behind the bytes that the fuzzer reads first.
make_seeds() {
    mkdir -p "$work/$1"
    awk -v dir="$work/$1" -v head="$2" '
        /^```jinja/ {n++; file = dir "/" n; printf "%s", head >file; on = 1; next}
        /^```/ {if (on) close(file); on = 0; next}
        on {print >file}' tests/render/*.md
}
make_seeds seeds '  '
make_seeds programs '  $'        # options, and no change to the program
for target in build/fuzz/fuzz/fuzz_*; do
    [ -x "$target" ] && [ -f "$target" ] || continue
    name=$(basename "$target")
    mkdir -p "$work/$name"
    seeds="$work/seeds"
    [ "$name" = fuzz_program ] && seeds="$work/programs"
    [ -d "fuzz/corpus/$name" ] && seeds="fuzz/corpus/$name"
    echo "$name"
    (cd "$work" && "../../../$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
        -dict=../../../fuzz/hokora.dict "$name" "../../../$seeds") 2>"$work/$name.log" || { tail -n 40 "$work/$name.log"; exit 1; }
    grep -E 'number_of_executed_units' "$work/$name.log"
done
