/* verify_code.c: is the code of a function sound?
 *
 * In:  a function of a program whose tables are good.   Out: yes, or HK_PROGRAM_ERROR with the instruction's number.
 * Always: one pass in the order of the code. What is known at an instruction (which registers are written, how many captures are
 * open, which loops are being walked) is a small state; a jump forward merges it into its target's, a jump backward, which only a loop's
 * step may be, must know at least what its target was checked with. Code made by the compiler is structured, so nothing is lost by
 * that; code that is correct in a wilder way is refused. */
#include "base/buf.h"
#include "program/verify.h"

/* Registers below `below` are written, and below + i for each bit i of `more`; of those further up nothing is known, and they are taken
 * as written: a register starts out as an undefined value, so that reading it too early is wrong, but does no harm. A walk is a loop's
 * state in registers. */
typedef struct state { uint64_t more; uint32_t below, captures, walk; bool reached; } state;
typedef struct walk { uint32_t base, span, before, depth; } walk;

typedef struct checker {
    hki_rt *rt;
    const hki_program *p;
    const hki_func *f;
    uint32_t index, at;         /* the function; the instruction, counted from the function's first */
    const uint32_t *max_capture;
    uint32_t *target;           /* per instruction: 1 + its place in `states` if something jumps there */
    hki_buf states, walks;
    state now;
} checker;

static bool bad(checker *c, const char *why) { return hki_verify_bad(c->rt, c->f->code + c->at, why); }

static hki_insn insn_here(const checker *c) { return hki_insn_counted(c->p->code + c->f->code + c->at, c->at); }

static state *state_at(checker *c, uint32_t i) { return (state *)(void *)c->states.data + i; }
static walk *walk_at(checker *c, uint32_t i) { return (walk *)(void *)c->walks.data + i - 1; }

/* ---- registers */

static bool written(const state *s, uint32_t r) { return r < s->below || r - s->below >= 64 || (s->more >> (r - s->below) & 1); }

static void settle(state *s)
{
    while (s->more & 1) {
        s->below++;
        s->more >>= 1;
    }
}

static void write_row(checker *c, uint32_t base, uint32_t count)
{
    state *s = &c->now;
    if (!count) return;
    while (s->walk && walk_at(c, s->walk)->base + walk_at(c, s->walk)->span > base) s->walk = walk_at(c, s->walk)->before;
    uint32_t end = base + count;
    if (base <= s->below && end > s->below) {
        uint32_t by = end - s->below;
        s->more = by < 64 ? s->more >> by : 0;
        s->below = end;
    } else {
        for (uint32_t r = base; r < end; r++) {
            if (r < s->below) continue;
            if (r - s->below >= 64) break;
            s->more |= (uint64_t)1 << (r - s->below);
        }
    }
    settle(s);
}

static bool row_written(const state *s, uint32_t base, uint64_t count)
{
    uint64_t end = base + count, known = s->below + (uint64_t)64;
    if (end > known) end = known;
    for (uint64_t r = base > s->below ? base : s->below; r < end; r++) {
        if (!written(s, (uint32_t)r)) return false;
    }
    return true;
}

/* ---- states that meet */

static uint32_t common_walk(checker *c, uint32_t a, uint32_t b)
{
    while (a != b) {
        if (a > b) a = walk_at(c, a)->before;
        else b = walk_at(c, b)->before;
    }
    return a;
}

static bool meet(checker *c, state *into, const state *from)
{
    if (!from->reached) return true;
    if (!into->reached) {
        *into = *from;
        return true;
    }
    if (into->captures != from->captures) return bad(c, "captures differ where paths meet");
    const state *low = into->below <= from->below ? into : from, *high = low == into ? from : into;
    uint32_t by = high->below - low->below;
    uint64_t more = by < 64 ? (high->more << by) | (((uint64_t)1 << by) - 1) : UINT64_MAX;
    state met = {.more = low->more & more, .below = low->below, .captures = into->captures, .reached = true};
    met.walk = common_walk(c, into->walk, from->walk);
    settle(&met);
    *into = met;
    return true;
}

static bool knows(checker *c, const state *s, const state *asked)
{
    if (!asked->reached || s->captures != asked->captures || s->below < asked->below) return false;
    uint32_t by = s->below - asked->below;
    uint64_t more = by < 64 ? (s->more << by) | (((uint64_t)1 << by) - 1) : UINT64_MAX;
    return (asked->more & ~more) == 0 && common_walk(c, s->walk, asked->walk) == asked->walk;
}

static bool jump(checker *c, const hki_insn *i, uint32_t label)
{
    state *there = state_at(c, c->target[label] - 1);
    if (label > c->at) return meet(c, there, &c->now);
    if (!hki_op_repeats(i->op)) return bad(c, "a jump back that is no loop's");
    return knows(c, &c->now, there) || bad(c, "a jump back to where more is known");
}

/* ---- operands by kind */

static bool mode_ok(const checker *c, const hki_insn *i)
{
    switch (i->op) {
    case HKI_OPCODE_EMIT:
    case HKI_OPCODE_PIECE:
    case HKI_OPCODE_EMIT_ESCAPED:
    case HKI_OPCODE_EMIT_AUTO: return (i->d & ~HKI_EMIT_LAST) == 0;
    case HKI_OPCODE_CELL_GET:
    case HKI_OPCODE_EXPORT:
    case HKI_OPCODE_LOOP:
    case HKI_OPCODE_LOOP_FILTER: return i->d <= 1;
    case HKI_OPCODE_LOOP_ATTR: return i->d < HKI_LOOP_NAMES;
    case HKI_OPCODE_LOOP_ROW_ATTR: return i->d < HKI_LOOP_NAMES && i->d != HKI_LOOP_NAME_previtem;
    case HKI_OPCODE_INCLUDE: return i->d <= 3;
    case HKI_OPCODE_RAISE_UNKNOWN: return i->d <= HKI_UNKNOWN_KEYWORD;
    case HKI_OPCODE_NEXT:
    case HKI_OPCODE_LOOP_NEXT:
    case HKI_OPCODE_LOOP_ROW_NEXT: return i->c > c->at && i->d == hki_op_cost(i->c - c->at);
    case HKI_OPCODE_AGAIN:
    case HKI_OPCODE_LOOP_ROW_AGAIN:
    case HKI_OPCODE_LOOP_AGAIN: return i->c <= c->at && i->d == hki_op_cost(c->at - i->c);
    default: return i->d <= 2;
    }
}

static bool divides(uint16_t op)
{
    return op == HKI_OPCODE_MOD_INT || op == HKI_OPCODE_MOD_INT_EQ || op == HKI_OPCODE_MOD_INT_NE || op == HKI_OPCODE_FLOORDIV_INT;
}

static bool text_ok(const hki_program *p, uint32_t offset, uint64_t size)
{
    if (offset > p->ntext || size > p->ntext - offset) return false;
    bool starts = offset == p->ntext || ((unsigned char)p->text[offset] & 0xc0) != 0x80;
    return starts && (offset + size == p->ntext || ((unsigned char)p->text[offset + size] & 0xc0) != 0x80);
}

static bool func_ok(checker *c, const hki_insn *i, uint32_t g)
{
    if (g >= c->p->nfuncs || c->max_capture[g] > c->f->ncells) return false;
    uint32_t kind = c->p->funcs[g].kind;
    switch (i->op) {
    case HKI_OPCODE_MACRO: return kind == HKI_FUNC_MACRO || kind == HKI_FUNC_CALLER;
    case HKI_OPCODE_LOOP_CALL: return kind == HKI_FUNC_LOOP;
    default: return kind == HKI_FUNC_TEST;
    }
}

static bool row_ok(checker *c, const hki_insn *i, uint32_t base)
{
    uint64_t count = hki_op_row(c->p, i);
    return count <= c->f->nregs && base <= c->f->nregs - count;
}

/* Is operand n in range, whatever was written before? */
static bool operand_ok(checker *c, const hki_insn *i, unsigned n)
{
    const hki_program *p = c->p;
    uint32_t x = hki_operand(i, n);
    switch ((enum hki_operand)hki_op_infos[i->op].kind[n]) {
    case HKI_OPERAND_none: return x == 0;
    case HKI_OPERAND_mode: return mode_ok(c, i);
    case HKI_OPERAND_use: return x < c->f->nregs;
    case HKI_OPERAND_def:
    case HKI_OPERAND_var: return x < c->f->nregs - c->f->nkonsts;
    case HKI_OPERAND_base:
    case HKI_OPERAND_bases: return row_ok(c, i, x);
    case HKI_OPERAND_label: return x < c->f->ncode;
    case HKI_OPERAND_int: return (int32_t)x > 0 || !divides(i->op);
    case HKI_OPERAND_konst: return x < p->nkonsts;
    case HKI_OPERAND_name: return x < p->nnames;
    case HKI_OPERAND_text: return text_ok(p, x, hki_operand(i, n + 1));
    case HKI_OPERAND_size: return true;
    case HKI_OPERAND_spec: return x < p->nspecs;
    case HKI_OPERAND_filter: return x < p->nfilters;
    case HKI_OPERAND_test: return x < p->ntests;
    case HKI_OPERAND_func: return func_ok(c, i, x);
    case HKI_OPERAND_block: return x < p->nblocks;
    case HKI_OPERAND_cell: return x >= c->f->nregs && x - c->f->nregs < c->f->ncells;
    }
    return false;
}

static bool names_ok(const hki_program *p, uint32_t konst)
{
    const hki_konst *k = &p->konsts[konst];
    const uint32_t *item = p->lists + (k->bits & UINT32_MAX);
    for (uint64_t n = k->bits >> 32; n; n--, item++) {
        if (p->konsts[*item].kind != HKI_STRING) return false;
    }
    return true;
}

/* The instruction behind this one, places as they are; is it this one? */
static const hki_insn *behind(const checker *c) { return c->p->code + c->f->code + c->at + 1; }
static bool has_behind(const checker *c, enum hki_op op) { return c->at + 1 < c->f->ncode && behind(c)->op == op; }

static bool call_ok(const hki_spec *s, uint32_t count) { return count == (s->nkw || s->flags ? 0 : 1 + s->npos); }

/* How many registers a loop's state takes. */
static uint32_t row_of_walk(uint16_t op)
{
    switch (op) {
    case HKI_OPCODE_ITER:
    case HKI_OPCODE_NEXT:
    case HKI_OPCODE_AGAIN: return 2;
    case HKI_OPCODE_LOOP:
    case HKI_OPCODE_LOOP_NEXT:
    case HKI_OPCODE_LOOP_AGAIN: return 1;
    default: return HKI_LOOP_ROW;
    }
}

/* What an instruction asks of the function it stands in. */
static bool place_ok(checker *c, const hki_insn *i)
{
    const hki_func *f = c->f;
    bool expression = f->kind == HKI_FUNC_ROOT && (c->p->flags & HKI_PROGRAM_EXPRESSION);
    switch (i->op) {
    case HKI_OPCODE_RETURN: return f->kind != HKI_FUNC_TEST && !expression;
    case HKI_OPCODE_RETURN_VALUE: return f->kind == HKI_FUNC_TEST || expression;
    case HKI_OPCODE_ONE_PARENT:
    case HKI_OPCODE_EXTENDS:
    case HKI_OPCODE_PARENT: return f->kind == HKI_FUNC_ROOT;
    case HKI_OPCODE_IF_EXTENDED: return f->kind == HKI_FUNC_ROOT || f->kind == HKI_FUNC_LOOP;
    case HKI_OPCODE_LOOP: return i->d == 0 || f->kind == HKI_FUNC_LOOP;
    case HKI_OPCODE_SUPER: return f->kind == HKI_FUNC_BLOCK && c->p->blocks[i->b].func == c->index;
    case HKI_OPCODE_ITER:
    case HKI_OPCODE_LOOP_ROW: return i->a + row_of_walk(i->op) <= f->nregs - f->nkonsts;
    case HKI_OPCODE_TEXT_EMIT: return has_behind(c, HKI_OPCODE_EMIT);
    case HKI_OPCODE_TEXT_EMIT_ESCAPED: return has_behind(c, HKI_OPCODE_EMIT_ESCAPED);
    case HKI_OPCODE_TEXT_ATTR: return has_behind(c, HKI_OPCODE_EMIT_ATTR);
    case HKI_OPCODE_TEXT_ATTR_ESCAPED: return has_behind(c, HKI_OPCODE_EMIT_ATTR_ESCAPED);
    case HKI_OPCODE_CHECK_NS_ATTR: return has_behind(c, HKI_OPCODE_GETATTR) && behind(c)->b == behind(c)[-1].a;
    case HKI_OPCODE_ADD_MOD_INT: return has_behind(c, HKI_OPCODE_MOD_INT) && behind(c)->b == behind(c)[-1].a;
    case HKI_OPCODE_MUL_FLOORDIV_INT: return has_behind(c, HKI_OPCODE_FLOORDIV_INT) && behind(c)->b == behind(c)[-1].a;
    case HKI_OPCODE_MOD_INT_EQ: return has_behind(c, HKI_OPCODE_JUMP_EQ_INT) && behind(c)->a == behind(c)[-1].a;
    case HKI_OPCODE_MOD_INT_NE: return has_behind(c, HKI_OPCODE_JUMP_NE_INT) && behind(c)->a == behind(c)[-1].a;
    case HKI_OPCODE_CALL: return call_ok(&c->p->specs[i->d], i->c);
    case HKI_OPCODE_CELL_NEW: return c->at < f->ncells - f->ncaptured;
    case HKI_OPCODE_BLOCK_SCOPED:
    case HKI_OPCODE_INCLUDE:
    case HKI_OPCODE_IMPORT: return names_ok(c->p, i->c);
    default: return true;
    }
}

/* What HKI_FUNC_ASKS_FIRST says. */
static bool asks_first(const checker *c)
{
    const hki_insn *i = c->p->code + c->f->code;
    uint32_t count = c->f->nparams - c->f->ndefaults;
    if (count >= c->f->ncode) return false;
    for (uint32_t k = 0; k < count; k++)
        if (i[k].op != HKI_OPCODE_NOT_GIVEN || i[k].a != k * HKI_PLACE) return false;
    return true;
}

static bool scan(checker *c, uint32_t *ntargets)
{
    if ((c->f->flags & HKI_FUNC_ASKS_FIRST) && !asks_first(c)) return bad(c, "a parameter is not asked for");
    for (c->at = 0; c->at < c->f->ncode; c->at++) {
        if (c->p->code[c->f->code + c->at].op >= HKI_OPCODE_COUNT) return bad(c, "no such instruction");
        hki_insn i = insn_here(c);
        for (unsigned n = 0; n < 4; n++) {
            if (!operand_ok(c, &i, n)) return bad(c, "an operand is out of range");
            if (hki_op_infos[i.op].kind[n] != HKI_OPERAND_label) continue;
            uint32_t *target = &c->target[hki_operand(&i, n)];
            if (!*target) *target = ++*ntargets;
        }
        if (!place_ok(c, &i)) return bad(c, "an instruction where it cannot stand");
        if (c->at < c->f->ncells - c->f->ncaptured && (i.op != HKI_OPCODE_CELL_NEW || i.a != c->f->nregs + c->f->ncaptured + c->at))
            return bad(c, "a cell is not made");
    }
    const hki_insn *last = c->p->code + c->f->code + c->f->ncode - 1;
    c->at = c->f->ncode - 1;
    if (last->op != HKI_OPCODE_RETURN && last->op != HKI_OPCODE_RETURN_VALUE && last->op != HKI_OPCODE_JUMP)
        return bad(c, "a function does not end");
    return c->f->ncells - c->f->ncaptured <= c->f->ncode || bad(c, "a cell is not made");
}

/* ---- the pass */

static bool uses_ok(checker *c, const hki_insn *i)
{
    for (unsigned n = 1; n < 4; n++) {
        uint32_t x = hki_operand(i, n);
        uint8_t kind = hki_op_infos[i->op].kind[n];
        bool ok = true;
        if (kind == HKI_OPERAND_use || kind == HKI_OPERAND_var) ok = x >= c->f->nregs - c->f->nkonsts || written(&c->now, x);
        else if (kind == HKI_OPERAND_base) ok = row_written(&c->now, x, hki_op_row(c->p, i));
        if (!ok) return bad(c, "a register is read before it is written");
    }
    return true;
}

/* The steps of a loop need the state that ITER and LOOP left, untouched. */
static bool walking(checker *c, uint32_t base, uint32_t span)
{
    uint32_t w = c->now.walk;
    while (w && walk_at(c, w)->base > base) w = walk_at(c, w)->before;
    return (w && walk_at(c, w)->base == base && walk_at(c, w)->span == span) || bad(c, "a step of a loop that was not begun");
}

static bool start_walk(checker *c, uint32_t base, uint32_t span)
{
    walk w = {base, span, c->now.walk, 1};
    if (w.before) w.depth += walk_at(c, w.before)->depth;
    if (w.depth > HKI_MAX_WALKS) return bad(c, "too many loops inside one another");
    hki_buf_put(&c->walks, (const char *)&w, sizeof w);
    if (c->walks.failed) return hki_raise_memory(c->rt);
    c->now.walk = (uint32_t)(c->walks.size / sizeof w);
    return true;
}

static void defs(checker *c, const hki_insn *i)
{
    for (unsigned n = 1; n < 4; n++) {
        uint8_t kind = hki_op_infos[i->op].kind[n];
        if (kind == HKI_OPERAND_def || (kind == HKI_OPERAND_var && !hki_op_steps(i->op)))
            write_row(c, hki_operand(i, n), 1);
        else if (kind == HKI_OPERAND_bases)
            write_row(c, hki_operand(i, n), (uint32_t)hki_op_row(c->p, i));
    }
}

/* The item is there where the step jumps to. */
static bool repeat(checker *c, const hki_insn *i)
{
    state before = c->now;
    defs(c, i);
    if (!jump(c, i, i->c)) return false;
    c->now = before;
    return true;
}

static bool step(checker *c, const hki_insn *i)
{
    if (!uses_ok(c, i)) return false;
    if (hki_op_steps(i->op) && !walking(c, i->a, row_of_walk(i->op))) return false;
    if (i->op == HKI_OPCODE_LOOP_ROW_ATTR && !walking(c, i->b, HKI_LOOP_ROW)) return false;
    if (hki_op_repeats(i->op)) return repeat(c, i);
    for (unsigned n = 1; n < 4; n++) {
        if (hki_op_infos[i->op].kind[n] == HKI_OPERAND_label && !jump(c, i, hki_operand(i, n))) return false;
    }
    defs(c, i);
    switch (i->op) {
    case HKI_OPCODE_ITER:
    case HKI_OPCODE_LOOP:
    case HKI_OPCODE_LOOP_ROW: write_row(c, i->a, row_of_walk(i->op)); return start_walk(c, i->a, row_of_walk(i->op));
    case HKI_OPCODE_CAPTURE:
        c->now.captures++;
        return c->now.captures < HKI_MAX_REGISTERS || bad(c, "too many captures");
    case HKI_OPCODE_CAPTURE_DROP:
    case HKI_OPCODE_CAPTURE_END:
        if (!c->now.captures) return bad(c, "a capture ends that was not begun");
        c->now.captures--;
        return true;
    case HKI_OPCODE_RETURN:
    case HKI_OPCODE_RETURN_VALUE:
        c->now.reached = false;
        return c->now.captures == 0 || bad(c, "a capture is left open");
    case HKI_OPCODE_JUMP:
    case HKI_OPCODE_RAISE_UNKNOWN: c->now.reached = false; return true;
    default: return true;
    }
}

static bool flow(checker *c)
{
    c->now = (state){.below = hki_func_entry(c->f), .reached = true};
    for (c->at = 0; c->at < c->f->ncode; c->at++) {
        if (c->target[c->at]) {
            uint32_t t = c->target[c->at] - 1;
            state met = *state_at(c, t);
            if (!meet(c, &met, &c->now)) return false;
            *state_at(c, t) = c->now = met;
        }
        hki_insn i = insn_here(c);
        if (c->now.reached && !step(c, &i)) return false;
    }
    return true;
}

bool hki_verify_code(hki_rt *rt, const hki_program *p, uint32_t f, const uint32_t *max_capture)
{
    const hk_allocator *mem = rt->region->mem;
    checker c = {.rt = rt, .p = p, .f = &p->funcs[f], .index = f, .max_capture = max_capture};
    uint32_t ntargets = 0;
    hki_buf_init(&c.states, mem);
    hki_buf_init(&c.walks, mem);
    c.target = hki_mem_zero(mem, c.f->ncode, sizeof *c.target);
    bool good = c.target != NULL || hki_raise_memory(rt);
    good = good && scan(&c, &ntargets);
    size_t size = good ? ntargets * sizeof(state) : 0;
    char *states = size ? hki_buf_room(&c.states, size) : NULL;
    if (size && !states) good = hki_raise_memory(rt);
    if (states) memset(states, 0, size);
    good = good && flow(&c);
    if (c.target) hki_mem_free(mem, c.target, c.f->ncode * sizeof *c.target);
    hki_buf_free(&c.states);
    hki_buf_free(&c.walks);
    return good;
}
