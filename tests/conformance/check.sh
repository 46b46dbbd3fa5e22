#!/bin/sh
# check.sh CASES: runs the recorded cases in the folder CASES (with its compare.py) and compares the counts of equal answers with those
# kept in counts.txt beside this script: no level of any file may get worse. With --update the counts are written anew.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cases=$1
counts=$(mktemp)
trap 'rm -f "$counts" "$counts.json"' EXIT
for file in "$cases"/*.jsonl; do
    python3 "$cases/compare.py" --cmd "$root/build/release/hokora batch" --json "$counts.json" "$file" | tail -n 4
    python3 - "$counts.json" "$(basename "$file")" >>"$counts" <<'PY'
import json, sys
total = json.load(open(sys.argv[1]))["total"]
for level in ("output", "kind", "place", "message"):
    print(sys.argv[2], level, total[level]["equal"], total[level]["of"])
print(sys.argv[2], "crash+hang", -(total["crash"] + total["hang"]), 0)
PY
done
if [ "${2:-}" = --update ]; then
    cp "$counts" "$here/counts.txt"
    exit 0
fi
awk 'NR == FNR {kept[$1 " " $2] = $3; next}
     {n++; if ($3 < kept[$1 " " $2]) {worse++; print "worse: " $1, $2 ": " $3 " equal, were " kept[$1 " " $2]}}
     END {print n - worse " passed, " worse + 0 " failed"; exit worse > 0 || n == 0}' "$here/counts.txt" "$counts"
