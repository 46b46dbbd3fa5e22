# start.sh: for the scripts beside it: `start SERVER TEMPLATES` sets $address, `stop` ends the server, whose input, a pipe, is closed.
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

start() {
    mkfifo "$work/input"
    "$1" "$2" <"$work/input" >"$work/address" 2>"$work/errors" &
    server=$!
    exec 3>"$work/input"
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -s "$work/address" ] && break
        sleep 0.1
    done
    address=$(cat "$work/address")
}

stop() {
    exec 3>&-
    wait "$server" || failed=$((failed + 1))
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}

# report NAME FILE WANTED UNWANTED: the file has one text and not the other
report() {
    if grep -qF -- "$3" "$2" && ! grep -qF -- "$4" "$2"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'failed: %s\n' "$1" >&2
        head -c 4000 "$2" | sed 's/^/    | /' >&2
    fi
}
