# tokens.awk: how tokens are told by their bytes, worked out while the library is built.
#
#     awk -f tokens.awk tokens.def > tokens.h
#
# In:  the rows TOKEN and WORD.
# Out: TOKEN_BEGINS: the operator or bracket that a character begins; TOKEN_LONGER: the one that a second character makes of it;
#      WORD_SLOTS: 16 times the numbers of the words, from 1, or 0, each at a slot of its own; WORD_FACTOR, a number of 64 bits which
#      says at which one: see hki_word_of_rim (src/syntax/token.h).

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
    words++
    for (i = 0; i < 4; i++) key[words, i] = code[substr(word, 2 * i + 1, 1)] + 256 * code[substr(word, 2 * i + 2, 1)]
}

END {
    for (i = 1; i <= tokens; i++) {
        first = substr(spelling[i], 1, 1)
        if (!(first in begun)) begun[first] = name[i]
        if (begun[first] == name[i]) begins = begins "['" first "'] = " name[i] ", "
        if (length(spelling[i]) == 2) longer = longer "[" begun[first] "] = {'" substr(spelling[i], 2) "', " name[i] "}, "
    }
    for (random = tries = 1; tries < 100000; tries++) if (apart()) break
    if (tries == 100000) { print "tokens.awk: no factor tells the words apart" >"/dev/stderr"; exit 1 }
    print "/* Made by grammar/tokens.awk. */"
    print "#define TOKEN_BEGINS " begins
    print "#define TOKEN_LONGER " longer
    printf "#define WORD_FACTOR UINT64_C(0x%04x%04x%04x%04x)\n", factor[3], factor[2], factor[1], factor[0]
    print "#define WORD_SLOTS \\"
    for (i = 0; i < 256; i++) printf "%d,%s", 16 * slot[i], (i % 32 == 31 && i < 255 ? " \\\n" : "")
    print ""
}

# Do the words have different slots by another factor? Words and factors are four numbers of 16 bits, the lowest first. (All sums are
# below 2^53, and so exact.)
function apart(  i, at)
{
    for (i = 0; i < 4; i++) {
        random = (random * 69069 + 1) % 4294967296
        factor[i] = int(random / 65536)
    }
    split("", slot)
    for (i = 1; i <= words; i++) {
        at = highest(i)
        if (at in slot) return 0
        slot[at] = i
    }
    return 1
}

# The highest byte of the lower 64 bits of a word times the factor.
function highest(word,   i, k, sum)
{
    sum = 0
    for (i = 0; i < 4; i++) {
        sum = int(sum / 65536)
        for (k = 0; k <= i; k++) sum += key[word, k] * factor[i - k]
    }
    return int(sum % 65536 / 256)
}
