#!/bin/sh
# differences.sh HOKORA: the list of what hokora does otherwise than Jinja2 must match exactly. differences.jsonl has a job for each
# difference, with its reason (origin) and what Jinja2 answers (expect); differences.out has hokora's answers. One that is mended fails
# here until it is off the list. fuzz/compare_jinja.py --expect asks Jinja2 itself.
set -u
here=$(cd "$(dirname "$0")" && pwd)
answers=$(mktemp)
trap 'rm -f "$answers"' EXIT
"$1" batch <"$here/differences.jsonl" >"$answers"
paste -d '\n' "$here/differences.jsonl" "$here/differences.out" "$answers" | awk '
    NR % 3 == 1 {job = $0; next}
    NR % 3 == 2 {kept = $0; next}
    {
        n++
        want = got = $0
        sub(/^.*"expect": /, "", job)
        sub(/}$/, "", job)
        sub(/^{"id": "[^"]*", /, "{", got)
        if ($0 != kept) print "another answer: " $0
        else if (got == job) print "no difference any more: " $0
        else next
        bad++
    }
    END {print n - bad " passed, " bad + 0 " failed"; exit bad > 0 || n == 0}'
