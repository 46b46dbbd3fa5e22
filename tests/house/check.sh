#!/bin/sh
# check.sh: the rules of the house that a machine can check. Run from anywhere.
set -u
cd "$(dirname "$0")/../.." || exit 1
passed=0 failed=0

# report NAME FINDINGS: a rule holds when there are no findings
report() {
    if [ -z "$2" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'failed: %s\n%s\n' "$1" "$2" >&2
    fi
}

# A room includes only itself, the rooms that ROOMS names, grammar/ and include/.
rooms() {
    while IFS=: read -r room allowed; do
        for file in src/"$room"/*.[ch]; do
            [ -f "$file" ] || continue
            sed -n 's/^#include "\([a-z]*\)\/.*/\1/p' "$file" | sort -u | while read -r used; do
                case " $room grammar $allowed " in
                *" $used "*) ;;
                *) echo "    $file includes $used/" ;;
                esac
            done
        done
    done <src/ROOMS
}
report 'rooms include only what lies below them' "$(rooms)"
report 'files have at most 800 lines' "$(find src include tests fuzz -name '*.[ch]' -exec wc -l {} + 2>/dev/null | awk '$2 != "total" && $1 > 800 {print "    " $2 ": " $1}')"
report 'lines have at most 140 characters' "$(LC_ALL=C.UTF-8 grep -nE '^.{141,}' -r src include --include='*.[ch]' | cut -d: -f1-2 | sed 's/^/    /')"
report 'jansson is known in src/json only' "$(grep -ln '#include <jansson.h>' -r src | grep -v '^src/json/' | sed 's/^/    /')"
report 'PCRE2 is known in src/base/regex.c only' "$(grep -ln '#include <pcre2.h>' -r src | grep -v '^src/base/regex.c$' | sed 's/^/    /')"
report 'every file begins by saying what it is for' "$(for f in src/*/*.[ch] grammar/*.def; do head -c 2 "$f" | grep -q '/\*' || echo "    $f"; done)"
report 'each instruction has its function' "$(sed -n 's/^OP(\([A-Z_]*\),.*/\1/p' grammar/opcodes.def | while read -r op; do grep -qrE "^(HKI_INLINE const hki_insn \*|[A-Z]+\(.*\b)op_$op\b" src/vm || echo "    $op"; done)"
report 'functions of the library have at most 60 lines' "$(awk 'FNR == 1 { from = 0 } /^{/ && before ~ /\)$/ { from = FNR } { before = $0 } /^}/ && from { if (FNR - from > 60) print "    " FILENAME ":" from; from = 0 }' $(ls src/*/*.c | grep -v '^src/cli/'))"
report 'nothing is left for later' "$(grep -nE '\b(TODO|FIXME|XXX|HACK)\b' -r src include grammar | sed 's/^/    /')"
report 'the library neither prints nor ends the program' "$(grep -nE '\b(printf|puts|perror|exit|abort|setlocale|longjmp)\(' -r src/base src/value src/syntax src/compile src/program src/vm src/lib src/json src/env | sed 's/^/    /')"

report 'each function of the headers is called in tests/api' "$(sed -n 's/^HK_API .*[ *]\(hk_[a-z0-9_]*\)(.*/\1/p' include/*.h | while read -r name; do grep -qrw "$name" tests/api || echo "    $name"; done)"

# Only hk_ is exported.
library=$(find build -name 'libhokora.so' -o -name 'libhokora.a' 2>/dev/null | head -n 1)
if [ -n "$library" ]; then
    report 'global names begin with hk_ or hki_' "$(nm -g --defined-only "$library" 2>/dev/null | awk 'NF == 3 && $3 !~ /^(hk_|hki_|__)/ {print "    " $3}')"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
