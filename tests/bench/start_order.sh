#!/bin/sh
# start_order.sh HOKORA MAP WORKLOAD…: prints src/cli/start.ld anew.
#
# In:  the command, the map that its linker wrote, and folders of small renders.
# Out: a linker script that puts next to one another what ran in one of them, and behind that the constants that were read, unless they are
#      large, with the texts of those functions. valgrind tells the instructions, the first of which is where the program is entered, and what
#      they read; the map says in which section of which object each stands. Sorted by name, so that the next list differs in what changed.
#      What the C library has for several processors is listed for all with AVX2, since valgrind knows no later one.
set -eu
hokora=$1 map=$2
shift 2
trace=$(mktemp)
trap 'rm -f "$trace" "$trace.sections" "$trace.ran" "$trace.start"' EXIT

for workload; do
    valgrind --tool=lackey --trace-mem=yes --log-file="$trace" "$hokora" "$workload"/template.* "$workload/context.json" >/dev/null
    # "00122b00" from "I  00122b00,2" and " L 00122b00,8"
    sed -n -e 's/^I  \([0-9a-f]*\),.*/\1/p' -e 's/^ [LM] \([0-9a-f]*\),.*/\1/p' "$trace"
done >"$trace.ran"
entry=$(readelf -h "$hokora" | sed -n 's/.*Entry point address: *0x//p')
base=$((0x$(head -n 1 "$trace.ran") - 0x$entry))

# "START SIZE OBJECT SECTION", in the order of addresses. A long name of a section has the rest on the next line of the map.
awk '/^ \.(text|rodata)[^ ]*$/ { section = $1; next }
     section != "" { print $1, $2, $3, section; section = ""; next }
     /^ \.(text|rodata)[^ ]* +0x/ { print $2, $3, $4, $1 }' "$map" >"$trace.sections"

sort -u "$trace.ran" | awk -v base="$base" -v LARGE=49152 '
    function number(hex,   i, n) {
        sub(/^0x/, "", hex)
        for (i = 1; i <= length(hex); i++) n = n * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
        return n
    }
    NR == FNR {
        start = number($1)
        size = number($2)
        if (start && size && size < LARGE) { at[++n] = start; end[n] = start + size; object[n] = $3; section[n] = $4 }
        next
    }
    FNR == 1 { i = 1 }
    { ip = number($1) - base
      while (i < n && ip >= end[i]) i++
      if (ip < at[i] || ip >= end[i] || object[i] ~ /crt[^\/]*\.o$/) next
      where = object[i]
      part = section[i]
      sub(/.*\//, "", where)
      if (where ~ /\)$/) { sub(/\)$/, "", where); sub(/\(/, ":", where) }
      if (match(where, /-avx2?[-.]/)) {
          where = substr(where, 1, RSTART - 1)
          print "text *" where "-evex*(.text.*)"
          print "text *" where "-avx*(.text.*)"
          next
      }
      print part ~ /^\.text/ ? "text" : "rodata", "*" where "(" part ")"
      if (sub(/^\.text\./, ".rodata.", part)) print "rodata *" where "(" part ".str*)"
    }' "$trace.sections" - >"$trace.start"

cat <<'END'
/* What runs when the command starts and renders a small template, next to one another, and what it reads, so that it takes few pages. A
 * linker script that adds to the usual one; a section that is not there any more does no harm. Behind that stand the library's tables of
 * pointers as constants: in a program that stands at one address nobody has to write to them. Made by tests/bench/start_order.sh:
 * cmake --build … --target start_order. */
SECTIONS
{
END
# What valgrind does not see: a system call reads the name of a file, and it has no vDSO.
printf '%s\n' 'rodata *libc.a:dl-origin.o(.rodata.str1.1)' 'text *libc.a:dl-object.o(.text)' >>"$trace.start"
for kind in text rodata; do
    printf '    .%s.start :\n    {\n' "$kind"
    sed -n "s/^$kind /        /p" "$trace.start" | LC_ALL=C sort -u
    printf '    }\n'
done
cat <<'END'
    .rodata.tables (READONLY) :
    {
        *args.c.o(.data.rel.ro .data.rel.ro.*)
        *main.c.o(.data.rel.ro .data.rel.ro.*)
        *libhokora.a:*(.data.rel.ro .data.rel.ro.*)
    }
}
INSERT BEFORE .text;
END
