/* list.c: a program as text, by the kinds of operands that the table of instructions names.
 *
 * In:  a program that was verified.   Out: a head for each function and a line for each instruction:
 *      "0007  12:4   GETATTR        r3, r1, name 'title'". */
#include "base/number_text.h"
#include "program/opcode.h"
#include "value/text.h"

static void put_name(hki_buf *out, const hki_program *p, uint32_t name)
{
    hki_repr_text(out, p->text + p->names[name].offset, p->names[name].size);
}

static void put_number(hki_buf *out, const char *before, uint64_t n)
{
    hki_buf_str(out, before);
    hki_buf_int(out, (int64_t)n);
}

/* Items are constants of smaller numbers; beyond a few levels or items it says no more. */
static void put_konst(hki_buf *out, const hki_program *p, uint32_t index, int level)
{
    const hki_konst *k = &p->konsts[index];
    uint32_t low = (uint32_t)k->bits, high = (uint32_t)(k->bits >> 32);
    double d;
    switch (k->kind) {
    case HKI_BOOL: hki_buf_str(out, k->bits ? "True" : "False"); return;
    case HKI_INT: hki_buf_int(out, (int64_t)k->bits); return;
    case HKI_FLOAT: {
        char text[40];
        memcpy(&d, &k->bits, sizeof d);
        hki_buf_put(out, text, hki_float_repr(text, d));
        return;
    }
    case HKI_STRING:
        hki_buf_str(out, k->flags & HKI_SAFE ? "safe " : "");
        if (k->flags & HKI_KONST_TEXT) hki_repr_text(out, p->text + low, high);
        else put_name(out, p, low);
        return;
    case HKI_BIGINT:                    /* a sign and hexadecimal digits */
        hki_buf_str(out, p->text[low] == '-' ? "-0x" : "0x");
        hki_buf_put(out, p->text + low + 1, high - 1);
        return;
    case HKI_LIST:
    case HKI_TUPLE:
    case HKI_DICT: break;
    default: hki_buf_str(out, "None"); return;
    }
    hki_buf_char(out, k->kind == HKI_LIST ? '[' : k->kind == HKI_TUPLE ? '(' : '{');
    for (uint32_t i = 0; i < high; i++) {
        if (i) hki_buf_str(out, k->kind == HKI_DICT && i % 2 ? ": " : ", ");
        if (level == 0 || i == 32) {
            hki_buf_str(out, "...");
            break;
        }
        put_konst(out, p, p->lists[low + i], level - 1);
    }
    hki_buf_char(out, k->kind == HKI_LIST ? ']' : k->kind == HKI_TUPLE ? ')' : '}');
}

static void put_spec(hki_buf *out, const hki_program *p, const hki_spec *s)
{
    put_number(out, "(", s->npos);
    for (uint32_t i = 0; i < s->nkw; i++) {
        hki_buf_str(out, ", ");
        put_name(out, p, p->lists[s->names + i]);
    }
    if (s->flags & HKI_SPEC_STAR) hki_buf_str(out, ", *");
    if (s->flags & HKI_SPEC_DOUBLE_STAR) hki_buf_str(out, ", **");
    hki_buf_char(out, ')');
}

/* A filter or test, and its arguments where they do not stand in registers. */
static void put_named(hki_buf *out, const hki_program *p, const hki_named *n)
{
    const hki_spec *s = &p->specs[n->spec];
    put_name(out, p, n->name);
    if (n->args == HKI_ARGS_IN_ROW) {
        if (s->npos || s->nkw || s->flags) put_spec(out, p, s);
        return;
    }
    for (uint32_t i = 0; i < s->npos + s->nkw; i++) {
        hki_buf_str(out, i ? ", " : "(");
        if (i >= s->npos) {
            put_name(out, p, p->lists[s->names + i - s->npos]);
            hki_buf_char(out, '=');
        }
        put_konst(out, p, p->lists[n->args + i], 3);
    }
    hki_buf_char(out, ')');
}

static void put_text(hki_buf *out, const hki_program *p, uint32_t offset, uint32_t size)
{
    hki_buf_str(out, "text ");
    hki_repr_text(out, p->text + offset, size);
}

static void put_row(hki_buf *out, const hki_program *p, const hki_insn *i, uint32_t base)
{
    uint64_t count = hki_op_row(p, i);
    put_number(out, count ? "r" : "no r", base);
    if (count > 1) put_number(out, "..r", base + count - 1);
}

/* A register that is read: a constant's is shown by what it holds. */
static void put_use(hki_buf *out, const hki_program *p, const hki_func *f, uint32_t x)
{
    uint32_t first = f->nregs - f->nkonsts;
    if (x < first) put_number(out, "r", x);
    else put_konst(out, p, p->lists[f->konsts + x - first], 3);
}

static void put_operand(hki_buf *out, const hki_program *p, const hki_func *f, const hki_insn *i, unsigned n)
{
    uint32_t x = hki_operand(i, n);
    switch ((enum hki_operand)hki_op_infos[i->op].kind[n]) {
    case HKI_OPERAND_none: return;
    case HKI_OPERAND_mode: put_number(out, "d", x); return;
    case HKI_OPERAND_use: put_use(out, p, f, x); return;
    case HKI_OPERAND_def:
    case HKI_OPERAND_var: put_number(out, "r", x); return;
    case HKI_OPERAND_base:
    case HKI_OPERAND_bases: put_row(out, p, i, x); return;
    case HKI_OPERAND_label: put_number(out, "-> ", x); return;
    case HKI_OPERAND_int: hki_buf_int(out, (int32_t)x); return;
    case HKI_OPERAND_konst: put_konst(out, p, x, 3); return;
    case HKI_OPERAND_text: put_text(out, p, x, hki_operand(i, n + 1)); return;
    case HKI_OPERAND_size: put_number(out, "", x); return;
    case HKI_OPERAND_spec: put_spec(out, p, &p->specs[x]); return;
    case HKI_OPERAND_func: put_number(out, "function ", x); return;
    case HKI_OPERAND_cell: put_number(out, "cell ", x - f->nregs); return;
    case HKI_OPERAND_name: hki_buf_str(out, "name "); break;
    case HKI_OPERAND_filter: hki_buf_str(out, "filter "); put_named(out, p, &p->filters[x]); return;
    case HKI_OPERAND_test: hki_buf_str(out, "test "); put_named(out, p, &p->tests[x]); return;
    case HKI_OPERAND_block: hki_buf_str(out, "block "); x = p->blocks[x].name; break;
    }
    put_name(out, p, x);
}

static void fill_to(hki_buf *out, size_t start, size_t column)
{
    size_t have = out->size - start;
    hki_buf_fill(out, ' ', have < column ? column - have : 1);
}

/* The length of a text is shown by the text, the number of arguments by the specification, an empty text not at all. */
static bool is_shown(const hki_insn *i, unsigned n)
{
    const uint8_t *kind = hki_op_infos[i->op].kind;
    if (kind[n] == HKI_OPERAND_text) return hki_operand(i, n + 1) != 0;
    bool told = n && kind[n] == HKI_OPERAND_size && (kind[n - 1] == HKI_OPERAND_text || kind[0] == HKI_OPERAND_spec);
    return kind[n] != HKI_OPERAND_none && !told;
}

static void put_line(hki_buf *out, const hki_program *p, const hki_func *f, uint32_t at, uint32_t number)
{
    size_t start = out->size;
    const hki_insn counted = hki_insn_counted(&p->code[at], number), *i = &counted;
    for (uint32_t ten = 1000; ten > 1 && number < ten; ten /= 10) hki_buf_char(out, '0');
    hki_buf_int(out, number);
    fill_to(out, start, 6);
    hki_buf_int(out, p->places[at].line);
    if (p->places[at].column) put_number(out, ":", p->places[at].column);
    fill_to(out, start, 14);
    hki_buf_str(out, hki_op_infos[i->op].name);
    bool first = true;
    for (unsigned n = 1; n <= 4; n++) {             /* d comes last */
        if (!is_shown(i, n % 4)) continue;
        if (first) fill_to(out, start, 29);
        else hki_buf_str(out, ", ");
        first = false;
        put_operand(out, p, f, i, n % 4);
    }
    hki_buf_char(out, '\n');
}

static void put_params(hki_buf *out, const hki_program *p, const hki_func *f)
{
    hki_buf_char(out, '(');
    for (uint32_t i = 0; i < f->nparams; i++) {
        uint32_t name = p->lists[f->params + i];
        if (i) hki_buf_str(out, ", ");
        hki_buf_put(out, p->text + p->names[name].offset, p->names[name].size);
        if (i + f->ndefaults >= f->nparams) hki_buf_str(out, "=...");
    }
    hki_buf_char(out, ')');
    if (f->flags & HKI_FUNC_CALLER_ARG) hki_buf_str(out, " caller");
    if (f->flags & HKI_FUNC_CATCH_KWARGS) hki_buf_str(out, " kwargs");
    if (f->flags & HKI_FUNC_CATCH_VARARGS) hki_buf_str(out, " varargs");
}

static void put_function(hki_buf *out, const hki_program *p, uint32_t index)
{
    static const char *const kinds[] = {"root", "block", "macro", "caller", "loop", "test"};
    const hki_func *f = &p->funcs[index];
    put_number(out, index ? "\nfunction " : "function ", index);
    hki_buf_str(out, ": ");
    hki_buf_str(out, kinds[f->kind]);
    if (f->name != UINT32_MAX) {
        hki_buf_char(out, ' ');
        put_name(out, p, f->name);
    }
    if (f->kind == HKI_FUNC_MACRO || f->kind == HKI_FUNC_CALLER) put_params(out, p, f);
    put_number(out, ", line ", f->line);
    put_number(out, ", registers ", f->nregs);
    if (f->ncells) put_number(out, ", cells ", f->ncells);
    for (uint32_t c = 0; c < f->ncaptured; c++) {
        put_number(out, c ? ", " : " (of the function around it: ", p->lists[f->captures + c]);
        if (c + 1 == f->ncaptured) hki_buf_char(out, ')');
    }
    hki_buf_char(out, '\n');
    for (uint32_t i = 0; i < f->ncode; i++) put_line(out, p, f, f->code + i, i);
}

void hki_program_list(hki_buf *out, const hki_program *p)
{
    for (uint32_t i = 0; i < p->nfuncs; i++) put_function(out, p, i);
}
