/* number_parse.c: text to floats.
 *
 * In:  text of any origin.   Out: the double closest to what it says, as Python reads it.
 * Always: correctly rounded and whatever the locale: short numbers by one exact multiplication or division, others by the C library's
 * strtod, which is given digits and an exponent but no decimal point. */
#include <math.h>
#include <stdlib.h>

#include "base/number_text.h"
#include "base/unicode.h"
#include "base/utf8.h"

/* No double lies exactly between two of its neighbours unless it has at most 767 digits: of later ones it only matters whether one is
 * not zero. */
enum { MOST_DIGITS = 770 };

/* A number while it is read: digits * 10^exponent. Leading zeros are not kept. Large for the stack, but what uses it calls nothing of
 * the library, and an exact answer needs all of it. */
typedef struct decimal {
    uint64_t small;             /* the digits as a number, as long as there are at most 18 */
    int64_t exponent;
    int count;
    bool more;                  /* digits that are not zero were left out */
    char digit[MOST_DIGITS + 16];
} decimal;

static void add_digit(decimal *n, int value, bool fraction)
{
    n->exponent -= fraction;
    if (n->count == 0 && value == 0) return;
    if (n->count == MOST_DIGITS) {
        n->exponent++;
        n->more = n->more || value;
        return;
    }
    if (n->count < 18) n->small = n->small * 10 + (unsigned)value;
    n->digit[n->count++] = (char)('0' + value);
}

static double by_strtod(decimal *n)
{
    int64_t exponent = n->exponent;
    if (n->more) {
        n->digit[n->count++] = '1';
        exponent--;
    }
    /* Far beyond what any double can be, whatever the digits are. */
    if (exponent > 9999) exponent = 9999;
    if (exponent < -9999) exponent = -9999;
    n->digit[n->count] = 'e';
    n->digit[n->count + 1 + (int)hki_int_text(n->digit + n->count + 1, exponent)] = '\0';
    return strtod(n->digit, NULL);
}

static double value_of(decimal *n)
{
    if (n->count == 0) return 0;
    bool exact = n->count <= 18 && n->small <= UINT64_C(1) << 53 && n->exponent >= -HKI_LAST_EXACT_TEN && n->exponent <= HKI_LAST_EXACT_TEN;
    if (!exact) return by_strtod(n);
    return n->exponent < 0 ? (double)n->small / hki_exact_tens[-n->exponent] : (double)n->small * hki_exact_tens[n->exponent];
}

unsigned char hki_number_next(const char **at)
{
    if (!(**at & 0x80)) {
        unsigned char c = (unsigned char)*(*at)++;
        return c ? c : 0xFF;
    }
    int digit = hki_uc_decimal_value(hki_utf8_next(at));
    return digit < 0 ? 0xFF : (unsigned char)('0' + digit);
}

/* Characters one by one; '\0' at the end. */
typedef struct reader {
    const char *at, *end;
    unsigned char now;
    bool bad;                   /* an underscore not between digits */
} reader;

static unsigned char step(reader *r)
{
    r->now = r->at == r->end ? '\0' : hki_number_next(&r->at);
    return r->now;
}

static bool at_digit(const reader *r)
{
    return r->now >= '0' && r->now <= '9';
}

/* Behind a digit: steps to the next digit over one underscore, or to what ends the digits. */
static void step_digit(reader *r)
{
    if (step(r) != '_') return;
    step(r);
    if (!at_digit(r)) r->bad = true;
}

static void read_exponent(reader *r, decimal *n)
{
    int64_t exponent = 0;
    bool negative = step(r) == '-';
    if (r->now == '-' || r->now == '+') step(r);
    if (!at_digit(r)) r->bad = true;
    for (; at_digit(r); step_digit(r))
        if (exponent < INT64_C(1) << 40) exponent = exponent * 10 + (r->now - '0');
    n->exponent += negative ? -exponent : exponent;
}

/* digits ['.' digits] ['e' ['+' | '-'] digits]; a digit on one side of the point is enough */
static bool read_decimal(reader *r, decimal *n)
{
    bool any = false;
    n->small = 0;
    n->exponent = 0;
    n->count = 0;
    n->more = false;
    for (; at_digit(r); step_digit(r), any = true) add_digit(n, r->now - '0', false);
    if (r->now == '.')
        for (step(r); at_digit(r); step_digit(r), any = true) add_digit(n, r->now - '0', true);
    if (any && (r->now | 0x20) == 'e') read_exponent(r, n);
    return any && !r->bad && r->now == '\0';
}

static bool is_word(const char *text, size_t size, const char *word)
{
    size_t i = 0;
    while (i < size && word[i] && ((unsigned char)text[i] | 0x20) == (unsigned char)word[i]) i++;
    return i == size && !word[i];
}

/* [python] \x1c to \x1f are white space to str.isspace, but not to int() and float(). */
static bool is_blank(uint32_t c)
{
    return c < 128 ? c == ' ' || (c >= '\t' && c <= '\r') : hki_uc_space(c);
}

void hki_number_strip(const char **text, size_t *size)
{
    const char *from = *text, *to = from + *size, *at;
    for (at = from; at < to && is_blank(hki_utf8_next(&at)); from = at) continue;
    for (at = to; at > from && is_blank(hki_utf8_prev(&at)); to = at) continue;
    *text = from;
    *size = (size_t)(to - from);
}

bool hki_float_parse(const char *text, size_t size, double *out)
{
    decimal n;
    double d;
    hki_number_strip(&text, &size);
    bool negative = size && *text == '-';
    if (size && (*text == '-' || *text == '+')) {
        text++;
        size--;
    }
    reader r = {.at = text, .end = text + size};
    step(&r);
    if (read_decimal(&r, &n)) d = value_of(&n);
    else if (is_word(text, size, "inf") || is_word(text, size, "infinity")) d = (double)INFINITY;
    else if (is_word(text, size, "nan")) d = (double)NAN;
    else return false;
    *out = negative ? -d : d;
    return true;
}

double hki_float_literal(const char *text, size_t size)
{
    decimal n;
    reader r = {.at = text, .end = text + size};
    step(&r);
    return read_decimal(&r, &n) ? value_of(&n) : 0;
}
