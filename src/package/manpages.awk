# Section 3 of the manual, made from a header of include/:
#     awk -v out=FOLDER -v version=VERSION -v header=hokora -v package=hokora -v examples=FOLDER -v programs=FILES -f manpages.awk hokora.h
# A comment that begins a line and the declarations under it, up to an empty line or the next such comment, are one page, named after
# the first function; the others refer to it. HEADER.3 lists them all.

BEGIN { index_page = out "/" header ".3"; read_examples() }

/^\/\* -+ / { flush(); section = $0; sub(/^\/\* -+ /, "", section); sub(/ *\*\/$/, "", section); list_section(); next }
/^\/\*/ { flush_if_declared(); reading = 1 }
reading { read_comment($0); next }
/^$/ { flush(); next }
{ declared[++declarations] = $0; find_names($0) }
END { flush(); write_see_also() }

function write_see_also(    count, i, names)
{
    count = split("hokora hokora_sessions hokora_tags hokora_tools hokora_jansson", names, " ")
    print ".SH SEE ALSO\n.BR hokora (1)," >index_page
    for (i = 1; i <= count; i++)
        if (names[i] != header) print ".BR " names[i] " (3)," >index_page
    print ".BR hokora (7)" >index_page
}

# Which programs of the folder of examples call which function.
function read_examples(    names, count, i, file, line, name)
{
    count = split(programs, names, " ")
    for (i = 1; i <= count; i++) {
        file = examples "/" names[i]
        while ((getline line <file) > 0) {
            while (match(line, /hk_[a-z0-9_]+\(/)) {
                name = substr(line, RSTART, RLENGTH - 1)
                line = substr(line, RSTART + RLENGTH)
                if (index(" " callers[name] " ", " " names[i] " ") == 0) callers[name] = callers[name] " " names[i]
            }
        }
        close(file)
    }
}

function write_examples(file,    i, k, count, names, seen, text)
{
    for (i = 1; i <= nfunctions; i++) {
        count = split(callers[functions[i]], names, " ")
        for (k = 1; k <= count; k++) {
            if (names[k] in seen) continue
            seen[names[k]] = 1
            text = text (text == "" ? "" : " ,\n") ".IR " names[k]
        }
    }
    if (text == "") return
    print ".SH EXAMPLES\nIn the folder of examples that is installed with the documentation:\n" text >file
}

function read_comment(line)
{
    if (line ~ /\*\/$/) reading = 0
    sub(/ *\*\/$/, "", line)
    sub(/^(\/\*| \*) ?/, "", line)
    comment[++lines] = line
}

function find_names(line)
{
    if (match(line, /^HK_API .*[ *]hk_[a-z0-9_]+\(/)) {
        line = substr(line, 1, index(line, "(") - 1)
        sub(/.*[ *]/, "", line)
        functions[++nfunctions] = line
    } else if (!type && match(line, /^typedef (struct|enum) hk_[a-z0-9_]+|\(\*hk_[a-z0-9_]+/)) {
        type = substr(line, RSTART, RLENGTH)
        sub(/.*[ *]/, "", type)
    } else if (!type && match(line, /^#define HK_[A-Z_]+[( ]/)) {
        type = substr(line, 9, RLENGTH - 9)
    }
}

# What has no declarations yet is an introduction to the section.
function flush_if_declared() { if (declarations) flush(); else if (lines) introduce() }

function flush()
{
    if (lines && !introduced) introduce_library()
    else if (lines && !declarations) introduce()
    else if (lines && (nfunctions || type)) write_page()
    lines = declarations = nfunctions = 0
    type = ""
}

function escape(text)
{
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    if (text ~ /^[.']/) text = "\\&" text
    return text
}

# The comment as paragraphs. "Borrows  …" and its kin, and what is indented by two and has a gap behind its first words, are items, which go on
# in the lines that are indented under their text; other lines that are indented are code.
function write_comment(file, from,    i, line, mode)
{
    for (i = from; i <= lines; i++) {
        line = comment[i]
        if (match(line, /^(Borrows|Returns|Fails|Threads|Units) +/) || match(line, /^  [^ ]+( [^ ]+)*   */)) {
            enter(file, mode, "item")
            mode = "item"
            print ".TP\n.B " escape(bare(substr(line, 1, RLENGTH))) >file
            line = substr(line, RLENGTH + 1)
        } else if (line ~ /^ /) {
            if (mode == "item" && line ~ /^     /) sub(/^ +/, "", line)
            else {
                enter(file, mode, "code")
                mode = "code"
                sub(/^    /, "", line)
            }
        } else {
            enter(file, mode, "")
            mode = ""
        }
        print(line == "" ? ".PP" : escape(line)) >file
    }
    enter(file, mode, "")
}

function enter(file, mode, next_mode)
{
    if (mode == next_mode) return
    if (mode == "code") print ".EE\n.RE" >file
    if (next_mode == "code") print ".PP\n.RS 4\n.EX" >file
    else if (next_mode == "") print ".PP" >file
}

function bare(text)
{
    gsub(/^ +| +$/, "", text)
    return text
}

function title(file, name) { printf ".TH %s 3 \"\" \"hokora %s\" \"hokora\"\n.ad l\n.nr HY 0\n.nh\n.SH NAME\n", name, version >file }

function write_page(    i, name, file, names)
{
    name = nfunctions ? functions[1] : type
    file = out "/" name ".3"
    names = name
    for (i = 2; i <= nfunctions; i++) {
        names = names ", " functions[i]
        print ".so man3/" name ".3" >(out "/" functions[i] ".3")
        close(out "/" functions[i] ".3")
    }
    title(file, name)
    print names " \\- " escape(first_sentence()) >file
    print ".SH SYNOPSIS\n.nf\n.B #include <" header ".h>\n" >file
    for (i = 1; i <= declarations; i++) print escape(without_marks(declared[i])) >file
    print ".fi\n.SH DESCRIPTION" >file
    write_comment(file, 1)
    write_examples(file)
    print ".SH SEE ALSO\n.BR " header " (3)" >file
    close(file)
    printf ".TP\n.BR \"%s\" (3)\n%s\n", names, escape(first_sentence()) >index_page
}

function without_marks(line)
{
    gsub(/HK_API |HK_MUSTUSE /, "", line)
    return line
}

function first_sentence(    text, i)
{
    for (i = 1; i <= lines && comment[i] !~ /^(Borrows|Returns|Fails|Threads|Units) /; i++) text = text (i > 1 ? " " : "") comment[i]
    gsub(/  +/, " ", text)
    if (match(text, /[.:;]( |$)/)) text = substr(text, 1, RSTART - 1)
    return text
}

function introduce_library()
{
    title(index_page, header)
    sub(/^[a-z_]+\.h: /, "", comment[1])
    sub(/\.$/, "", comment[1])
    print header " \\- " escape(comment[1]) >index_page
    print ".SH SYNOPSIS\n.nf\n.B #include <" header ".h>\n\ncc program.c $(pkg\\-config \\-\\-cflags \\-\\-libs " escape(package) ")\n.fi\n.SH DESCRIPTION" >index_page
    write_comment(index_page, 3)
    introduced = 1
}

function introduce()
{
    print ".PP" >index_page
    write_comment(index_page, 1)
    lines = 0
}

function list_section() { print ".SH " toupper(section) >index_page }
