#!/bin/sh
# run.sh COMMAND ROOT: the command's options, messages and exit statuses. ROOT is the project's folder.
set -u
hokora=$1 root=$2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0 failed=0

# check NAME STATUS WANTED-OUTPUT WANTED-ERROR-PATTERN COMMAND…: output to the byte, an error text that holds the pattern
check() {
    name=$1 status=$2 want=$3 pattern=$4
    shift 4
    "$@" >out 2>err </dev/null
    got=$?
    printf '%s' "$want" >want
    if [ "$got" -eq "$status" ] && cmp -s want out && if [ -n "$pattern" ]; then grep -qF -- "$pattern" err; else [ ! -s err ]; fi; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'failed: %s (status %s, wanted %s)\n' "$name" "$got" "$status" >&2
        sed 's/^/    out | /' out >&2
        sed 's/^/    err | /' err >&2
    fi
}

mkdir -p site parts
printf 'Hello {{ name }}!' >hello.txt
printf '{"name": "World"}' >data.json
printf '{%% include "part.txt" %%}/{%% include "other.txt" %%}' >site/page.txt
printf 'part of {{ name }}' >site/part.txt
printf 'other' >parts/other.txt
printf 'a\n{%% if x %%}\n{{ y' >broken.txt
printf 'one\n{{ 1 // nil }}' >fails.txt
printf '{"name": ' >bad.json
printf '{{ y' >open.txt
printf '{{ name|uper }}' >hint.txt

check 'a template and its data' 0 'Hello World!' '' "$hokora" hello.txt data.json
check 'no data' 0 'Hello !' '' "$hokora" hello.txt
check 'a variable on the command line' 0 'Hello You!' '' "$hokora" -D name=You hello.txt data.json
check 'a variable without a name' 2 '' "-D takes name=text or name:=JSON, not ':=1'" "$hokora" -D :=1 hello.txt
check 'a variable without a value' 2 '' '-D takes' "$hokora" -D name hello.txt
check 'a variable that took the word of the template' 2 '' "-D takes name=text or name:=JSON, not 'hello.txt'" "$hokora" -D hello.txt
check 'a variable with a space' 2 '' "-D takes name=text or name:=JSON, not 'name = x'" "$hokora" -D 'name = x' hello.txt
check 'a variable within another' 2 '' "not 'user.name=x'" "$hokora" -D user.name=x hello.txt
check 'a variable as JSON' 0 'Hello [1, None]!' '' "$hokora" -D 'name:=[1, null]' hello.txt
check 'includes beside the template and in -I' 0 'part of World/other' '' "$hokora" -I parts site/page.txt data.json
check 'an include that is nowhere' 1 '' 'TemplateNotFound: other.txt' "$hokora" site/page.txt data.json
check 'an option' 0 '&lt;' '' "$hokora" --autoescape -D 'name=<' -- "$root/tests/cli/name.txt"
check 'an option by its value' 1 '' "UndefinedError: 'name' is undefined" "$hokora" --undefined=strict hello.txt
check 'an option that does not exist' 2 '' 'there is no option' "$hokora" --wrong hello.txt
check 'a value that an option does not take' 2 '' "not 'odd'" "$hokora" --undefined=odd hello.txt
check 'an option like another' 2 '' 'hint: did you mean --trim-blocks?' "$hokora" --trim-block hello.txt
check 'an option like one of the command' 2 '' 'hint: did you mean --json?' "$hokora" check --jsn hello.txt
check 'an option of another command' 2 '' 'option --ast is for dump, not for list' "$hokora" list --ast
check 'an option of several other commands' 2 '' 'option --json is for check, meta, list, not for render' "$hokora" --json hello.txt
check 'a short option of another command' 2 '' 'option -D is for render, not for check' "$hokora" check -D name=x hello.txt
check 'an option for those that compile' 2 '' 'option --trim-blocks is for render, check, meta, compile, dump, not for batch' "$hokora" batch --trim-blocks
check 'a limit for those that compile' 2 '' 'option --fuel is for' "$hokora" list --fuel=1
check 'an option that takes no value' 2 '' 'option --json takes no value' "$hokora" check --json=1 hello.txt
check 'a short option that does not exist' 2 '' 'there is no option -x' "$hokora" -x hello.txt
check 'an option without its text' 2 '' 'option block_start_string needs a value' "$hokora" --block-start-string hello.txt
check 'a variable without a value' 2 '' 'name=text or name:=JSON' "$hokora" -D name hello.txt
check 'a variable that is not JSON' 2 '' '-D name: not JSON' "$hokora" -D name:=x hello.txt
check 'a limit' 1 '' 'LimitError: the render took more than 1 steps' "$hokora" --fuel=1 -D 'name:=[1]' hello.txt
check 'a limit that is no number' 2 '' 'limit fuel needs a number' "$hokora" --fuel=much hello.txt
check 'a command that is misspelled' 3 '' 'hint: or the command hokora check?' "$hokora" chekc hello.txt
check 'help of a command' 0 '  hokora check [OPTION…] FILE…       compile files and say what is wrong with each
' '' sh -c '"$1" check --help | grep "^  hokora check"' sh "$hokora"
check 'compile' 0 '' '' "$hokora" compile -o hello.txt.hkp hello.txt
check 'a saved program' 0 'Hello World!' '' "$hokora" hello.txt.hkp data.json
check 'a saved program under other options' 1 '' 'compiled under other options' "$hokora" --autoescape hello.txt.hkp data.json
printf 'HKPR and more' >damaged.hkp
check 'a damaged program' 1 '' 'ProgramError: not a usable program: it is too short' "$hokora" damaged.hkp
check 'a program that is not there' 3 '' 'nowhere.hkp' "$hokora" nowhere.hkp
printf '%s' '{% include "other.txt" %}' >with.txt
check 'compile what includes' 0 '' '' "$hokora" compile -o with.hkp with.txt
check 'a saved program and -I' 0 'other' '' "$hokora" -I parts with.hkp
printf '{{ name|shout }}{{ name is loud }}' >own.txt
check 'a filter of the program' 1 '' "No filter named 'shout'." "$hokora" check own.txt
check 'filters and tests that are declared' 0 '' '' "$hokora" check --filter=shout --test loud own.txt
check 'a filter for those that compile only' 2 '' 'option --filter is for check, meta, compile, dump, not for render' "$hokora" --filter=shout own.txt
check 'compile as C' 0 '' '' "$hokora" compile --c=page_hello -o hello.c hello.txt
check 'the array' 0 '_Alignas(8) const unsigned char page_hello[] = {
const size_t page_hello_size = sizeof page_hello;
' '' grep '^_Al\|^const size' hello.c
check 'compile as C under a name that is none' 2 '' '--c needs a name of C' "$hokora" compile --c=1x -o hello.c hello.txt
check 'compile as C under no name' 2 '' 'option --c needs a value' "$hokora" compile --c -o hello.c hello.txt
check 'compile without -o' 2 '' '-o FILE' "$hokora" compile hello.txt
check 'compile: an error' 1 '' 'broken.txt, line 3' "$hokora" compile -o broken.hkp broken.txt
check 'a syntax error with its line' 1 '' 'line 3' "$hokora" broken.txt
check 'a syntax error with its source' 1 '' '    {{ y' "$hokora" broken.txt
check 'a run-time error with its line' 1 '' 'line 2' "$hokora" fails.txt
check 'a template that does not exist' 3 '' 'TemplateNotFound: missing.txt' "$hokora" missing.txt
check 'a template that is a folder' 3 '' 'TemplateNotFound: site' "$hokora" site
for command in check meta 'compile -o nothing.hkp' 'dump --ast'; do
    check "a file that does not exist: $command" 3 '' 'missing.txt: No such file' "$hokora" $command missing.txt
done
check 'data that does not exist' 3 '' 'missing.json' "$hokora" hello.txt missing.json
check 'data that is not JSON' 3 '' 'bad.json is not JSON' "$hokora" hello.txt bad.json
printf '[1]' >list.json
check 'data that is no object' 3 '' 'list.json: the data must be an object' "$hokora" hello.txt list.json
check 'a template from standard input' 0 'Hello You!' '' sh -c '"$1" -D name=You - <hello.txt' sh "$hokora"
check 'a wrong template from standard input' 1 '' 'line 3' sh -c '"$1" - <broken.txt' sh "$hokora"
check 'data from standard input' 0 'Hello World!' '' sh -c '"$1" hello.txt - <data.json' sh "$hokora"
check 'both from standard input' 2 '' 'cannot both be standard input' "$hokora" - -
check 'a template larger than what is read at once' 0 '299999
' '' sh -c 'yes hello | head -n 50000 | "$1" - | wc -c | tr -d " "' sh "$hokora"
check 'no arguments' 2 '' 'hokora check' "$hokora"
check 'three files' 2 '' 'one template' "$hokora" a b c
check 'check of good and bad files' 1 '' '1 of 2 files with errors' "$hokora" check hello.txt broken.txt
check 'check names the file' 1 '' 'broken.txt, line 3' "$hokora" check broken.txt
check 'check of a good file says nothing' 0 '' '' "$hokora" check hello.txt
check 'check without a file' 2 '' 'check needs files' "$hokora" check
deep=$(printf '%0300d' 0 | tr 0 '(')
printf '{{ %s' "$deep" >deep.txt
check 'dump of tokens in many brackets' 1 '' 'RecursionError: maximum recursion depth exceeded' "$hokora" dump --tokens deep.txt
check 'dump without a kind' 2 '' '--tokens' "$hokora" dump hello.txt
printf '{%% extends "base" %%}{%% block b %%}{{ name }}{%% include part %%}{%% endblock %%}' >uses.txt
check 'meta: what a file uses' 0 'uses.txt
  variables: name, part
  templates: base, ?
  blocks: b
' '' "$hokora" meta uses.txt
check 'meta: for programs' 0 '{"file": "uses.txt", "variables": ["name", "part"], "templates": ["base", null], "blocks": ["b"]}
' '' "$hokora" meta --json uses.txt
check 'meta: an error' 1 '' 'broken.txt, line 3' "$hokora" meta broken.txt
check 'meta: without files' 2 '' 'needs files' "$hokora" meta
check 'check: errors for programs' 1 '{"kind": "TemplateSyntaxError", "message": "unexpected end of template, expected '"'end of print statement'"'.", "template": "open.txt", "line": 1, "column": 4, "length": 1, "source_line": "{{ y", "first_line": 1, "excerpt": ["{{ y"], "hint": null, "tried": null, "trace": []}
' '' "$hokora" check --json open.txt hello.txt
check 'an error with what is meant, and a hint' 1 '' '    {{ name|uper }}
            ^~~~
  hint: did you mean '"'upper'"'?' "$hokora" hint.txt
list() { "$hokora" list "$@" | sed -n "$pick"; }
pick='/^  center/p;/^  wordcount/p;/^  zip/p'
check 'list: filters' 0 '  center(width=80)                  text in the middle of a field of a width
  wordcount                         the number of words
  zip(*others)                      tuples of the first items of several, the second ones, and so on [extras]
' '' list filters
pick='/^[a-z]/p'
check 'list: all' 0 'filters
tests
globals
tags
extensions
options
limits
policies
' '' list
pick='/"center"/p'
check 'list: for programs' 0 '{"kind": "filter", "name": "center", "signature": "value, width=80", "note": "text in the middle of a field of a width", "extension": null}
' '' list --json filters
check 'list: what there is not' 2 '' 'list shows one of filters, tests' "$hokora" list filter
check 'output into a file' 0 '' '' "$hokora" -o out.txt hello.txt data.json
check 'the file' 0 'Hello World!' '' cat out.txt
check 'a failing render leaves the file alone' 1 '' 'UndefinedError' "$hokora" -o out.txt fails.txt
check 'still the old file' 0 'Hello World!' '' cat out.txt
check 'a folder that does not exist' 3 '' 'nowhere/out.txt' "$hokora" -o nowhere/out.txt hello.txt
for command in hello.txt 'dump --ast hello.txt' 'dump --program hello.txt' 'meta hello.txt' 'check --json broken.txt' list 'list --json' --help help --version; do
    check "a full disk: $command" 3 '' 'standard output' sh -c '"$1" $2 >/dev/full' sh "$hokora" "$command"
    check "no standard output: $command" 3 '' 'standard output' sh -c '"$1" $2 >&-' sh "$hokora" "$command"
done
check 'a full disk is said once' 0 '' '' sh -c '"$1" hello.txt 2>said >/dev/full; test $(wc -l <said) = 1' sh "$hokora"
check 'a full disk is said once: compile' 0 '' '' sh -c '"$1" compile -o /dev/full hello.txt 2>said; test $(wc -l <said) = 1' sh "$hokora"
ln -s out.txt link.txt && ln -s new.txt dangling.txt && ln -s nowhere/new.txt dead.txt
check 'output through a link' 0 '' '' "$hokora" -o link.txt -D name=Link hello.txt
check 'a failing render through a link' 1 '' 'UndefinedError' "$hokora" -o link.txt fails.txt
check 'the link leads to the file' 0 'Hello Link!' '' sh -c 'test -L link.txt && cat out.txt'
check 'output through a link to no file' 0 '' '' "$hokora" -o dangling.txt hello.txt data.json
check 'the file is made, and the link stays' 0 'Hello World!' '' sh -c 'test -L dangling.txt && cat new.txt'
check 'a link into nowhere' 3 '' 'dead.txt' "$hokora" -o dead.txt hello.txt
check 'an option that is on or off' 2 '' 'option trim_blocks is on or off, and takes no text' "$hokora" --trim-blocks=maybe hello.txt

# A message catalogue: 2 messages, the header and "Hello".
printf '\336\22\4\225\0\0\0\0\2\0\0\0\24\0\0\0\44\0\0\0\0\0\0\0\64\0\0\0\5\0\0\0\65\0\0\0\47\0\0\0\73\0\0\0\5\0\0\0\143\0\0\0' >de.mo
printf '\0Hello\0Content-Type: text/plain; charset=UTF-8\0Hallo\0' >>de.mo
printf '{%% trans %%}Hello{%% endtrans %%} {{ _("Bye") }}' >trans.txt
printf '{{ "x1"|regex_replace("[0-9]", "<\\\\g<0>>") }}{{ "a b"|split }}' >extensions.txt
printf '{{ ("a" * 40 ~ "bx")|regex_search("(a|aa)+c|(a+)+[cd]") }}' >hang.txt
if "$hokora" -e regex hello.txt >/dev/null 2>&1; then      # not in a build without PCRE2
    check 'extensions' 0 "x<1>['a', 'b']" '' "$hokora" -e regex -e extras extensions.txt
    check 'no pattern can hang a render' 1 '' 'LimitError: the regular expression took too many steps' "$hokora" -e regex hang.txt
fi
check 'an extension that is not on' 1 '' "No filter named 'regex_replace'" "$hokora" -e extras extensions.txt
check 'an extension that there is not' 2 '' '(there are: do loopcontrols i18n debug regex extras)' "$hokora" -e nothing hello.txt
check 'a message catalogue' 0 'Hallo Bye' '' "$hokora" --catalogue de.mo trans.txt
check 'a message catalogue, with an equals sign' 0 'Hallo Bye' '' "$hokora" --catalogue=de.mo trans.txt
check 'a message catalogue that is none' 2 '' 'hello.txt: this is not a message catalogue' "$hokora" --catalogue hello.txt trans.txt
check 'a message catalogue that does not exist' 2 '' 'missing.mo' "$hokora" --catalogue missing.mo trans.txt
check 'a message catalogue without a name' 2 '' '--catalogue needs a value' "$hokora" trans.txt --catalogue

batch() { printf '%s\n' "$1" | "$hokora" batch; }
check 'batch: a job' 0 '{"id": 7, "output": "a1"}
' '' batch '{"id": 7, "source": "a{{ b }}", "context": {"b": 1}}'
check 'batch: a field that is misspelled' 0 '{"id": 1, "error": {"kind": "ArgumentError", "message": "a job has no field '"'sorce'"'", "template": null, "line": null}}
' '' batch '{"id": 1, "sorce": "x"}'
check 'batch: a bad job does not end the run' 0 '{"id": null, "error": {"kind": "ArgumentError", "message": "a job is an object", "template": null, "line": null}}
{"id": "x", "value": [2]}
' '' batch '[]
{"id": "x", "expression": "[1 + 1]"}'
check 'batch: an expression has a self, as a template has' 0 '{"id": null, "value": ["<TemplateReference None>", true]}
' '' batch '{"expression": "[self|string, self is defined]", "context": {"self": 1}}'
check 'batch: check' 0 '{"id": null, "ok": true}
' '' batch '{"source": "x", "check": true}'
check 'batch: an error says where' 0 '{"id": 1, "error": {"kind": "ZeroDivisionError", "message": "division by zero", "template": "b", "line": 2}}
' '' batch '{"id": 1, "template": "a", "templates": {"a": "{% include \"b\" %}", "b": "\n{{ 1 / 0 }}"}}'
check 'batch: options of each kind' 0 '{"id": null, "output": "a\n"}
{"id": null, "output": "&lt;"}
{"id": null, "error": {"kind": "ArgumentError", "message": "an option is true, false, null or a text", "template": null, "line": null}}
' '' batch '{"source": "a\n", "options": {"keep_trailing_newline": true, "line_statement_prefix": null}}
{"source": "{{ \"<\" }}", "options": {"autoescape": "select"}}
{"source": "a", "options": {"autoescape": 1.5}}'
check 'batch: takes no file' 2 '' 'batch reads its jobs from standard input' "$hokora" batch hello.txt
check 'batch: a full disk' 3 '' 'standard output' sh -c 'printf "%s\n" "{\"source\": \"x\"}" | "$1" batch >/dev/full' sh "$hokora"
check 'the locale changes nothing' 0 '1.5 1234567.0' '' env LC_ALL=de_DE.UTF-8 "$hokora" "$root/tests/cli/floats.txt"

for page in index guestbook; do
    check "the example site: $page" 0 '' '' "$hokora" --autoescape=select -o page.html "$root/tests/examples/site/templates/$page.html" "$root/tests/examples/site/data/$page.json"
    check "the example site: $page, as expected" 0 '' '' cmp page.html "$root/tests/examples/site/expected/$page.html"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
