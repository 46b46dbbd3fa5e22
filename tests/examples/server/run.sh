#!/bin/sh
# run.sh SERVER CURL: starts the server and asks it as a browser would. The server ends when its input, a pipe, is closed.
set -u
server=$1 curl=$2
templates=$(cd "$(dirname "$0")" && pwd)/templates
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
mkfifo "$work/input"
"$server" "$templates" <"$work/input" >"$work/address" &
exec 3>"$work/input"
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -s "$work/address" ] && break
    sleep 0.1
done
address=$(cat "$work/address")

# check NAME WANTED UNWANTED CURL-ARGUMENTS…: the answer, its status behind it, has one text and not the other
check() {
    name=$1 wanted=$2 unwanted=$3
    shift 3
    "$curl" --noproxy '*' -s -m 10 -w '%{http_code}' "$@" >"$work/page"
    if grep -qF -- "$wanted" "$work/page" && ! grep -qF -- "$unwanted" "$work/page"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'failed: %s\n' "$name" >&2
        sed 's/^/    | /' "$work/page" >&2
    fi
}

check 'an empty page' '<li>Nobody yet</li>' '<li>Ada' "$address"
check 'a parent around it' '<title>0 guests</title>' '{%' "$address"
check 'a form' '<li>Ada</li>' 'Nobody yet' -d name=Ada "$address"
check 'a script is text' '<li>&lt;script&gt;alert(1)&lt;/script&gt;</li>' '<script' --data-urlencode 'name=<script>alert(1)</script>' "$address"
check 'a name that is not UTF-8 is not taken' '<title>2 guests</title>' '500' -d name=%FF "$address"
check 'a fragment has the list' '<li>Ada</li>' '<html' -H 'HX-Request: true' "$address"
check 'an error page says why' "&#39;visitor&#39; is undefined" '<title>Guests' "${address}broken"
check 'an error page says where' 'broken.html, line 3' '<p></p>' "${address}broken"
check 'an error page shows the source' '<pre>&lt;p&gt;{{ visitor.name }}&lt;/p&gt;</pre>' '200' "${address}broken"
check 'an error page has its status' '500' '200' "${address}broken"

exec 3>&-
wait $! || failed=$((failed + 1))
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
