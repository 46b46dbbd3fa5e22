# The page hokora(1), made from what `hokora --help` prints:
#     hokora --help | awk -v version=VERSION -f command.awk >hokora.1

function escape(text)
{
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    return text
}

NR == 1 {
    sub(/^hokora: /, "")
    printf ".TH hokora 1 \"\" \"hokora %s\" \"hokora\"\n.SH NAME\nhokora \\- %s\n.SH SYNOPSIS\n.nf\n", version, escape($0)
    synopsis = 1
    next
}
synopsis && /^$/ && NR > 2 { print ".fi\n.SH DESCRIPTION"; synopsis = 0; next }
synopsis { sub(/^  /, ""); if ($0 != "") print escape($0); next }
/^$/ { next }
/^Exit status: / { sub(/^Exit status: /, ""); print ".SH EXIT STATUS\n" escape($0); next }
/^  -/ && !options { print ".SH OPTIONS"; options = 1 }
# An option: its name and argument, then at least one space to the column of the explanations.
/^  -/ { print ".TP\n.B " escape(substr($0, 3, 16)) "\n" escape(substr($0, 20)); next }
/^      / { sub(/^ +/, ""); print ".br\n" escape($0); next }
{ print escape($0) }
END { print ".SH SEE ALSO\n.BR hokora (3),\n.BR hokora (7)" }
