#!/bin/sh
# run.sh BUILD CMAKE GENERATOR CC: installs BUILD into a folder of its own, and builds and runs a consumer in C and in C++, through pkg-config and
# through find_package.
set -u
build=$1 cmake=$2 generator=$3 cc=$4
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
prefix=$work/prefix
passed=0 failed=0

# check NAME WANTED-OUTPUT COMMAND…
check() {
    name=$1 want=$2
    shift 2
    if got=$("$@" 2>"$work/errors") && [ "$got" = "$want" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'failed: %s: "%s", wanted "%s"\n' "$name" "$got" "$want" >&2
        cat "$work/errors" >&2
    fi
}

"$cmake" --install "$build" --prefix "$prefix" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
library=$(find "$prefix" -name libhokora.so)
LD_LIBRARY_PATH=$(dirname "$library")
PKG_CONFIG_PATH=$LD_LIBRARY_PATH/pkgconfig
export LD_LIBRARY_PATH PKG_CONFIG_PATH

# Exactly the functions of the headers are exported.
nm -D --defined-only "$library" | awk '$2 != "A" {print $3}' | sed 's/@.*//' | sort >"$work/exported"
cat "$prefix"/include/hokora*.h | sed -n 's/^HK_API [^(]*[ *]\(hk_[a-z0-9_]*\)(.*/\1/p' | sort >"$work/declared"
check 'exported and declared functions' '' diff "$work/declared" "$work/exported"
soname() { readelf -d "$library" | sed -n 's/.*soname: \[\(.*\)\]/\1/p'; }
check 'the soname' libhokora.so.0 soname
check 'the command' 42 sh -c 'printf "{{ 6 * 7 }}" | "$1/bin/hokora" -' sh "$prefix"
check 'the headers, the package files and the static library' 9 sh -c \
    'find "$1" -name "hokora*.h" -o -name "hokora*.pc" -o -name hokora-config.cmake -o -name libhokora.a | grep -c .' sh "$prefix"

# Every function has a page of the manual, its own or one that another refers to.
missing_pages() {
    while read -r name; do
        page=$prefix/share/man/man3/$name.3
        referred=$(sed -n 's/^\.so //p' "$page") && [ -s "$prefix/share/man/${referred:-man3/$name.3}" ] || echo "$name"
    done <"$work/declared"
}
if [ -d "$prefix/share/man" ]; then
    check 'a page for each function' '' missing_pages
    check 'a page: its examples' '.IR server/server.c' grep '^\.IR server' "$prefix/share/man/man3/hk_error_html.3"
    check 'a page has one title' 0 sh -c 'grep -c "^\.TH" "$1"/*.3 | grep -v ":[01]$" | wc -l' sh "$prefix/share/man/man3"
    check 'the list of pages' '.BR "hk_env_new, hk_env_free" (3)' grep '^\.BR .*hk_env_new' "$prefix/share/man/man3/hokora.3"
    check 'a page that is a guide' 4 grep -c '^\.SS All' "$prefix/share/man/man7/hokora.7"
    check 'a page for the command' 1 grep -c '^\.SH OPTIONS' "$prefix/share/man/man1/hokora.1"
    check 'a page: its synopsis' 'void hk_env_free(hk_env *env);' grep '^void' "$prefix/share/man/man3/hk_env_new.3"
    check 'a page: its fields' '.B Borrows .B Returns .B Threads ' sh -c 'grep "^\.B [BRT]" "$1" | tr "\n" " "' sh "$prefix/share/man/man3/hk_env_new.3"
fi

# through_… LANGUAGE COMPILER [STANDARD PACKAGE PROGRAM]: builds and runs the consumers
through_pkg_config() {
    # shellcheck disable=SC2046
    "$2" "-std=$3" -Wall -Wextra -Werror -x "$1" "$here/$5" -x none -o "$work/$1" $(pkg-config --cflags --libs "$4") && "$work/$1"
}
through_find_package() {
    "$cmake" -G "$generator" -S "$here" -B "$work/cmake-$1" -DLANGUAGE="$1" -DCMAKE_PREFIX_PATH="$prefix" "-DCMAKE_$1_COMPILER=$2" >"$work/log" 2>&1 &&
        "$cmake" --build "$work/cmake-$1" >>"$work/log" 2>&1 || { cat "$work/log" >&2; return 1; }
    "$work/cmake-$1/with_hokora" && "$work/cmake-$1/with_static" && "$work/cmake-$1/with_jansson" &&
        "$work/cmake-$1/with_templates"
}
check 'C through pkg-config' 42 through_pkg_config c "$cc" c11 hokora consumer.c
check 'C with jansson through pkg-config' '{"name": "Ann", "age": 30}' through_pkg_config c "$cc" c11 hokora-jansson jansson.c
check 'C through find_package' '4242{"name": "Ann", "age": 30}<p>&lt;Ann&gt;</p>&lt;<nav>01</nav>' through_find_package C "$cc"
cxx=$(command -v c++ || command -v g++ || command -v clang++)
if [ -n "$cxx" ]; then
    check 'C++ through pkg-config' 42 through_pkg_config c++ "$cxx" c++11 hokora consumer.c
    check 'C++ with jansson through pkg-config' '{"name": "Ann", "age": 30}' through_pkg_config c++ "$cxx" c++11 hokora-jansson jansson.c
    check 'C++ through find_package' '4242{"name": "Ann", "age": 30}<p>&lt;Ann&gt;</p>&lt;<nav>01</nav>' through_find_package CXX "$cxx"
else
    echo 'skipped: C++, for there is no compiler'
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
