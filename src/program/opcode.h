/* opcode.h: what grammar/opcodes.def says of each instruction, as a table. */
#ifndef HKI_OPCODE_H
#define HKI_OPCODE_H

#include "program/program.h"

enum hki_operand {
    HKI_OPERAND_none, HKI_OPERAND_mode,
    /* named by place */
    HKI_OPERAND_def, HKI_OPERAND_use, HKI_OPERAND_var, HKI_OPERAND_base, HKI_OPERAND_bases, HKI_OPERAND_cell, HKI_OPERAND_label,
    HKI_OPERAND_int, HKI_OPERAND_konst, HKI_OPERAND_name, HKI_OPERAND_text, HKI_OPERAND_size, HKI_OPERAND_spec,
    HKI_OPERAND_filter, HKI_OPERAND_test, HKI_OPERAND_func, HKI_OPERAND_block
};

typedef struct hki_op_info {
    char name[20];
    uint8_t kind[4];            /* enum hki_operand of d, a, b, c */
    uint8_t label;              /* where in the instruction its label is, if it has one */
} hki_op_info;

extern const hki_op_info hki_op_infos[HKI_OPCODE_COUNT];

static inline uint32_t *hki_op_label(hki_insn *i) { return (uint32_t *)(void *)((char *)i + hki_op_infos[i->op].label); }

/* The operands in the table's order: d, a, b, c. */
static inline uint32_t hki_operand(const hki_insn *i, unsigned n) { return n == 0 ? i->d : n == 1 ? i->a : n == 2 ? i->b : i->c; }

/* Numbers of registers and instructions in place of their places, of a function's at-th instruction. UINT32_MAX: there is nothing at
 * that place. */
hki_insn hki_insn_counted(const hki_insn *i, uint32_t at);

/* The instructions that take a loop's next item, and those of them that stand behind its pass. */
static inline bool hki_op_repeats(uint16_t op)
{
    return op == HKI_OPCODE_AGAIN || op == HKI_OPCODE_LOOP_AGAIN || op == HKI_OPCODE_LOOP_ROW_AGAIN;
}
static inline bool hki_op_steps(uint16_t op)
{
    return op == HKI_OPCODE_NEXT || op == HKI_OPCODE_LOOP_NEXT || op == HKI_OPCODE_LOOP_ROW_NEXT || hki_op_repeats(op);
}
/* What a step costs: one, and one more for each 16 instructions of the pass, whose other end is so many away; at most what d holds. */
static inline uint16_t hki_op_cost(uint32_t far) { return (uint16_t)(far / 16 < UINT16_MAX ? 1 + far / 16 : UINT16_MAX); }

/* TEXT_… for an EMIT… that TEXT stands before; TEXT for other instructions. */
static inline enum hki_op hki_op_text_before(uint16_t op)
{
    switch (op) {
    case HKI_OPCODE_EMIT: return HKI_OPCODE_TEXT_EMIT;
    case HKI_OPCODE_EMIT_ESCAPED: return HKI_OPCODE_TEXT_EMIT_ESCAPED;
    case HKI_OPCODE_EMIT_ATTR: return HKI_OPCODE_TEXT_ATTR;
    case HKI_OPCODE_EMIT_ATTR_ESCAPED: return HKI_OPCODE_TEXT_ATTR_ESCAPED;
    default: return HKI_OPCODE_TEXT;
    }
}

/* How many registers the instruction's row (its operand of kind base or bases) has. UINT64_MAX: its operands are damaged. */
uint64_t hki_op_row(const hki_program *p, const hki_insn *i);

/* The number of an attribute of `loop`; HKI_LOOP_NAMES: it is none. */
enum hki_loop_name hki_loop_name(const char *name, size_t size);

/* A number for the table as it stands: programs made from another table are refused. */
uint64_t hki_op_fingerprint(void);

/* 64-bit checksum of `size` bytes; size is a multiple of 8. */
uint64_t hki_checksum(const void *bytes, size_t size);

#endif
