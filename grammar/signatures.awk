# signatures.awk: the signatures of the builtins, worked out while the library is built.
#
#     awk -f signatures.awk types.def filters.def … methods.def > signatures.h
#
# In:  the rows FILTER, TEST, GLOBAL and METHOD of the tables here.
# Out: for each row a macro SIGNATURE_<kind>_<name> (of tests: their native's name; of methods: type and name) with what
#      hki_function_prepare (src/value/signature.c) would make of the signature, as the fields of an hki_function; METHOD_SLOTS, the index
#      of the methods by type and name, and FILTER_SLOTS and TEST_SLOTS, those of the builtin ones by name (src/value/slots.h).
# A test compares all of it with what hki_function_prepare says.

BEGIN {
    for (i = 1; i < 128; i++) code[sprintf("%c", i)] = i
    print "/* Made by grammar/signatures.awk. */"
}

/^TYPE\(/ { family[substr($0, 6, index($0, ",") - 6)] = ntypes++ }

# A row may go on on the next line.
/^(FILTER|TEST|GLOBAL|METHOD)\(/ { row = $0 }
row != "" && !/^[A-Z]+\(/ { row = row $0 }
row ~ /\)[ \t]*(\/\*.*)?$/ { take(row); row = "" }

END {
    family["MARKUP"] = ntypes
    index_of("METHOD", 1024)
    index_of("FILTER", 256)
    index_of("TEST", 256)
}

# The rows' numbers in open addressing, or 0, as src/value/slots.h looks for them.
function index_of(kind, slots,   i, at, slot)
{
    for (i = 1; i <= nrows[kind]; i++) {
        at = place(rows[kind, i], family[types[kind, i]], slots)
        while (slot[at]) at = (at + 1) % slots
        slot[at] = i
    }
    printf "#define %s_SLOTS \\\n", kind
    for (i = 0; i < slots; i++) printf "%d,%s", slot[i], (i % 32 == 31 && i + 1 < slots ? " \\\n" : "")
    print ""
}

function trim(s) { gsub(/^[ \t"]+|[ \t"]+$/, "", s); return s }

function take(row,   kind, column, open, columns, signature, name, n)
{
    kind = substr(row, 1, index(row, "(") - 1)
    n = match(row, /"[^"]*"[^"]*$/)             # the last text of the row
    if (!n) return
    signature = substr(row, n + 1)
    open = index(signature, "\"")
    columns = substr(signature, open + 1)
    signature = substr(signature, 1, open - 1)
    split(substr(row, length(kind) + 2), column, ",")
    if (kind == "FILTER") name = "filter_" trim(column[1])
    else if (kind == "GLOBAL") name = "global_" trim(column[1])
    else if (kind == "METHOD") name = trim(column[1]) "_" trim(column[2])
    else { gsub(/[,() \t]/, "", columns); name = "test_" columns }
    if (kind == "METHOD") { rows[kind, ++nrows[kind]] = trim(column[2]); types[kind, nrows[kind]] = trim(column[1]) }
    else if (FILENAME ~ /\/(filters|tests)\.def$/) rows[kind, ++nrows[kind]] = trim(column[1])
    if (!(name in seen)) describe(name, signature)
    else if (seen[name] != signature) { print "signatures.awk: two signatures of " name >"/dev/stderr"; exit 1 }
    seen[name] = signature
}

function place(s, family, slots,   n)
{
    n = length(s)
    return (code[substr(s, 1, 1)] * 7 + code[substr(s, n, 1)] * 131 + code[substr(s, int(n / 2) + 1, 1)] * 1031 + n * 61 + family * 241) % slots
}

# A default as an hk_value.
function value(text,   s)
{
    if (text == "?") return "{.type = HKI_UNDEFINED, .flags = HKI_ABSENT}"
    if (text == "None") return "{.type = HKI_NONE}"
    if (text == "True" || text == "False") return "{.type = HKI_BOOL, .as.i = " (text == "True") "}"
    if (text ~ /^-?[0-9]+\.[0-9]+$/) return "{.type = HKI_FLOAT, .as.d = " text "}"
    if (text ~ /^-?[0-9]+$/) return "{.type = HKI_INT, .as.i = " text "}"
    s = substr(text, 2, length(text) - 2)
    return "{.type = HKI_STRING, .as.p = (void *)&(const hki_str){.head = {.type = HKI_STRING, .flags = HKI_STR_CONST}, .size = " \
        length(s) ", .points = " length(s) ", .data = \"" s "\"}}"
}

function describe(name, signature, \
                  part, start, n, i, equals, at, rest, named, word, count, positional, needed, open, only, params, keyword, required, fallback)
{
    n = parts(signature, part, start)
    open = "true"
    for (i = 1; i <= n; i++) {
        if (part[i] == "/") { for (count in keyword) keyword[count] = "false"; continue }
        if (part[i] ~ /^\*\*/) { named = 1; continue }
        if (part[i] ~ /^\*/) { only = 1; if (part[i] != "*") rest = 1; continue }
        equals = index(part[i], "=")
        params++
        at[params] = start[i] - 1
        word[params] = equals ? substr(part[i], 1, equals - 1) : part[i]
        required[params] = !equals
        fallback[params] = value(equals ? substr(part[i], equals + 1) : "?")
        keyword[params] = "true"
        if (!only) { positional = params; if (!equals) needed++ }
        else if (!equals) open = "false"
    }
    printf "#define SIGNATURE_%s .signature = \"%s\", .nparams = %d, .nrequired = %d, .npositional = %d, ", \
        name, signature, params, needed, positional
    printf ".takes_rest = %s, .takes_named = %s, .open = %s", rest ? "true" : "false", named ? "true" : "false", open
    if (params) printf ", .params = (const hki_param[]){ \\\n"
    for (i = 1; i <= params; i++)
        printf "    {%d, %d, %s, %s, %s, %s},%s\n", at[i], length(word[i]), (i <= positional ? "true" : "false"), keyword[i],
            (required[i] ? "true" : "false"), fallback[i], (i < params ? " \\" : " }")
    if (!params) print ""
}

# The parts of a signature between commas, those in quotes left alone, and where each starts.
function parts(signature, part, start,   n, i, c, quote)
{
    n = signature == "" ? 0 : 1
    part[1] = ""
    for (i = 1; i <= length(signature); i++) {
        c = substr(signature, i, 1)
        if (c == quote) quote = ""
        else if (quote == "" && (c == "'" || c == "\"")) quote = c
        if (c == "," && quote == "") part[++n] = ""
        else if (c != " " || quote != "") { if (part[n] == "") start[n] = i; part[n] = part[n] c }
    }
    return n
}
