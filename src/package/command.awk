# The page hokora(1), made from what `hokora --help` prints:
#     hokora --help | awk -v version=VERSION -f command.awk >hokora.1

function escape(text)
{
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    return text
}

function example(what, command)
{
    if (!examples++) print ".SH EXAMPLES"
    print ".PP\n" escape(what) ":\n.PP\n.nf\n    " escape(command) "\n.fi"
}

function job(name, note) { print ".TP\n.B " name "\n" note }

NR == 1 {
    sub(/^hokora: /, "")
    printf ".TH hokora 1 \"\" \"hokora %s\" \"hokora\"\n.SH NAME\nhokora \\- %s\n.SH SYNOPSIS\n.nf\n", version, escape($0)
    synopsis = 1
    next
}
synopsis && /^$/ && NR > 2 { print ".fi\n.SH DESCRIPTION"; synopsis = 0; next }
synopsis { sub(/^  /, ""); if ($0 != "") print escape($0); next }
/^$/ { next }
/^Exit status: / {
    example("Render a page with its data into a file", "hokora --autoescape=select -o page.html templates/page.html data.json")
    example("The same from a pipe, with a variable more", "curl -s https://example.org/data | hokora -D year:=2024 letter.txt -")
    example("Stop a build at the first mistake in a template", "hokora check templates/*.html")
    print ".SH BATCH\nA job is an object on one line; one answer comes for each, before the next is read:"
    print ".PP\n.nf\n    {\"id\": 7, \"source\": \"a{{ b }}\", \"context\": {\"b\": 1}}\n    {\"id\": 7, \"output\": \"a1\"}\n.fi\n.PP"
    job("id", "any value; it comes back in the answer")
    job("source, template, expression", "what to render: a text, a name in templates; or an expression, whose value is the answer")
    job("templates", "texts by name, for template, extends, include and import")
    job("context, globals", "variables by name")
    job("options", "an object of options, named as above: true, false or a text; extensions is a list of names")
    job("check", "true: only compile; the answer has \"ok\"")
    print ".PP\nAn answer has output, value, ok or error: its kind, message, template and line."
    sub(/^Exit status: /, "")
    print ".SH EXIT STATUS\n" escape($0)
    next
}
/^  -/ && !options { print ".SH OPTIONS"; options = 1 }
# An option: its name and argument, then at least one space to the column of the explanations.
/^  -/ { print ".TP\n.B " escape(substr($0, 3, 16)) "\n" escape(substr($0, 20)); next }
/^      / { sub(/^ +/, ""); print ".br\n" escape($0); next }
{ print escape($0) }
END { print ".SH SEE ALSO\n.BR hokora (3),\n.BR hokora (7)" }
