/* Damaged and hostile programs: an error or a program that can be listed, never a crash. */
#include "compiled.h"
#include "program/format.h"
#include "program/opcode.h"

static const char *const source =
    "a{% extends x %}{% set a, b = (1, 2) %}{% macro m(p, q=a) %}{{ caller() }}{{ b }}{% endmacro %}{% for u in w if u %}{{ loop.index }}"
    "{% endfor %}{% for u in w recursive %}{{ loop(u) }}{% include 'i' %}{% else %}{{ f(1, *a, k=[9999999999999999999999, 'x', 'no\\tname'], **b) }}"
    "{% endfor %}{% block c scoped %}{{ super() }}{% filter upper %}{% for x in y %}{% break %}{% endfor %}{% endfilter %}{% endblock %}";

/* Bytes of a program that may be changed, aligned. */
typedef struct copy { hkt_rt t; unsigned char *bytes; size_t size; } copy;

static void copy_open(copy *c, const hkt_compiled *from)
{
    hkt_rt_open(&c->t);
    c->size = from->bytes.size;
    c->bytes = malloc(c->size);
    memcpy(c->bytes, from->bytes.data, c->size);
}

static void copy_close(copy *c)
{
    free(c->bytes);
    hkt_rt_close(&c->t);
}

static void seal(copy *c)
{
    size_t skip = offsetof(hki_program_head, checksum) + 8;
    uint64_t sum = hki_checksum(c->bytes + skip, c->size - skip);
    memcpy(c->bytes + offsetof(hki_program_head, checksum), &sum, 8);
}

/* Opens; lists what opens. Gives the error, or "". */
static const char *open_copy(copy *c, size_t size)
{
    hki_program p;
    if (!hki_program_open(&c->t.rt, c->bytes, size, &p)) {
        CHECK(c->t.error.kind == HK_PROGRAM_ERROR);
        return hkt_error(&c->t);
    }
    hki_buf out;
    hki_buf_init(&out, &c->t.mem.hooks);
    hki_program_list(&out, &p);
    hki_buf_free(&out);
    return "";
}

static void check_bytes(const hkt_compiled *from)
{
    copy c;
    copy_open(&c, from);
    for (size_t size = 0; size < c.size; size++) CHECK(*open_copy(&c, size));
    for (size_t i = 0; i < c.size; i++) {
        unsigned char was = c.bytes[i];
        for (unsigned bit = 0; bit < 8; bit++) {
            c.bytes[i] = (unsigned char)(was ^ 1u << bit);
            CHECK(*open_copy(&c, c.size));          /* the checksum notices */
            seal(&c);
            open_copy(&c, c.size);                  /* the checks behind it must hold */
        }
        c.bytes[i] = 0xff;
        seal(&c);
        open_copy(&c, c.size);
        c.bytes[i] = was;
        seal(&c);
    }
    CHECK(!*open_copy(&c, c.size));
    copy_close(&c);
}

/* One instruction (its registers and labels counted) put in place of another in "{{ x[0] }}": RESOLVE r0; GETITEM_CONST r1, r0; EMIT r1; RETURN. */
static const struct { const char *name; uint32_t at; hki_insn insn; const char *want; } rows[] = {
    {"the same again", 2, {HKI_OPCODE_EMIT, 0, 1, 0, 0}, ""},
    {"no such instruction", 0, {HKI_OPCODE_COUNT, 0, 0, 0, 0}, "no such instruction"},
    {"a register that does not exist", 2, {HKI_OPCODE_EMIT, 0, 2, 0, 0}, "out of range"},
    {"a register that was not written", 1, {HKI_OPCODE_COPY, 0, 0, 1, 0}, "read before it is written"},
    {"an operand that must be nothing", 1, {HKI_OPCODE_COPY, 0, 1, 0, 1}, "out of range"},
    {"text behind a value out of range", 2, {HKI_OPCODE_EMIT, 0, 1, 1, 1000}, "out of range"},
    {"a jump out of the function", 1, {HKI_OPCODE_JUMP, 0, 4, 0, 0}, "out of range"},
    {"a jump over the writing", 0, {HKI_OPCODE_JUMP, 0, 2, 0, 0}, "read before it is written"},
    {"a jump back", 3, {HKI_OPCODE_JUMP, 0, 0, 0, 0}, "a jump back that is no loop's"},
    {"a function that does not end", 3, {HKI_OPCODE_EMIT, 0, 1, 0, 0}, "does not end"},
    {"a capture left open", 1, {HKI_OPCODE_CAPTURE, 0, 0, 0, 0}, "read before it is written"},
    {"a capture that was not begun", 2, {HKI_OPCODE_CAPTURE_END, 0, 1, 0, 0}, "not begun"},
    {"a step of no loop", 1, {HKI_OPCODE_LOOP_NEXT, 1, 0, 1, 3}, "not begun"},
    {"a step that costs nothing", 1, {HKI_OPCODE_LOOP_NEXT, 0, 0, 1, 3}, "out of range"},
    {"a first step that goes back", 1, {HKI_OPCODE_NEXT, 1, 0, 1, 0}, "out of range"},
    {"a repetition of no loop", 1, {HKI_OPCODE_AGAIN, 1, 0, 1, 0}, "not begun"},
    {"a repetition that costs nothing", 1, {HKI_OPCODE_AGAIN, 0, 0, 1, 0}, "out of range"},
    {"a repetition that goes on", 1, {HKI_OPCODE_AGAIN, 1, 0, 1, 2}, "out of range"},
    {"a divisor that is zero", 1, {HKI_OPCODE_MOD_INT, 0, 1, 0, 0}, "out of range"},
    {"a divisor below zero", 1, {HKI_OPCODE_FLOORDIV_INT, 0, 1, 0, (uint32_t)-1}, "out of range"},
    {"a divisor", 1, {HKI_OPCODE_FLOORDIV_INT, 0, 1, 0, 1}, ""},
    {"a cell that does not exist", 0, {HKI_OPCODE_CELL_GET, 0, 0, 0, 0}, "out of range"},
    {"a call without specification", 1, {HKI_OPCODE_CALL, 0, 1, 0, 0}, "out of range"},
    {"a row that is too long", 1, {HKI_OPCODE_LIST, 0, 1, 0, 3}, "out of range"},
    {"a row that is not all written", 1, {HKI_OPCODE_LIST, 0, 1, 0, 2}, "read before it is written"},
    {"a function that does not exist", 1, {HKI_OPCODE_MACRO, 0, 1, 1, 0}, "out of range"},
    {"the root as a macro", 1, {HKI_OPCODE_MACRO, 0, 1, 0, 0}, "out of range"},
    {"a division before no jump", 1, {HKI_OPCODE_MOD_INT_EQ, 0, 1, 0, 2}, "where it cannot stand"},
    {"a sum before no division", 1, {HKI_OPCODE_ADD_MOD_INT, 0, 1, 0, 0}, "where it cannot stand"},
    {"a product before no division", 1, {HKI_OPCODE_MUL_FLOORDIV_INT, 0, 1, 0, 0}, "where it cannot stand"},
    {"a check before no look-up", 1, {HKI_OPCODE_CHECK_NS_ATTR, 0, 0, 0, 0}, "where it cannot stand"},
    {"text before a value that does not follow", 0, {HKI_OPCODE_TEXT_EMIT, 0, 0, 0, 0}, "where it cannot stand"},
    {"text out of range", 0, {HKI_OPCODE_TEXT, 0, 0, 1000, 0}, "out of range"},
    {"a value from a template's root", 3, {HKI_OPCODE_RETURN_VALUE, 0, 1, 0, 0}, "where it cannot stand"},
    {"a recursive loop outside of one", 1, {HKI_OPCODE_LOOP, 1, 1, 0, 0}, "where it cannot stand"},
    {"a loop's row is longer", 1, {HKI_OPCODE_LOOP_ROW, 0, 1, 0, 0}, "where it cannot stand"},
    {"an attribute of no row", 1, {HKI_OPCODE_LOOP_ROW_ATTR, 0, 1, 0, 0}, "not begun"},
    {"an attribute that a row does not have", 1, {HKI_OPCODE_LOOP_ROW_ATTR, HKI_LOOP_NAME_previtem, 1, 0, 0}, "out of range"},
    {"a walk needs two registers", 1, {HKI_OPCODE_ITER, 0, 1, 0, 0}, "where it cannot stand"},
};

/* Places for the numbers of registers and instructions. */
static void place(hki_insn *i, uint32_t at)
{
    uint32_t *operand[] = {&i->a, &i->b, &i->c};
    for (unsigned n = 0; n < 3; n++) {
        uint8_t kind = hki_op_infos[i->op].kind[n + 1];
        if (kind == HKI_OPERAND_label) *operand[n] -= at;
        if (kind >= HKI_OPERAND_def && kind <= HKI_OPERAND_label) *operand[n] *= HKI_PLACE;
    }
}

static void check_rows(void)
{
    hkt_compiled from;
    hkt_compile(&from, "{{ x[0] }}", "", 0);
    CHECK(from.good);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        copy c;
        copy_open(&c, &from);
        size_t code = (const unsigned char *)from.program.code - from.program.bytes;
        hki_insn *insn = (hki_insn *)(void *)(c.bytes + code) + rows[i].at;
        *insn = rows[i].insn;
        if (insn->op < HKI_OPCODE_COUNT) place(insn, rows[i].at);
        seal(&c);
        const char *got = open_copy(&c, c.size);
        CHECK_ROW(rows[i].name, *rows[i].want ? strstr(got, rows[i].want) != NULL : !*got);
        copy_close(&c);
    }
    hkt_compiled_close(&from);
}

int main(void)
{
    hkt_compiled from;
    hkt_compile(&from, source, "a", 0);
    CHECK(from.good);
    if (from.good) check_bytes(&from);
    hkt_compiled_close(&from);
    check_rows();
    return hkt_done();
}
