/* program.h: a compiled template: one flat block of bytes with offsets and no pointers, and what is made of it to run it.
 *
 * The block is what is saved, loaded and embedded. All numbers are 32-bit words unless said, in the byte order of the processor, which
 * the magic tells from the other; every section starts at a multiple of 8. hki_program is the block opened in place: pointers into it,
 * found after hki_program_verify has agreed.
 * A program never changes and may be shared by any number of threads. */
#ifndef HKI_PROGRAM_H
#define HKI_PROGRAM_H

#include "value/rt.h"

enum hki_op {
#define OP(name, d, a, b, c, effect) HKI_OPCODE_##name,
#include "grammar/opcodes.def"
    HKI_OPCODE_COUNT
};

/* So that nothing need be multiplied while running, operands name a register by its place behind the function's first one, and a label
 * by its distance from the instruction, both in bytes. HKI_PLACE: of one register or instruction. (Numbers: opcode.h) */
typedef struct hki_insn { uint16_t op, d; uint32_t a, b, c; } hki_insn;
enum { HKI_PLACE = 16 };
_Static_assert(sizeof(hki_insn) == HKI_PLACE && sizeof(hk_value) == HKI_PLACE, "registers and instructions have one size");

/* The attributes of `loop`, as LOOP_ATTR counts them. */
enum hki_loop_name {
#define LOOP(name) HKI_LOOP_NAME_##name,
#include "grammar/loop.def"
    HKI_LOOP_NAMES
};

enum { HKI_LOOP_ROW = 6 };      /* registers of LOOP_ROW */
enum { HKI_UNKNOWN_FILTER, HKI_UNKNOWN_TEST, HKI_UNKNOWN_NAME, HKI_UNKNOWN_KEYWORD };       /* mode of RAISE_UNKNOWN */
enum { HKI_EMIT_LAST = 2 };     /* mode of EMIT… and PIECE: nothing reads the value's register again */

enum hki_function_kind { HKI_FUNC_ROOT, HKI_FUNC_BLOCK, HKI_FUNC_MACRO, HKI_FUNC_CALLER, HKI_FUNC_LOOP, HKI_FUNC_TEST };
enum {
    HKI_FUNC_CATCH_KWARGS = 1, HKI_FUNC_CATCH_VARARGS = 2, HKI_FUNC_CALLER_ARG = 4,   /* the body mentions kwargs, varargs, caller */
    HKI_FUNC_SAFE_EVAL = 8,     /* made where autoescape was on */
    HKI_FUNC_VOLATILE = 16,     /* made where autoescape is known only when run: then without SAFE_EVAL */
    HKI_FUNC_ASKS_FIRST = 32,   /* the code begins with NOT_GIVEN of each parameter without default, in order: with them it begins behind */
    HKI_FUNC_GENERATOR = 64     /* of a macro or loop that includes without context: [jinja] a call gives a generator, which never runs */
};

/* A unit of code with registers of its own. Parameters stand in registers 0 … nparams-1; a macro's caller, kwargs and varargs
 * (those that its flags name, in this order) follow. A loop's body has its iterable in register 0, a test its item. The last nkonsts
 * registers hold constants from the start, so that operators find them where they find everything else. */
typedef struct hki_func {
    uint32_t kind, flags;
    uint32_t name;              /* name index; UINT32_MAX: none (a caller) */
    uint32_t line;
    uint32_t code, ncode;       /* first instruction and how many */
    uint32_t nregs;
    uint32_t nparams;
    uint32_t params;            /* names of the parameters: index into `lists` */
    uint32_t ndefaults;         /* of the last parameters: known so that `arguments` can be checked; the code fills them in */
    uint32_t ncells;            /* cells of the running function: captured ones first */
    uint32_t ncaptured;
    uint32_t captures;          /* which cell of the function around it each captured cell is: index into `lists` */
    uint32_t explicit_caller;   /* index of a parameter named caller; UINT32_MAX: none */
    uint32_t nkonsts;
    uint32_t konsts;            /* which constants the last registers hold: index into `lists` */
} hki_func;

/* How many registers are written when a function starts. */
static inline uint32_t hki_func_entry(const hki_func *f)
{
    if (f->kind == HKI_FUNC_LOOP || f->kind == HKI_FUNC_TEST) return 1;
    uint32_t special = (f->flags & HKI_FUNC_CALLER_ARG && f->explicit_caller == UINT32_MAX) + (f->flags & HKI_FUNC_CATCH_KWARGS ? 1 : 0) +
        (f->flags & HKI_FUNC_CATCH_VARARGS ? 1 : 0);
    return f->nparams + special;
}

/* A call specification: npos positional, nkw keywords (their names: index into `lists`), then *args and **kwargs if flags say so. */
enum { HKI_SPEC_STAR = 1, HKI_SPEC_DOUBLE_STAR = 2 };
typedef struct hki_spec { uint32_t npos, nkw, names, flags; } hki_spec;

/* A filter or test with its arguments: those of the specification; where all of them are constants, these (index into `lists`; they are
 * never lists or dicts), otherwise HKI_ARGS_IN_ROW. */
typedef struct hki_named { uint32_t name, spec, args; } hki_named;
enum { HKI_ARGS_IN_ROW = UINT32_MAX };

enum { HKI_BLOCK_SCOPED = 1, HKI_BLOCK_REQUIRED = 2 };
typedef struct hki_block { uint32_t name, func, flags; } hki_block;

/* Where a name stands in `text`, and its code points. Most string constants are names, too. */
typedef struct hki_name_text { uint32_t offset, size, points; } hki_name_text;

/* A constant: kind is an enum hki_type (UNDEFINED is not one). */
typedef struct hki_konst {
    uint32_t kind, flags;       /* flags: HKI_SAFE for a Markup, HKI_KONST_TEXT for a STRING that is no name of the program */
    uint64_t bits;              /* INT, BOOL: the number; FLOAT: its bits; STRING: the name that is its text; BIGINT and
                                   HKI_KONST_TEXT: offset in `text` (low word) and size (high); LIST, TUPLE, DICT: index into
                                   `lists` of the items' constants (low) and their number (high) */
} hki_konst;
enum { HKI_KONST_TEXT = 2 };

typedef struct hki_place { uint32_t line; uint32_t column; } hki_place;

typedef struct hki_program {
    const unsigned char *bytes;
    size_t size;
    const hki_insn *code;       uint32_t ncode;
    const hki_place *places;    /* one an instruction: the line that Jinja2 would report, the column of the expression */
    const hki_func *funcs;      uint32_t nfuncs;     /* the first is the root */
    const hki_spec *specs;      uint32_t nspecs;
    const hki_block *blocks;    uint32_t nblocks;
    const hki_konst *konsts;    uint32_t nkonsts;
    const hki_name_text *names; uint32_t nnames;
    const hki_named *filters;   uint32_t nfilters;
    const hki_named *tests;     uint32_t ntests;
    const uint32_t *lists;      uint32_t nlists;
    const char *text;           uint32_t ntext;      /* static text, names and strings */
    uint32_t flags;
    uint64_t options, source;   /* as the seal says */
} hki_program;
enum { HKI_PROGRAM_EXPRESSION = 1 };    /* a lone expression: the root function ends with RETURN_VALUE */

/* A block as the builder leaves it may be used where it was made. What is to be opened elsewhere, or later, is sealed first: it gets the
 * fingerprint of the library's table of instructions, what the caller says of options and source, and its checksum. */
void hki_program_seal(void *bytes, uint64_t options, uint64_t source);

/* Opens a block in place that the builder has just made: it is believed. */
void hki_program_own(const void *bytes, hki_program *out);

/* Opens a sealed block in place: checks magic, version, checksum, section bounds, then everything hki_program_verify checks.
 * `bytes` must be 8-byte aligned and outlive *out. False after raising HK_PROGRAM_ERROR. */
bool hki_program_open(hki_rt *rt, const void *bytes, size_t size, hki_program *out);

/* Operands in range, jumps to instructions of the same function, registers written before they are read (as far as
 * verify_code.c looks), constants of the right kind, functions that end. False after raising HK_PROGRAM_ERROR with the instruction's
 * number. */
bool hki_program_verify(hki_rt *rt, const hki_program *p);

/* The listing: a line an instruction with its line in the source, operands by their kind, effect's names resolved. */
void hki_program_list(hki_buf *out, const hki_program *p);

#endif
