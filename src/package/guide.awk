# The page hokora(7), made from guide.md, whose examples are tests, and from what `hokora list` says there is:
#     awk -v version=VERSION -v hokora=COMMAND -f guide.awk guide.md >hokora.7

BEGIN {
    printf ".TH hokora 7 \"\" \"hokora %s\" \"hokora\"\n.ad l\n.nr HY 0\n.nh\n", version
    label["json"] = "with the variables"
    label["options"] = "under the options"
    label["output"] = "gives"
}

function escape(text)
{
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    gsub(/'/, "\\(aq", text)
    if (text ~ /^\./) text = "\\&" text
    return text
}

# `code` in bold.
function prose(text,    out)
{
    while (match(text, /`[^`]*`/)) {
        out = out escape(substr(text, 1, RSTART - 1)) "\\fB" escape(substr(text, RSTART + 1, RLENGTH - 2)) "\\fR"
        text = substr(text, RSTART + RLENGTH)
    }
    return out escape(text)
}

# A name with its signature, then what it does, on the same line or the next.
function list(what,    line, command)
{
    command = hokora " list " what
    print ".SS All " what
    while ((command | getline line) > 0) {
        if (line ~ /^                /) {
            sub(/^ +/, "", line)
            print escape(line)
            continue
        }
        sub(/^  /, "", line)
        print ".TP"
        if (match(line, /   */)) print "\\fB" escape(substr(line, 1, RSTART - 1)) "\\fR\n" escape(substr(line, RSTART + RLENGTH))
        else print "\\fB" escape(line) "\\fR"
    }
    close(command)
}

function begin_code() { print ".PP\n.RS 4\n.EX"; code = 1 }
function end_code() { print ".EE\n.RE\n.PP"; code = 0 }

/^```/ && code { end_code(); next }
/^```/ {
    kind = substr($0, 4)
    if (kind in label) print ".PP\n" label[kind]
    if (kind ~ /^jinja ./) print ".PP\n" "the template \\fB" escape(substr(kind, 7)) "\\fR"
    begin_code()
    next
}
code && /^    / { print escape(substr($0, 5)); next }
code && indented && !/^$/ { end_code(); indented = 0 }
code { print escape($0); next }
/^    / { begin_code(); indented = 1; print escape(substr($0, 5)); next }
/^# / { print ".SH " substr($0, 3); next }
/^## / { print ".SS " prose(substr($0, 4)); next }
/^@[a-z]+@$/ { list(substr($0, 2, length($0) - 2)); next }
/^$/ { print ".PP"; next }
{ print prose($0) }
END { if (code) end_code(); print ".SH SEE ALSO\n.BR hokora (1),\n.BR hokora (3)" }
