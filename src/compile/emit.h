/* emit.h: instructions, one function at a time; labels, registers, lines, static text. */
#ifndef HKI_EMIT_H
#define HKI_EMIT_H

#include "compile/scope.h"

enum { HKI_NONE_AT = UINT32_MAX };      /* no register, no instruction, no function */

/* Registers are named by their places (hki_insn). Those that hold constants come last, and so get theirs when a function is complete:
 * until then they count from here. */
enum { HKI_KONST_REG = 0x40000000, HKI_KONST_ROOM = 32 };

/* Jumps to a place that is not known yet: linked through their label operands. */
typedef struct hki_jumps { uint32_t last; } hki_jumps;
static inline hki_jumps hki_no_jumps(void) { return (hki_jumps){HKI_NONE_AT}; }

/* A loop that break and continue leave or go on with. */
typedef struct hki_loop {
    struct hki_loop *around;
    hki_jumps breaks, again;    /* out of the loop; to the step behind the pass */
    uint32_t captures;          /* open when the loop begins */
} hki_loop;

/* The function in the making. Registers below `temps` belong to variables and loops, those from there to `top` to expressions. */
typedef struct hki_code {
    struct hki_code *outer;
    hki_unit *unit;
    hki_code_rows rows;
    hki_func info;
    hki_loop *loop;
    uint32_t index, top, temps, captures, nloops;
    uint32_t most;              /* of top */
    uint32_t pieces;            /* of text written so far where text goes now; HKI_NONE_AT: not known */
    uint32_t target;            /* the last number that was given out as a target */
    uint32_t writer;            /* behind the last instruction that can write more text, with nothing that jumps there; HKI_NONE_AT */
    bool in_defaults;           /* parameters are read from their registers, and may have got no argument */
    uint32_t konsts[HKI_KONST_ROOM];    /* constants in registers; info.nkonsts are used, and all there is */
} hki_code;

/* The offset and the size of the text that TEXT or an EMIT… writes. */
static inline uint32_t *hki_insn_text(hki_insn *i) { return i->op == HKI_OPCODE_TEXT ? &i->a : &i->b; }

enum { HKI_FIRST_CODE = 72 };
typedef struct hki_emit {
    hki_rt *rt;
    const hk_allocator *mem;
    hki_builder b;
    hki_code *now;
    hki_code *spare;            /* complete ones, whose buffers are used again */
    uint32_t line;              /* what Jinja's traceback would say */
    hki_code first;
    struct { hki_insn insn[HKI_FIRST_CODE]; hki_place place[HKI_FIRST_CODE]; } room;    /* its rows, as long as it is small */
} hki_emit;

/* Its builder is made apart. */
static inline void hki_emit_init(hki_emit *e, hki_rt *rt, const hk_allocator *mem)
{
    e->rt = rt;
    e->mem = mem;
    e->now = NULL;
    e->spare = &e->first;
    e->first.outer = NULL;
    e->first.rows = (hki_code_rows){e->room.insn, e->room.place, 0, HKI_FIRST_CODE};
    e->line = 1;
}
/* After the first error it does not matter what is emitted, and where: the function it happened in may still be open while those around
 * it go on. So numbers of instructions mean nothing then. Whoever raises stops it; where none does, what follows is made in vain. */
static inline bool hki_emit_stopped(const hki_emit *e) { return e->b.failed; }
void hki_emit_open(hki_emit *e, hki_unit *unit, uint32_t name, uint32_t line);
void hki_emit_expect(hki_emit *e, uint32_t count);      /* the function will have about so many instructions */
uint32_t hki_emit_close(hki_emit *e);           /* the function's number */
void hki_emit_drop_all(hki_emit *e);            /* all buffers, also of what is open after a failure */

/* `at` is the expression whose column the instruction gets; NULL: none. Returns the instruction's number. */
uint32_t hki_emit_insn(hki_emit *e, const hki_node *at, hki_insn i);
static inline uint32_t hki_emit_op(hki_emit *e, const hki_node *at, enum hki_op op, uint32_t d, uint32_t a, uint32_t b, uint32_t c)
{
    return hki_emit_insn(e, at, (hki_insn){(uint16_t)op, (uint16_t)d, a, b, c});
}
/* EMIT… of what is in `reg`: one instruction with the look-up of an attribute that gave it for this alone. */
void hki_emit_value(hki_emit *e, const hki_node *at, enum hki_op op, uint32_t reg);
/* The instructions from number `from` on work out what an attribute is set to, whose namespace the one before them checks: if they begin
 * with a look-up on it, that is done with the check. */
void hki_emit_checked(hki_emit *e, uint32_t from);
/* R[to] = R[reg] % by, or // by: with the sum or product that was worked out in `reg` for this alone, if there is one. */
void hki_emit_divide(hki_emit *e, const hki_node *at, enum hki_op op, uint32_t to, uint32_t reg, uint32_t by);
/* From instruction `begin` on stands a LOOP, which has HKI_LOOP_ROW registers from `reg` on, and nobody gets its object: it becomes
 * LOOP_ROW, or ITER where it is not even asked anything. */
void hki_emit_loop_end(hki_emit *e, uint32_t begin, uint32_t reg, bool asked);
/* The next `size` bytes of the builder's text are written here: by the instruction before, if that can write them, too (TEXT, or an EMIT…
 * that is not passed over), or by a new one. */
void hki_emit_new_writer(hki_emit *e, size_t size);
static inline void hki_emit_writer(hki_emit *e, size_t size)
{
    hki_code *c = e->now;
    uint32_t at = (uint32_t)e->b.text.size;
    hki_insn *i = c->writer == c->rows.count ? c->rows.insn + c->writer - 1 : NULL;
    uint32_t *text = i ? hki_insn_text(i) : NULL;
    if (text && !text[1]) text[0] = at;
    if (text && text[0] + text[1] == at) text[1] += (uint32_t)size;
    else hki_emit_new_writer(e, size);
}
static inline void hki_emit_text(hki_emit *e, const char *text, size_t size)
{
    hki_emit_writer(e, size);
    hki_build_text(&e->b, text, size);
}
/* The same. Most texts of templates are short. */
static inline void hki_emit_data(hki_emit *e, const hki_piece *text)
{
    hki_buf *all = &e->b.text;
    enum { SHORT = 32 };
    hki_emit_writer(e, text->size);
    if (text->size <= SHORT && all->cap - all->size > SHORT) {
        memcpy(all->data + all->size, text->data, SHORT);
        all->size += text->size;
    } else {
        hki_build_text(&e->b, text->data, text->size);
    }
}
void hki_emit_konst(hki_emit *e, const hki_node *at, uint32_t to, hk_value v);

uint32_t hki_emit_here(hki_emit *e);            /* the number of the next instruction, as a target */
/* A jump back to instruction `to`. */
void hki_emit_repeat(hki_emit *e, enum hki_op op, uint32_t a, uint32_t b, uint32_t to);
/* A jump forward: op is one with a label operand; its other operands as in hki_emit_op, the label's is not looked at. */
void hki_emit_jump(hki_emit *e, const hki_node *at, enum hki_op op, uint32_t a, uint32_t b, hki_jumps *to);
/* A jump by the truth of what is in `reg`, and nobody asks for again. */
void hki_emit_branch(hki_emit *e, const hki_node *at, bool when, uint32_t reg, hki_jumps *to);
/* The same by a comparison: `compare` is one of EQ … NOTIN. whole: b is no register but a number (EQ … GE). */
typedef struct hki_operands { uint32_t a, b; bool whole; } hki_operands;
void hki_emit_compare_jump(hki_emit *e, const hki_node *at, enum hki_op compare, bool when, hki_operands o, hki_jumps *to);
void hki_emit_land_all(hki_emit *e, hki_jumps *jumps);
static inline void hki_emit_land(hki_emit *e, hki_jumps *jumps)
{
    if (jumps->last != HKI_NONE_AT) hki_emit_land_all(e, jumps);
}

/* A register that holds a constant all the time, for operands that are only read. HKI_NONE_AT: the function has enough of them. */
uint32_t hki_emit_konst_register(hki_emit *e, hk_value v);

/* A new register on top. */
static inline uint32_t hki_emit_temp(hki_emit *e)
{
    hki_code *c = e->now;
    uint32_t reg = c->top;
    c->top = reg + HKI_PLACE;
    if (c->top > c->most) c->most = c->top;
    return reg;
}
static inline bool hki_is_temp(const hki_emit *e, uint32_t reg) { return reg >= e->now->temps && reg < HKI_KONST_REG; }

#endif
