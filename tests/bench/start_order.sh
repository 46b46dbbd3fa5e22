#!/bin/sh
# start_order.sh HOKORA MAP WORKLOAD…: prints src/cli/start.ld anew.
#
# In:  the command, the map that its linker wrote, and folders of small renders.
# Out: a linker script that puts next to one another what ran in one of them. valgrind tells the instructions, the first of which is where the program is
#      entered; the map says in which section of which object each stands. Sorted by name, so that the next list differs in what changed.
#      What the C library has for several processors is listed for all with AVX2, since valgrind knows no later one.
set -eu
hokora=$1 map=$2
shift 2
trace=$(mktemp)
trap 'rm -f "$trace" "$trace.sections" "$trace.ran"' EXIT

for workload; do
    valgrind --tool=lackey --trace-mem=yes --log-file="$trace" "$hokora" "$workload"/template.* "$workload/context.json" >/dev/null
    # "00122b00" from "I  00122b00,2"
    sed -n 's/^I  \([0-9a-f]*\),.*/\1/p' "$trace"
done >"$trace.ran"
entry=$(readelf -h "$hokora" | sed -n 's/.*Entry point address: *0x//p')
base=$((0x$(head -n 1 "$trace.ran") - 0x$entry))

# "START SIZE OBJECT SECTION", in the order of addresses. A long name of a section has the rest on the next line of the map.
awk '/^ \.text[^ ]*$/ { section = $1; next }
     section != "" { print $1, $2, $3, section; section = ""; next }
     /^ \.text[^ ]* +0x/ { print $2, $3, $4, $1 }' "$map" >"$trace.sections"

cat <<'END'
/* What runs when the command starts and renders a small template, next to one another, so that it takes few pages. A linker script that adds
 * to the usual one; a section that is not there any more does no harm. Made by tests/bench/start_order.sh: cmake --build … --target
 * start_order. */
SECTIONS
{
    .text.start :
    {
END
sort -u "$trace.ran" | awk -v base="$base" '
    function number(hex,   i, n) {
        sub(/^0x/, "", hex)
        for (i = 1; i <= length(hex); i++) n = n * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
        return n
    }
    NR == FNR { start = number($1); if (number($2) && start) { at[++n] = start; end[n] = start + number($2); object[n] = $3; section[n] = $4 }; next }
    FNR == 1 { i = 1 }
    { ip = number($1) - base
      while (i < n && ip >= end[i]) i++
      if (ip < at[i] || ip >= end[i] || object[i] ~ /crt[^\/]*\.o$/) next
      where = object[i]
      sub(/.*\//, "", where)
      if (where ~ /\)$/) { sub(/\)$/, "", where); sub(/\(/, ":", where) }
      if (match(where, /-avx2?[-.]/)) {
          where = substr(where, 1, RSTART - 1)
          print "        *" where "-evex*(.text.*)"
          where = where "-avx*"
          section[i] = ".text.*"
      }
      print "        *" where "(" section[i] ")" }' "$trace.sections" - | LC_ALL=C sort -u
cat <<'END'
    }
}
INSERT BEFORE .text;
END
