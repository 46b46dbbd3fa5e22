/* emit.c: see emit.h.
 *
 * In:  instructions in order.   Out: functions in the builder.
 * Always: static text is written by the instruction before if that can do it, so that neighbours are one. */
#include "compile/emit.h"

#include "base/inline.h"
#include "program/verify.h"
#include "value/str.h"

enum { MOST_CODE = UINT32_MAX / 64 };       /* instructions of one function */

static hki_insn *insn_at(hki_emit *e, uint32_t number) { return e->now->rows.insn + number; }

/* The record of a function that is complete, with its empty rows, or a new one; NULL without memory. */
static hki_code *code_room(hki_emit *e)
{
    hki_code *c = e->spare;
    if (c) {
        e->spare = c->outer;
        return c;
    }
    c = hki_region_alloc(e->rt->region, sizeof *c);
    if (c) c->rows = (hki_code_rows){0};
    return c;
}

void hki_emit_open(hki_emit *e, hki_unit *unit, uint32_t name, uint32_t line)
{
    hki_code *c = code_room(e);
    if (!c) {
        e->b.failed = true;
        return;
    }
    hki_code_rows rows = c->rows;
    memset(c, 0, offsetof(hki_code, konsts));
    c->outer = e->now;
    c->unit = unit;
    c->rows = rows;
    c->writer = HKI_NONE_AT;
    c->info.kind = unit->kind;
    c->info.name = name;
    c->info.line = line;
    c->info.explicit_caller = UINT32_MAX;
    c->info.ncells = unit->nown + unit->ncaptured;
    c->info.ncaptured = unit->ncaptured;
    c->index = hki_build_func(&e->b);
    e->now = c;
    for (const hki_cell *cell = unit->own; cell; cell = cell->next)
        hki_emit_op(e, NULL, HKI_OPCODE_CELL_NEW, 0, hki_cell_number(cell), hki_build_name_of(&e->b, cell->name), 0);
}

/* Rows that need not grow save as much memory again as they hold. */
void hki_emit_expect(hki_emit *e, uint32_t count)
{
    hki_code_rows *rows = &e->now->rows;
    if (count <= rows->room || count > MOST_CODE) return;
    if (!hki_code_grow(e->mem, rows, count)) e->b.failed = true;
}

static void put_captures(hki_emit *e, hki_code *c)
{
    if (!c->unit->ncaptured) return;
    uint32_t *cells = hki_region_array(e->rt->region, c->unit->ncaptured, sizeof *cells), n = 0;
    if (!cells) {
        e->b.failed = true;
        return;
    }
    for (const hki_cell *cell = c->unit->captured; cell; cell = cell->next) cells[n++] = hki_cell_number(cell->outer);
    c->info.captures = hki_build_list(&e->b, cells, n);
}

/* The constants' registers get their numbers, behind all others. */
static void place_konsts(hki_emit *e, hki_code *c)
{
    uint32_t first = c->info.nregs * HKI_PLACE;
    if (!c->info.nkonsts) return;
    for (hki_insn *i = c->rows.insn, *end = i + c->rows.count; i < end; i++) {
        if (!((i->a | i->b | i->c) & HKI_KONST_REG)) continue;
        const uint8_t *kind = hki_op_infos[i->op].kind;
        uint32_t *operand[] = {&i->a, &i->b, &i->c};
        for (unsigned n = 0; n < 3; n++) {
            if (kind[n + 1] == HKI_OPERAND_use && *operand[n] >= HKI_KONST_REG) *operand[n] += first - HKI_KONST_REG;
        }
    }
    c->info.nregs += c->info.nkonsts;
    c->info.konsts = hki_build_list(&e->b, c->konsts, c->info.nkonsts);
}

/* Cells, numbered so far, get their places behind the registers. */
static void place_cells(hki_code *c)
{
    if (!c->info.ncells) return;
    for (hki_insn *i = c->rows.insn, *end = i + c->rows.count; i < end; i++) {
        const uint8_t *kind = hki_op_infos[i->op].kind;
        if (kind[1] == HKI_OPERAND_cell) i->a = (c->info.nregs + i->a) * HKI_PLACE;
        if (kind[2] == HKI_OPERAND_cell) i->b = (c->info.nregs + i->b) * HKI_PLACE;
    }
}

uint32_t hki_emit_konst_register(hki_emit *e, hk_value v)
{
    hki_code *c = e->now;
    if (hki_emit_stopped(e)) return HKI_NONE_AT;
    uint32_t konst = hki_build_konst(&e->b, v), k = 0;
    while (k < c->info.nkonsts && c->konsts[k] != konst) k++;
    if (k == HKI_KONST_ROOM) return HKI_NONE_AT;
    if (k == c->info.nkonsts) c->konsts[c->info.nkonsts++] = konst;
    return HKI_KONST_REG + k * HKI_PLACE;
}

uint32_t hki_emit_close(hki_emit *e)
{
    hki_code *c = e->now;
    c->info.nregs = c->most / HKI_PLACE;
    if (c->most >= HKI_KONST_REG) e->b.full = e->b.failed = true;
    if (!e->b.failed) place_konsts(e, c);
    if (!e->b.failed) place_cells(c);
    if (c->info.nregs > HKI_MAX_REGISTERS) e->b.full = e->b.failed = true;
    put_captures(e, c);
    hki_build_func_done(&e->b, c->index, &c->info, &c->rows);
    e->now = c->outer;
    c->outer = e->spare;
    e->spare = c;
    return c->index;
}

static void free_codes(const hki_emit *e, hki_code *c)
{
    for (; c; c = c->outer) hki_code_free(e->mem, &c->rows);
}

void hki_emit_drop_all(hki_emit *e)
{
    free_codes(e, e->now);
    free_codes(e, e->spare);
    e->now = e->spare = NULL;
}

/* Room for one more instruction. */
static bool grow(hki_emit *e)
{
    enum { FIRST = 16 };
    hki_code_rows *rows = &e->now->rows;
    if (rows->count > MOST_CODE) e->b.full = e->b.failed = true;
    else if (!hki_code_grow(e->mem, rows, FIRST)) e->b.failed = true;
    return !e->b.failed;
}

HKI_APART uint32_t emit_where_room_ends(hki_emit *e, const hki_node *at, hki_insn i) { return grow(e) ? hki_emit_insn(e, at, i) : 0; }

uint32_t hki_emit_insn(hki_emit *e, const hki_node *at, hki_insn i)
{
    hki_code_rows *rows = &e->now->rows;
    uint32_t number = rows->count;
    if (number == rows->room) return emit_where_room_ends(e, at, i);
    rows->insn[number] = i;
    hki_place *place = rows->place + number;
    const uint32_t line = place->line = e->line;
    place->column = at && at->line == line ? at->column : 0;
    rows->count = number + 1;
    return number;
}

/* The instruction before, if it looks up the attribute that is in `reg`, and nothing jumps behind it. */
static hki_insn *attribute_in(hki_emit *e, uint32_t reg)
{
    uint32_t n = e->now->rows.count;
    hki_insn *i = n && n != e->now->target ? insn_at(e, n - 1) : NULL;
    return i && i->op == HKI_OPCODE_GETATTR && i->a == reg && i->c <= UINT16_MAX ? i : NULL;
}

void hki_emit_value(hki_emit *e, const hki_node *at, enum hki_op op, uint32_t reg)
{
    if (hki_emit_stopped(e)) return;
    bool last = hki_is_temp(e, reg);
    hki_insn *attribute = last && op != HKI_OPCODE_EMIT_AUTO ? attribute_in(e, reg) : NULL;
    enum hki_op both = op == HKI_OPCODE_EMIT ? HKI_OPCODE_EMIT_ATTR : HKI_OPCODE_EMIT_ATTR_ESCAPED;
    hki_code *c = e->now;
    uint32_t number = c->rows.count - 1;
    if (attribute) *attribute = (hki_insn){(uint16_t)both, (uint16_t)attribute->c, attribute->b, 0, 0};
    else number = hki_emit_op(e, at, op, last ? HKI_EMIT_LAST : 0, reg, 0, 0);
    hki_insn *emit = insn_at(e, number);
    enum hki_op before = number ? (enum hki_op)emit[-1].op : HKI_OPCODE_COUNT;
    if (before == HKI_OPCODE_TEXT) emit[-1].op = (uint16_t)hki_op_text_before(emit->op);
    if (attribute || (before != HKI_OPCODE_CALL && before != HKI_OPCODE_CALL_METHOD)) c->writer = number + 1;
}

void hki_emit_checked(hki_emit *e, uint32_t from)
{
    if (hki_emit_stopped(e) || from == 0 || from >= e->now->rows.count) return;
    hki_insn *i = insn_at(e, from);
    if (i[-1].op == HKI_OPCODE_CHECK_NS && i->op == HKI_OPCODE_GETATTR && i->b == i[-1].a) i[-1].op = HKI_OPCODE_CHECK_NS_ATTR;
}

void hki_emit_divide(hki_emit *e, const hki_node *at, enum hki_op op, uint32_t to, uint32_t reg, uint32_t by)
{
    hki_emit_op(e, at, op, 0, to, reg, by);
    uint32_t last = hki_emit_stopped(e) ? 0 : e->now->rows.count - 1;
    if (!last || last == e->now->target || !hki_is_temp(e, reg)) return;
    hki_insn *before = insn_at(e, last - 1);
    if (before->a != reg) return;
    if (op == HKI_OPCODE_MOD_INT && before->op == HKI_OPCODE_ADD) before->op = HKI_OPCODE_ADD_MOD_INT;
    if (op == HKI_OPCODE_FLOORDIV_INT && before->op == HKI_OPCODE_MUL) before->op = HKI_OPCODE_MUL_FLOORDIV_INT;
}

/* The three instructions of each kind of loop stand in one order. */
_Static_assert(HKI_OPCODE_NEXT == HKI_OPCODE_ITER + 1 && HKI_OPCODE_AGAIN == HKI_OPCODE_ITER + 2 && HKI_OPCODE_LOOP_NEXT ==
    HKI_OPCODE_LOOP + 1 && HKI_OPCODE_LOOP_AGAIN == HKI_OPCODE_LOOP + 2 && HKI_OPCODE_LOOP_ROW_NEXT == HKI_OPCODE_LOOP_ROW + 1 &&
    HKI_OPCODE_LOOP_ROW_AGAIN == HKI_OPCODE_LOOP_ROW + 2, "LOOP… in place of ITER…, and LOOP_ROW… in place of LOOP…");

void hki_emit_loop_end(hki_emit *e, uint32_t begin, uint32_t reg, bool asked)
{
    if (hki_emit_stopped(e)) return;
    unsigned by = (asked ? HKI_OPCODE_LOOP_ROW : HKI_OPCODE_ITER) - HKI_OPCODE_LOOP;
    for (hki_insn *i = insn_at(e, begin), *end = insn_at(e, e->now->rows.count); i < end; i++) {
        if (i->op == HKI_OPCODE_LOOP_ATTR && i->b == reg) i->op = HKI_OPCODE_LOOP_ROW_ATTR;
        else if (i->op >= HKI_OPCODE_LOOP && i->op <= HKI_OPCODE_LOOP_AGAIN && i->a == reg) i->op = (uint16_t)(i->op + by);
    }
}

void hki_emit_new_writer(hki_emit *e, size_t size)
{
    hki_code *c = e->now;
    if (!size || hki_emit_stopped(e)) return;
    if (c->writer == c->rows.count) {       /* its text moves behind what came between */
        uint32_t *text = hki_insn_text(insn_at(e, c->writer - 1));
        text[0] = hki_build_text_again(&e->b, text[0], text[1]);
        text[1] += (uint32_t)size;
    } else {
        c->writer = 1 + hki_emit_op(e, NULL, HKI_OPCODE_TEXT, 0, (uint32_t)e->b.text.size, (uint32_t)size, 0);
    }
}

void hki_emit_konst(hki_emit *e, const hki_node *at, uint32_t to, hk_value v)
{
    if (hki_emit_stopped(e)) return;
    hki_emit_op(e, at, HKI_OPCODE_CONST, 0, to, hki_build_konst(&e->b, v), 0);
}

static inline uint32_t here(hki_emit *e)
{
    hki_code *c = e->now;
    c->writer = HKI_NONE_AT;
    return c->target = c->rows.count;
}

uint32_t hki_emit_here(hki_emit *e) { return here(e); }

static void emit_jump(hki_emit *e, const hki_node *at, hki_insn i, hki_jumps *to)
{
    *hki_op_label(&i) = to->last;
    to->last = hki_emit_insn(e, at, i);
}

void hki_emit_jump(hki_emit *e, const hki_node *at, enum hki_op op, uint32_t a, uint32_t b, hki_jumps *to)
{
    emit_jump(e, at, (hki_insn){(uint16_t)op, 0, a, b, 0}, to);
}

/* A jump by the attribute that the instruction before looks up for this alone is one with it; false: there is none. */
static bool jump_by_attribute(hki_emit *e, uint32_t reg, enum hki_op op, uint32_t b, hki_jumps *to)
{
    hki_insn *attribute = !hki_emit_stopped(e) && hki_is_temp(e, reg) ? attribute_in(e, reg) : NULL;
    if (!attribute) return false;
    *attribute = (hki_insn){(uint16_t)op, (uint16_t)attribute->c, attribute->b, b, 0};
    *hki_op_label(attribute) = to->last;
    to->last = e->now->rows.count - 1;
    return true;
}

void hki_emit_branch(hki_emit *e, const hki_node *at, bool when, uint32_t reg, hki_jumps *to)
{
    if (!jump_by_attribute(e, reg, when ? HKI_OPCODE_JUMP_IF_ATTR : HKI_OPCODE_JUMP_UNLESS_ATTR, 0, to))
        hki_emit_jump(e, at, when ? HKI_OPCODE_JUMP_IF : HKI_OPCODE_JUMP_UNLESS, reg, 0, to);
}

/* The instruction put last is JUMP_EQ_INT or JUMP_NE_INT: a MOD_INT before it does both. */
static void mod_before(hki_emit *e)
{
    if (hki_emit_stopped(e) || e->now->rows.count < 2) return;
    hki_insn *jump = insn_at(e, e->now->rows.count - 1);
    if (jump[-1].op != HKI_OPCODE_MOD_INT || jump[-1].a != jump->a) return;
    if (e->now->rows.count > 2 && jump[-2].op == HKI_OPCODE_ADD_MOD_INT) return;
    jump[-1].op = jump->op == HKI_OPCODE_JUMP_EQ_INT ? HKI_OPCODE_MOD_INT_EQ : HKI_OPCODE_MOD_INT_NE;
}

_Static_assert(HKI_OPCODE_NOTIN - HKI_OPCODE_EQ == HKI_OPCODE_JUMP_NOTIN - HKI_OPCODE_JUMP_EQ &&
    HKI_OPCODE_GE - HKI_OPCODE_EQ == HKI_OPCODE_JUMP_GE_INT - HKI_OPCODE_JUMP_EQ_INT, "comparisons and their jumps stand in one order");

void hki_emit_compare_jump(hki_emit *e, const hki_node *at, enum hki_op compare, bool when, hki_operands o, hki_jumps *to)
{
    static const uint8_t opposite[] = {HKI_OPCODE_NE, HKI_OPCODE_EQ, HKI_OPCODE_GE, HKI_OPCODE_GT, HKI_OPCODE_LE, HKI_OPCODE_LT,
        HKI_OPCODE_NOTIN, HKI_OPCODE_IN};
    bool order = compare >= HKI_OPCODE_LT && compare <= HKI_OPCODE_GE;
    uint32_t nth = (when ? compare : opposite[compare - HKI_OPCODE_EQ]) - HKI_OPCODE_EQ;
    if (!o.whole && nth <= 1 && jump_by_attribute(e, o.a, nth ? HKI_OPCODE_JUMP_NE_ATTR : HKI_OPCODE_JUMP_EQ_ATTR, o.b, to)) return;
    uint32_t op = (o.whole ? HKI_OPCODE_JUMP_EQ_INT : HKI_OPCODE_JUMP_EQ) + nth;
    emit_jump(e, at, (hki_insn){(uint16_t)op, order && !when, o.a, o.b, 0}, to);
    if (o.whole && !order) mod_before(e);
}

void hki_emit_repeat(hki_emit *e, enum hki_op op, uint32_t a, uint32_t b, uint32_t to)
{
    uint32_t number = hki_emit_op(e, NULL, op, 0, a, b, 0);
    if (hki_emit_stopped(e)) return;
    insn_at(e, number)->d = hki_op_cost(number - to);
    *hki_op_label(insn_at(e, number)) = (to - number) * HKI_PLACE;
}

void hki_emit_land_all(hki_emit *e, hki_jumps *jumps)
{
    if (hki_emit_stopped(e)) return;
    for (uint32_t to = here(e), number = jumps->last, before; number != HKI_NONE_AT; number = before) {
        hki_insn *jump = insn_at(e, number);
        uint32_t *label = hki_op_label(jump);
        before = *label;
        *label = (to - number) * HKI_PLACE;
        if (hki_op_steps(jump->op)) jump->d = hki_op_cost(to - number);
    }
    *jumps = hki_no_jumps();
}
