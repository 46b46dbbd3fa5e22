/* opcode.c: the table of instructions, and what can be said of one by its row in the table.
 *
 * In:  grammar/opcodes.def.   Out: hki_op_infos, numbers in place of places, the length of rows of registers, checksums. */
#include "program/opcode.h"

#define LABEL_AT(first, second) \
    ((first) == HKI_OPERAND_label ? offsetof(hki_insn, a) : (second) == HKI_OPERAND_label ? offsetof(hki_insn, b) : offsetof(hki_insn, c))
const hki_op_info hki_op_infos[HKI_OPCODE_COUNT] = {
#define OP(name, d, a, b, c, effect) \
    {#name, {HKI_OPERAND_##d, HKI_OPERAND_##a, HKI_OPERAND_##b, HKI_OPERAND_##c}, LABEL_AT(HKI_OPERAND_##a, HKI_OPERAND_##b)},
#include "grammar/opcodes.def"
};

/* ---- places */

static bool is_register(uint8_t kind) { return kind >= HKI_OPERAND_def && kind <= HKI_OPERAND_cell; }

hki_insn hki_insn_counted(const hki_insn *i, uint32_t at)
{
    hki_insn counted = *i;
    const uint8_t *kind = hki_op_infos[i->op].kind;
    uint32_t *operand[] = {&counted.a, &counted.b, &counted.c};
    for (unsigned n = 0; n < 3; n++) {
        uint32_t place = *operand[n];
        bool label = kind[n + 1] == HKI_OPERAND_label;
        if (!label && !is_register(kind[n + 1])) continue;
        int64_t number = label ? (int64_t)at + (int32_t)place / HKI_PLACE : place / HKI_PLACE;
        *operand[n] = place % HKI_PLACE || number < 0 ? UINT32_MAX : (uint32_t)number;
    }
    return counted;
}

/* ---- rows */

static uint64_t spec_row(const hki_program *p, uint32_t index)
{
    if (index >= p->nspecs) return UINT64_MAX;
    const hki_spec *s = &p->specs[index];
    return 1 + (uint64_t)s->npos + s->nkw + (s->flags & HKI_SPEC_STAR ? 1 : 0) + (s->flags & HKI_SPEC_DOUBLE_STAR ? 1 : 0);
}

/* The value, and the arguments unless they are constants. */
static uint64_t named_row(const hki_program *p, const hki_named *named, uint32_t count, uint32_t index)
{
    if (index >= count) return UINT64_MAX;
    return named[index].args == HKI_ARGS_IN_ROW ? spec_row(p, named[index].spec) : 1;
}

static uint64_t tuple_row(const hki_program *p, uint32_t konst)
{
    if (konst >= p->nkonsts || p->konsts[konst].kind != HKI_TUPLE) return UINT64_MAX;
    return p->konsts[konst].bits >> 32;
}

uint64_t hki_op_row(const hki_program *p, const hki_insn *i)
{
    switch (i->op) {
    case HKI_OPCODE_SLICE: return 3;
    case HKI_OPCODE_CONCAT:
    case HKI_OPCODE_LIST:
    case HKI_OPCODE_TUPLE:
    case HKI_OPCODE_UNPACK: return i->c;
    case HKI_OPCODE_DICT: return 2 * (uint64_t)i->c;
    case HKI_OPCODE_CALL:
    case HKI_OPCODE_CALL_METHOD: return spec_row(p, i->d);
    case HKI_OPCODE_FILTER: return named_row(p, p->filters, p->nfilters, i->c);
    case HKI_OPCODE_TEST: return named_row(p, p->tests, p->ntests, i->c);
    case HKI_OPCODE_BLOCK_SCOPED:
    case HKI_OPCODE_INCLUDE:
    case HKI_OPCODE_IMPORT: return tuple_row(p, i->c);
    default: return 0;
    }
}

/* ---- names and checksums */

enum hki_loop_name hki_loop_name(const char *name, size_t size)
{
    static const struct { const char *name; size_t size; } rows[] = {
#define LOOP(name) {#name, sizeof #name - 1},
#include "grammar/loop.def"
    };
    unsigned k = 0;
    while (k < HKI_LOOP_NAMES && (rows[k].size != size || memcmp(rows[k].name, name, size) != 0)) k++;
    return (enum hki_loop_name)k;
}

static uint64_t mix(uint64_t h, uint64_t word)
{
    h = (h ^ word) * 0x9e3779b97f4a7c15u;
    return h ^ (h >> 32);
}

uint64_t hki_checksum(const void *bytes, size_t size)
{
    const char *at = bytes;
    uint64_t h = 0xcbf29ce484222325u ^ size;
    for (size_t n = size / 8; n; n--, at += 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        h = mix(h, word);
    }
    return h;
}

/* The table as one text, without what the instructions do. */
static const char table_text[] =
#define OP(name, d, a, b, c, effect) #name " " #d " " #a " " #b " " #c "\n"
#include "grammar/opcodes.def"
    "       ";                  /* so that the last word is whole */

uint64_t hki_op_fingerprint(void) { return hki_checksum(table_text, (sizeof table_text - 1) & ~(size_t)7); }
