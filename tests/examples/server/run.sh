#!/bin/sh
# run.sh SERVER CURL: starts the server and asks it for what a browser would ask.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/start.sh"
curl=$2
start "$1" "$here/templates"

# check NAME WANTED UNWANTED CURL-ARGUMENTS…: the answer, with its head before it
check() {
    name=$1 wanted=$2 unwanted=$3
    shift 3
    "$curl" --noproxy '*' -s -i -m 20 "$@" >"$work/page"
    report "$name" "$work/page" "$wanted" "$unwanted"
}

check 'an empty page' 'Nobody yet</li>' '<li>Ada' "$address"
check 'a parent around it' '<title>0 guests</title>' '{%' "$address"
check 'a macro in it' '<label>Your name <input name="name" maxlength="60"' '{{' "$address"
check 'it is streamed' 'Transfer-Encoding: chunked' 'Content-Length' "$address"
check 'no scripts but its own' "Content-Security-Policy: default-src 'self'; style-src 'self'" 'unsafe-inline' "$address"
check 'a form leads to the page' '303 See Other' '<html' -d name=Ada "$address"
check 'a name is there' '<li>Ada</li>' 'Nobody yet' "$address"
check 'a fragment has the list' '<li>Eve</li>' '<html' -H 'HX-Request: true' -d name=Eve "$address"
check 'a script is text' '<li>&lt;script&gt;alert(1)&lt;/script&gt;</li>' '<script>' -L --data-urlencode 'name=<script>alert(1)</script>' "$address"
check 'a name that is not UTF-8 is not taken' '<title>3 guests</title>' '500' -L -d name=%FF "$address"
check 'a name that is too long is not taken' '<title>3 guests</title>' '500' -L -d name=12345678901234567890123456789012345678901234567890123456789012345678901234567890 "$address"
check 'a long page, to its end' '<td>199999</td></tr>' '<td>200000</td>' "${address}long.html"
check 'a file' 'Content-Type: text/css' '<html' "${address}style.css"
check 'an error has its status' '500 Internal Server Error' '200 OK' "${address}broken.html"
check 'an error page says why' '&#39;visitor&#39; is undefined' '<title>Guest' "${address}broken.html"
check 'an error page says where' '<code>broken.html</code>, line 4' '<p></p>' "${address}broken.html"
check 'an error page shows the source' '<mark>visitor</mark>.name }}&lt;/p&gt;' '200 OK' "${address}broken.html"
check 'what is not there' '404 Not Found' '200 OK' "${address}nowhere.html"
check 'nothing outside of the templates' '404 Not Found' '200 OK' --path-as-is "${address}../server.c"
stop
