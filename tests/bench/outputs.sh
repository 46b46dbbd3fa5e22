#!/bin/sh
# outputs.sh BENCH HOKORA SCRATCH: renders every workload of the tree and compares with what Jinja2 gives: a fast wrong answer is none.
set -eu
bench=$1 hokora=$2 scratch=$3
here=$(cd "$(dirname "$0")" && pwd)
failed=0
"$here/prepare.sh" "$hokora" "$here/workloads" "$scratch"
while read -r name folder template expected; do
    [ "$expected" != - ] || continue
    echo "render $scratch/output" | "$bench" "$folder" "$template" >/dev/null || failed=1
    [ "$(sha256sum <"$scratch/output")" = "$(cat "$expected")" ] || { echo "$name: other output than Jinja2's"; failed=1; }
done <"$scratch/workloads"
exit $failed
