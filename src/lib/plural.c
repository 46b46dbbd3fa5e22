/* plural.c: the expressions by which catalogues choose a plural.
 *
 * In:  an expression of C over n, and n.   Out: its value.
 * Always: nesting is counted; what is not chosen is parsed, but does not fail; numbers wrap around, as unsigned ones do in C. */
#include "base/limits.h"
#include "lib/catalogue.h"

typedef struct reader {
    const char *at, *end;
    int64_t n;
    unsigned depth;
    bool failed;                /* it does not parse */
    bool divided;               /* by zero */
} reader;

static int64_t choice(reader *r, bool live);

static void skip_space(reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t')) r->at++;
}

static bool take(reader *r, const char *token)
{
    size_t size = strlen(token);
    skip_space(r);
    if ((size_t)(r->end - r->at) < size || memcmp(r->at, token, size) != 0) return false;
    r->at += size;
    return true;
}

/* One that must come. */
static void expect(reader *r, const char *token)
{
    if (!take(r, token)) r->failed = true;
}

static bool enter(reader *r)
{
    if (r->depth >= HKI_MAX_PLURAL_DEPTH) r->failed = true;
    if (r->failed) return false;
    r->depth++;
    return true;
}

/* primary = '!' primary | '(' choice ')' | 'n' | digits */
static int64_t primary(reader *r, bool live)
{
    int64_t value = 0;
    if (!enter(r)) return 0;
    if (take(r, "!")) {
        value = !primary(r, live);
    } else if (take(r, "(")) {
        value = choice(r, live);
        expect(r, ")");
    } else if (take(r, "n")) {
        value = r->n;
    } else {
        const char *start = r->at;
        for (; r->at < r->end && *r->at >= '0' && *r->at <= '9' && r->at - start < 18; r->at++) value = value * 10 + (*r->at - '0');
        if (r->at == start) r->failed = true;
    }
    r->depth--;
    return value;
}

/* The operators, from the loosest on; longer spellings stand before their beginnings. */
enum operation { OR, AND, EQUAL, UNEQUAL, LESS_EQUAL, GREATER_EQUAL, LESS, GREATER, PLUS, MINUS, TIMES, OVER, MODULO, OPERATIONS };
static const struct { const char *spelling; int precedence; } operators[OPERATIONS] = {
    {"||", 1}, {"&&", 2}, {"==", 3}, {"!=", 3}, {"<=", 4}, {">=", 4}, {"<", 4}, {">", 4}, {"+", 5}, {"-", 5}, {"*", 6}, {"/", 6}, {"%", 6}};

static enum operation next_operation(reader *r)
{
    int op = OR;
    skip_space(r);
    while (op < OPERATIONS) {
        const char *spelling = operators[op].spelling;
        if ((size_t)(r->end - r->at) >= strlen(spelling) && memcmp(r->at, spelling, strlen(spelling)) == 0) break;
        op++;
    }
    return (enum operation)op;
}

/* [python] The remainder has the sign of the divisor. */
static int64_t divide(reader *r, int64_t a, int64_t b, bool modulo, bool live)
{
    if (b == 0) {
        r->divided |= live;
        return 0;
    }
    if (b == -1) return modulo ? 0 : (int64_t)(0 - (uint64_t)a);
    int64_t rest = a % b, down = rest && (rest < 0) != (b < 0);
    return modulo ? rest + (down ? b : 0) : a / b - down;
}

static int64_t apply(reader *r, enum operation op, int64_t a, int64_t b, bool live)
{
    switch (op) {
    case OR: return a || b;
    case AND: return a && b;
    case EQUAL: return a == b;
    case UNEQUAL: return a != b;
    case LESS_EQUAL: return a <= b;
    case GREATER_EQUAL: return a >= b;
    case LESS: return a < b;
    case GREATER: return a > b;
    case PLUS: return (int64_t)((uint64_t)a + (uint64_t)b);
    case MINUS: return (int64_t)((uint64_t)a - (uint64_t)b);
    case TIMES: return (int64_t)((uint64_t)a * (uint64_t)b);
    case OVER: return divide(r, a, b, false, live);
    case MODULO: return divide(r, a, b, true, live);
    case OPERATIONS: break;
    }
    return 0;
}

/* binary = primary {operator binary}, operators of at least `precedence` */
static int64_t binary(reader *r, int precedence, bool live)
{
    int64_t left = primary(r, live);
    while (!r->failed) {
        enum operation op = next_operation(r);
        if (op == OPERATIONS || operators[op].precedence < precedence) break;
        r->at += strlen(operators[op].spelling);
        bool matters = live && !(op == OR && left) && !(op == AND && !left);
        left = apply(r, op, left, binary(r, operators[op].precedence + 1, matters), matters);
    }
    return left;
}

/* choice = binary ['?' choice ':' choice] */
static int64_t choice(reader *r, bool live)
{
    if (!enter(r)) return 0;
    int64_t value = binary(r, 1, live);
    if (take(r, "?")) {
        bool yes = value != 0;
        int64_t first = choice(r, live && yes);
        expect(r, ":");
        int64_t second = choice(r, live && !yes);
        value = yes ? first : second;
    }
    r->depth--;
    return value;
}

static bool evaluate(const char *expression, size_t size, int64_t n, int64_t *value, bool *divided)
{
    reader r = {.at = expression, .end = expression + size, .n = n};
    *value = choice(&r, true);
    skip_space(&r);
    *divided = r.divided;
    return !r.failed && r.at == r.end;
}

bool hki_plural_check(const char *expression, size_t size)
{
    int64_t value;
    bool divided;
    return evaluate(expression, size, 1, &value, &divided);
}

bool hki_plural_index(const char *expression, size_t size, int64_t n, int64_t *index)
{
    bool divided;
    return evaluate(expression, size, n, index, &divided) && !divided;
}
