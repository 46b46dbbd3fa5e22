/* build.h: the builder of a program: tables are filled while code is made, and laid out as one flat block at the end.
 *
 * Names, constants, call specifications, filters and tests are kept once each. A builder remembers that memory ran out or that a
 * table is full (`failed`); then indexes mean nothing, and hki_build_finish raises. */
#ifndef HKI_BUILD_H
#define HKI_BUILD_H

#include "base/copy.h"
#include "program/dense.h"
#include "program/format.h"
#include "program/hashes.h"
#include "program/opcode.h"

/* Instructions and their places, in one block of memory with room for so many of each. */
typedef struct hki_code_rows { hki_insn *insn; hki_place *place; uint32_t count, room; } hki_code_rows;
bool hki_code_grow(const hk_allocator *mem, hki_code_rows *rows, uint32_t more);        /* false without memory */
void hki_code_free(const hk_allocator *mem, hki_code_rows *rows);

enum { HKI_PLAIN_SPECS = 8, HKI_BUILT = HKI_SECTION_COUNT - HKI_SECTION_FUNCS };

/* Where the tables begin: those of a small program need no more. */
typedef struct hki_builder_room {
    hki_hash_slot konst[16], spec[16];
    uint32_t known[48], known_filter[48], known_test[48], known_konst[48];
    hki_func func[4];                   /* all before it is 0 */
    hki_code_rows piece[2];
    hki_spec spec_row[8];
    hki_block block[4];
    hki_named filter_row[16], test_row[4];
    uint32_t list[32];
    const hki_str *spelling[40];
    hki_name_text name[40];
    hki_konst konst_row[20];
    char text[1024];
} hki_builder_room;

typedef struct hki_builder {
    hki_rt *rt;
    const hk_allocator *mem;
    hki_buf pieces;             /* hki_code_rows: the code in its order, of one large function or of small ones in a row */
    hki_buf spellings;          /* by name: its text, a const hki_str * */
    size_t spelled;             /* bytes of all these texts */
    uint32_t ncode, nnames, nkonsts;
    union {
        struct { hki_buf funcs, specs, blocks, konsts, names, filters, tests, lists, text; };
        hki_buf section[HKI_BUILT];     /* the same: the program's sections from HKI_SECTION_FUNCS on */
    };
    hki_hashes name_index, konst_index, spec_index, filter_index, test_index;
    hki_dense known;            /* by the numbers of the parse's names (HKI_STR_NAME): 1 + the name, or 0 */
    hki_dense known_filter, known_test, known_konst;    /* by names: 1 + the newest filter, test or constant of that name, or 0 */
    uint32_t plain_spec[HKI_PLAIN_SPECS];       /* by the number of arguments: 1 + the specification, or 0 */
    bool failed, full;
    hki_builder_room room;
} hki_builder;

/* Everything is allocated by `mem`. source_size: of the text that the program is made of, going by which room is made; 0: not known. */
void hki_build_init(hki_builder *b, hki_rt *rt, const hk_allocator *mem, size_t source_size);
void hki_build_free(hki_builder *b);

uint32_t hki_build_name(hki_builder *b, const char *text, size_t size);    /* of no parse; borrowed. The first costs most */
uint32_t hki_build_name_first(hki_builder *b, const hki_str *text);
/* 1 + the name, if this object was one before; 0: perhaps it was not. */
static inline uint32_t hki_build_name_known(const hki_builder *b, const hki_str *text)
{
    return text->head.flags & HKI_STR_NAME ? hki_dense_get(&b->known, text->head.hash) : 0;
}
static inline uint32_t hki_build_name_of(hki_builder *b, const hki_str *text)
{
    uint32_t known = hki_build_name_known(b, text);
    return known ? known - 1 : hki_build_name_first(b, text);
}
/* args: the constants that are the arguments; NULL: they stand in a row of registers, or there are none. */
uint32_t hki_build_filter(hki_builder *b, uint32_t name, uint32_t spec, const uint32_t *args);
uint32_t hki_build_test(hki_builder *b, uint32_t name, uint32_t spec, const uint32_t *args);
static inline bool hki_build_has(const hki_builder *b, bool filter, uint32_t name)
{
    return hki_dense_get(filter ? &b->known_filter : &b->known_test, name) != 0;
}
/* `v` is NONE, BOOL, INT, FLOAT, STRING, BIGINT, or a LIST, TUPLE or DICT of such and of tuples. */
uint32_t hki_build_konst(hki_builder *b, hk_value v);
/* A tuple of strings that are names of the program. */
uint32_t hki_build_name_tuple(hki_builder *b, const uint32_t *names, uint32_t count);
uint32_t hki_build_spec(hki_builder *b, const hki_spec *spec);         /* with more than positional arguments */
uint32_t hki_build_plain_spec_first(hki_builder *b, uint32_t npos);
static inline uint32_t hki_build_plain_spec(hki_builder *b, uint32_t npos)          /* of positional arguments alone */
{
    uint32_t known = npos < HKI_PLAIN_SPECS ? b->plain_spec[npos] : 0;
    return known ? known - 1 : hki_build_plain_spec_first(b, npos);
}
uint32_t hki_build_list(hki_builder *b, const uint32_t *words, uint32_t count);     /* where it stands in `lists` */
uint32_t hki_build_text_grow(hki_builder *b, const char *text, size_t size);
static inline uint32_t hki_build_text(hki_builder *b, const char *text, size_t size)    /* its offset */
{
    if (size >= b->text.cap - b->text.size) return hki_build_text_grow(b, text, size);
    uint32_t offset = (uint32_t)b->text.size;
    hki_copy_text(b->text.data + offset, text, size);
    b->text.size += size;
    return offset;
}
uint32_t hki_build_text_again(hki_builder *b, uint32_t offset, uint32_t size);      /* a copy of what stands there, at the end */
uint32_t hki_build_block(hki_builder *b, const hki_block *block);
hki_block *hki_build_block_at(hki_builder *b, uint32_t index);
/* Reserves a function's number; it is filled in when its code is complete. */
uint32_t hki_build_func(hki_builder *b);
/* The rows are empty afterwards: what they hold is taken over, or copied. */
void hki_build_func_done(hki_builder *b, uint32_t index, const hki_func *func, hki_code_rows *rows);

static inline const hki_str *hki_build_spelling(const hki_builder *b, uint32_t name)
{
    return ((const hki_str *const *)(const void *)b->spellings.data)[name];
}

/* All names are there, and get their place in the program: their texts may go away. */
void hki_build_names(hki_builder *b);
/* Appends the block to `out`, not sealed (program.h). False after raising. */
bool hki_build_finish(hki_builder *b, uint32_t flags, hki_buf *out);

#endif
