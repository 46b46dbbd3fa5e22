# tokens.awk: how tokens are told by their bytes, worked out while the library is built.
#
#     awk -f tokens.awk tokens.def > tokens.h
#
# In:  the rows TOKEN and WORD.
# Out: TOKEN_BEGINS: the operator or bracket that a character begins; TOKEN_LONGER: the one that a second character makes of it;
#      WORD_SLOTS: the words by their numbers from 1, or 0, each at a slot of its own; WORD_FACTOR, which says at which one: see
#      hki_word_of_rim (src/syntax/token.h).

BEGIN { for (i = 1; i < 128; i++) code[sprintf("%c", i)] = i }

/^TOKEN\(/ {
    split($0, column, "\"")
    if (column[2] == "") next
    match($0, /[A-Z]+,/)
    name[++tokens] = "HKI_TOKEN_" substr($0, RSTART, RLENGTH - 1)
    spelling[tokens] = column[2]
    if (length(column[2]) == 1) begun[column[2]] = name[tokens]
}

/^WORD\(/ {
    word = substr($0, 6, index($0, ")") - 6)
    key[++words] = (number(word, 1) + number(word, 5)) % 4294967296
}

END {
    for (i = 1; i <= tokens; i++) {
        first = substr(spelling[i], 1, 1)
        if (!(first in begun)) begun[first] = name[i]
        if (begun[first] == name[i]) begins = begins "['" first "'] = " name[i] ", "
        if (length(spelling[i]) == 2) longer = longer "[" begun[first] "] = {'" substr(spelling[i], 2) "', " name[i] "}, "
    }
    for (factor = 65537; factor < 1048576; factor += 2) if (apart(factor)) break
    if (factor > 1048576) { print "tokens.awk: no factor tells the words apart" >"/dev/stderr"; exit 1 }
    print "/* Made by grammar/tokens.awk. */"
    print "#define TOKEN_BEGINS " begins
    print "#define TOKEN_LONGER " longer
    print "#define WORD_FACTOR " factor
    print "#define WORD_SLOTS \\"
    for (i = 0; i < 256; i++) printf "%d,%s", slot[i], (i % 32 == 31 && i < 255 ? " \\\n" : "")
    print ""
}

# Four bytes, the first being the highest.
function number(s, from,   n, i)
{
    for (i = from; i < from + 4; i++) n = n * 256 + code[substr(s, i, 1)]
    return n
}

# (All products are below 2^53, and so exact.)
function apart(factor,   i, at)
{
    split("", slot)
    for (i = 1; i <= words; i++) {
        at = int(key[i] * factor % 4294967296 / 16777216)
        if (at in slot) return 0
        slot[at] = i
    }
    return 1
}
