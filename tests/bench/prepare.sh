#!/bin/sh
# prepare.sh HOKORA FROM TO: copies the workloads in FROM to TO, renders each X.j2 there to X, and writes the list TO/workloads:
# a line "name folder template expectation" each.
#
# template.* goes with expected.txt or, where that would be large, expected.sha256, which starts with the digest of the output;
# any other X.* is a workload of its own, in the same folder, when there is an expected-X. X.json, if it is a list, holds sources that are
# compiled and not rendered: its expectation is "-".
set -eu
hokora=$1 from=$2 to=$3
rm -rf "$to"
mkdir -p "$to"
for folder in "$from"/*/; do
    name=$(basename "$folder")
    mkdir -p "$to/$name"
    for file in "$folder"*; do
        [ -f "$file" ] || continue
        made=$to/$name/$(basename "$file" .j2)
        case $file in
        *.j2) "$hokora" -I "$from" -o "$made" "$file" ;;
        *) cp "$file" "$made" ;;
        esac
    done
    for list in "$to/$name"/*.json; do
        [ "$(head -c 1 "$list" 2>/dev/null)" != '[' ] || echo "$name-$(basename "$list" .json) $to/$name $(basename "$list") -" >>"$to/workloads"
    done
    for expected in "$to/$name"/expected*; do
        suffix=$(basename "${expected%.*}" | sed 's/^expected//')
        stem=${suffix#-}
        for template in "$to/$name/${stem:-template}".*; do
            [ -f "$expected" ] && [ -f "$template" ] || continue
            echo "$name$suffix $to/$name $(basename "$template") $expected" >>"$to/workloads"
        done
    done
done
