#!/bin/sh
# instructions.sh BENCH HOKORA BUILD SCRATCH [--update]
#
# Counts the instructions of one render (or compile) of each workload under valgrind, which gives the same figure on a busy machine, and
# compares with instructions.txt: fails when one grew by more than 5 %. BUILD names compiler and build type: figures of another build say
# nothing, so with another BUILD, or without valgrind, the test is skipped (exit status 77). --update writes the figures anew.
# Ten times the rows of `table` must cost ten times as much, give or take a tenth.
set -eu
bench=$1 hokora=$2 build=$3 scratch=$4 update=${5:-}
here=$(cd "$(dirname "$0")" && pwd)
kept=$here/instructions.txt
recorded=$(sed -n 's/^# build: //p' "$kept" 2>/dev/null || true)

command -v valgrind >/dev/null || { echo "skipped: valgrind is not here"; exit 77; }
[ -n "$update" ] || [ "$recorded" = "$build" ] || { echo "skipped: the figures are of $recorded, this is $build"; exit 77; }

# count FOLDER TEMPLATE ORDER: instructions of the order, after a first one has loaded all there is to load.
count() {
    case $2 in
    *.json) order=$3 ;;
    *) order="render /dev/null
$3" ;;
    esac
    echo "$order" | valgrind --tool=callgrind --callgrind-out-file=/dev/null --collect-atstart=no \
        --toggle-collect=measured "$bench" "$1" "$2" 2>&1 | sed -n 's/.*Collected : *//p'
}

# "render NAME COUNT" and "compile NAME COUNT" of all workloads.
count_all() {
    while read -r name folder template _; do
        case $template in
        *.json) ;;
        *) echo "render $name $(count "$folder" "$template" 'time 1' </dev/null)" ;;
        esac
        case $name in
        source | source-* | small) echo "compile $name $(count "$folder" "$template" "compile 1 $template" </dev/null)" ;;
        esac
    done <"$scratch/workloads"
}

# False after saying which costs more than 5 % more than it did.
compare() {
    awk 'NR == FNR { if ($1 != "#") was[$1 " " $2] = $3; next }
         $1 == "render" { cost[$2] = $3 }
         { key = $1 " " $2; before = was[key]; delete was[key]
           if (!before) { print key ": not in instructions.txt"; bad = 1; next }
           grown = $3 / before - 1
           printf "%-20s %12d  %+.1f %%\n", key, $3, grown * 100
           if (grown > 0.05) { print key ": more than 5 % more instructions"; bad = 1 } }
         END { growth = cost["table-long"] / cost["table"]
               if (growth < 9 || growth > 11) { print "table-long costs " growth " times as much as table"; bad = 1 }
               for (key in was) { print key ": no such workload"; bad = 1 } exit bad }' "$kept" "$scratch/counts"
}

"$here/prepare.sh" "$hokora" "$here/workloads" "$scratch"
count_all >"$scratch/counts"

if [ -n "$update" ]; then
    printf '# Instructions of one render or compile; written by instructions.sh --update.\n# build: %s\n' "$build" >"$kept"
    cat "$scratch/counts" >>"$kept"
    exit
fi
# By a seed that each run draws anew some names meet in a table now and then: what costs more does so three times.
compare || { count_all >"$scratch/counts" && compare; } || { count_all >"$scratch/counts" && compare; }
