/* emit.c: see emit.h.
 *
 * In:  instructions in order.   Out: functions in the builder.
 * Always: a piece of static text is held back until something else is emitted or jumped to, so that neighbours become one, and an EMIT…
 * takes it with it. */
#include "compile/emit.h"

#include "program/verify.h"
#include "value/str.h"

/* After the first error nothing is emitted: the function it happened in may still be open while those around it go on. */
static bool stopped(const hki_emit *e) { return e->b.failed || hki_failed(e->rt); }

static hki_insn *insn_at(hki_emit *e, uint32_t number) { return (hki_insn *)(void *)e->now->code.data + number; }

static uint32_t count(const hki_emit *e) { return (uint32_t)(e->now->code.size / sizeof(hki_insn)); }

/* The record of a function that is complete, with its empty buffers, or a new one; NULL without memory. */
static hki_code *code_room(hki_emit *e)
{
    hki_code *c = e->spare;
    if (c) {
        e->spare = c->outer;
        c->code.size = c->places.size = c->text.size = 0;
        return c;
    }
    c = hki_region_alloc(e->rt->region, sizeof *c);
    if (!c) return NULL;
    hki_buf_init(&c->code, e->mem);
    hki_buf_init(&c->places, e->mem);
    hki_buf_init(&c->text, e->mem);
    return c;
}

void hki_emit_open(hki_emit *e, hki_unit *unit, uint32_t name, uint32_t line)
{
    hki_code *c = code_room(e);
    if (!c) {
        e->b.failed = true;
        return;
    }
    *c = (hki_code){.outer = e->now, .unit = unit, .code = c->code, .places = c->places, .text = c->text};
    c->info = (hki_func){.kind = unit->kind, .name = name, .line = line, .explicit_caller = UINT32_MAX};
    c->info.ncells = unit->nown + unit->ncaptured;
    c->info.ncaptured = unit->ncaptured;
    c->index = hki_build_func(&e->b);
    e->now = c;
    for (const hki_cell *cell = unit->own; cell; cell = cell->next)
        hki_emit_op(e, NULL, HKI_OPCODE_CELL_NEW, 0, hki_cell_number(cell), cell->name, 0);
}

/* Buffers that need not grow save as much memory again as they hold. */
void hki_emit_expect(hki_emit *e, size_t count)
{
    if (!hki_buf_room(&e->now->code, count * sizeof(hki_insn)) || !hki_buf_room(&e->now->places, count * sizeof(hki_place)))
        e->b.failed = true;
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
    hki_insn *code = (hki_insn *)(void *)c->code.data;
    uint32_t first = c->info.nregs;
    if (!c->info.nkonsts) return;
    for (uint32_t k = 0; k < c->info.ncode; k++) {
        const uint8_t *kind = hki_op_infos[code[k].op].kind;
        uint32_t *operand[] = {&code[k].a, &code[k].b, &code[k].c};
        for (unsigned n = 0; n < 3; n++) {
            if (kind[n + 1] == HKI_OPERAND_use && *operand[n] >= HKI_KONST_REG) *operand[n] += first - HKI_KONST_REG;
        }
    }
    c->info.nregs += c->info.nkonsts;
    c->info.konsts = hki_build_list(&e->b, c->konsts, c->info.nkonsts);
}

uint32_t hki_emit_konst_register(hki_emit *e, hk_value v)
{
    hki_code *c = e->now;
    if (stopped(e)) return HKI_NONE_AT;
    uint32_t konst = hki_build_konst(&e->b, v), k = 0;
    while (k < c->info.nkonsts && c->konsts[k] != konst) k++;
    if (k == HKI_KONST_ROOM) return HKI_NONE_AT;
    if (k == c->info.nkonsts) c->konsts[c->info.nkonsts++] = konst;
    return HKI_KONST_REG + k;
}

uint32_t hki_emit_close(hki_emit *e)
{
    hki_code *c = e->now;
    hki_emit_here(e);                   /* puts out the last text */
    if (c->code.failed || c->places.failed || c->text.failed) e->b.failed = true;
    c->info.ncode = count(e);
    if (!e->b.failed) {
        place_konsts(e, c);
        hki_insns_place((hki_insn *)(void *)c->code.data, 0, c->info.ncode);
    }
    if (c->info.nregs > HKI_MAX_REGISTERS) e->b.full = e->b.failed = true;
    put_captures(e, c);
    hki_build_func_done(&e->b, c->index, &c->info, &c->code, &c->places);
    e->now = c->outer;
    c->outer = e->spare;
    e->spare = c;
    return c->index;
}

static void free_codes(hki_code *c)
{
    for (; c; c = c->outer) {
        hki_buf_free(&c->code);
        hki_buf_free(&c->places);
        hki_buf_free(&c->text);
    }
}

void hki_emit_drop_all(hki_emit *e)
{
    free_codes(e->now);
    free_codes(e->spare);
    e->now = e->spare = NULL;
}

static uint32_t put(hki_emit *e, const hki_node *at, const hki_insn *i)
{
    hki_code *c = e->now;
    uint32_t number = count(e);
    hki_place place = {e->line, at && at->line == e->line ? at->column : 0};
    if (c->code.size > UINT32_MAX / 4) {
        e->b.full = e->b.failed = true;
        return 0;
    }
    hki_buf_put(&c->code, (const char *)i, sizeof *i);
    hki_buf_put(&c->places, (const char *)&place, sizeof place);
    if (c->code.failed || c->places.failed) {
        e->b.failed = true;
        return 0;
    }
    return number;
}

/* The instruction before, if it is an EMIT… that can write a text, too: nothing jumps behind it, and it will not be passed over. */
static hki_insn *emit_before(hki_emit *e)
{
    uint32_t n = count(e);
    if (!n || n == e->now->target) return NULL;
    hki_insn *i = insn_at(e, n - 1);
    if (i->op == HKI_OPCODE_EMIT_ATTR || i->op == HKI_OPCODE_EMIT_ATTR_ESCAPED) return i;
    if (i->op != HKI_OPCODE_EMIT && i->op != HKI_OPCODE_EMIT_ESCAPED && i->op != HKI_OPCODE_EMIT_AUTO) return NULL;
    enum hki_op before = n > 1 ? (enum hki_op)i[-1].op : HKI_OPCODE_COUNT;
    return before == HKI_OPCODE_CALL || before == HKI_OPCODE_CALL_METHOD || before == HKI_OPCODE_LOOP_CALL ? NULL : i;
}

static void put_text(hki_emit *e)
{
    hki_buf *text = &e->now->text;
    if (!text->size) return;
    uint32_t offset = hki_build_text(&e->b, text->data, text->size);
    hki_insn *with = emit_before(e);
    if (with) with->b = offset, with->c = (uint32_t)text->size;
    else put(e, NULL, &(hki_insn){.op = HKI_OPCODE_TEXT, .a = offset, .b = (uint32_t)text->size});
    text->size = 0;
}

uint32_t hki_emit_op(hki_emit *e, const hki_node *at, enum hki_op op, uint32_t d, uint32_t a, uint32_t b, uint32_t c)
{
    if (stopped(e)) return 0;
    put_text(e);
    return put(e, at, &(hki_insn){(uint16_t)op, (uint16_t)d, a, b, c});
}

/* The instruction before, if it looks up the attribute that is in `reg`, and nothing jumps behind it. */
static hki_insn *attribute_in(hki_emit *e, uint32_t reg)
{
    uint32_t n = count(e);
    hki_insn *i = n && n != e->now->target && !e->now->text.size ? insn_at(e, n - 1) : NULL;
    return i && i->op == HKI_OPCODE_GETATTR && i->a == reg && i->c <= UINT16_MAX ? i : NULL;
}

void hki_emit_value(hki_emit *e, const hki_node *at, enum hki_op op, uint32_t reg)
{
    if (stopped(e)) return;
    bool last = hki_is_temp(e, reg);
    hki_insn *attribute = last && op != HKI_OPCODE_EMIT_AUTO ? attribute_in(e, reg) : NULL;
    enum hki_op both = op == HKI_OPCODE_EMIT ? HKI_OPCODE_EMIT_ATTR : HKI_OPCODE_EMIT_ATTR_ESCAPED;
    if (attribute) *attribute = (hki_insn){(uint16_t)both, (uint16_t)attribute->c, attribute->b, 0, 0};
    else hki_emit_op(e, at, op, last ? HKI_EMIT_LAST : 0, reg, 0, 0);
}

void hki_emit_text(hki_emit *e, const char *text, size_t size)
{
    if (stopped(e)) return;
    if (e->now->text.size > UINT32_MAX / 4 || size > UINT32_MAX / 4) e->b.full = e->b.failed = true;
    else hki_buf_put(&e->now->text, text, size);
    if (e->now->text.failed) e->b.failed = true;
}

void hki_emit_konst(hki_emit *e, const hki_node *at, uint32_t to, hk_value v)
{
    if (stopped(e)) return;
    hki_emit_op(e, at, HKI_OPCODE_CONST, 0, to, hki_build_konst(&e->b, v), 0);
}

uint32_t hki_emit_here(hki_emit *e)
{
    if (stopped(e)) return 0;
    put_text(e);
    return e->now->target = count(e);
}

/* The operand of an instruction that is its label. */
static uint32_t *label_of(hki_insn *i)
{
    const uint8_t *kind = hki_op_infos[i->op].kind;
    return kind[1] == HKI_OPERAND_label ? &i->a : kind[2] == HKI_OPERAND_label ? &i->b : &i->c;
}

static void emit_jump(hki_emit *e, const hki_node *at, enum hki_op op, uint32_t d, uint32_t a, uint32_t b, hki_jumps *to)
{
    uint32_t number = hki_emit_op(e, at, op, d, a, b, 0);
    if (stopped(e)) return;
    *label_of(insn_at(e, number)) = to->last;
    to->last = number;
}

void hki_emit_jump(hki_emit *e, const hki_node *at, enum hki_op op, uint32_t a, uint32_t b, hki_jumps *to)
{
    emit_jump(e, at, op, 0, a, b, to);
}

_Static_assert(HKI_OPCODE_NOTIN - HKI_OPCODE_EQ == HKI_OPCODE_JUMP_NOTIN - HKI_OPCODE_JUMP_EQ,
    "comparisons and their jumps stand in one order");

void hki_emit_compare_jump(hki_emit *e, const hki_node *at, enum hki_op compare, bool when, uint32_t a, uint32_t b, hki_jumps *to)
{
    emit_jump(e, at, HKI_OPCODE_JUMP_EQ + (compare - HKI_OPCODE_EQ), when, a, b, to);
}

void hki_emit_land(hki_emit *e, hki_jumps *jumps)
{
    uint32_t here = hki_emit_here(e), number = jumps->last;
    while (number != HKI_NONE_AT && !stopped(e)) {
        uint32_t *label = label_of(insn_at(e, number));
        number = *label;
        *label = here;
    }
    *jumps = hki_no_jumps();
}

uint32_t hki_emit_temp(hki_emit *e)
{
    hki_code *c = e->now;
    uint32_t reg = c->top++;
    if (c->top > c->info.nregs) c->info.nregs = c->top;
    return reg;
}
