/* build.c: see build.h.
 *
 * In:  names, constants and finished functions, one by one.   Out: the block of bytes that hki_program_open takes.
 * Always: a constant's items have smaller numbers than it has; an entry is never changed but for blocks and reserved functions. */
#include "program/build.h"

#include "base/bigint.h"
#include "base/hash.h"
#include "base/inline.h"
#include "program/format.h"
#include "value/dict.h"
#include "value/number.h"
#include "value/str.h"

/* ---- room */

#define BUF_IN(array) ((hki_buf){.mem = mem, .data = (char *)(array), .cap = sizeof(array)})
#define SLOTS_IN(array) ((hki_hashes){.mem = mem, .slot = (array), .cap = sizeof(array) / sizeof *(array)})
#define WORDS_IN(array) ((hki_dense){.mem = mem, .word = (array), .count = sizeof(array) / sizeof *(array)})

/* The tables begin in the builder's own room. */
static void begin_tables(hki_builder *b, const hk_allocator *mem)
{
    hki_builder_room *room = &b->room;
    memset(room, 0, offsetof(hki_builder_room, func));
    b->name_index = b->filter_index = b->test_index = (hki_hashes){.mem = mem};
    b->konst_index = SLOTS_IN(room->konst);
    b->spec_index = SLOTS_IN(room->spec);
    b->known = WORDS_IN(room->known);
    b->known_filter = WORDS_IN(room->known_filter);
    b->known_test = WORDS_IN(room->known_test);
    b->known_konst = WORDS_IN(room->known_konst);
    b->funcs = BUF_IN(room->func);
    b->pieces = BUF_IN(room->piece);
    b->specs = BUF_IN(room->spec_row);
    b->blocks = BUF_IN(room->block);
    b->filters = BUF_IN(room->filter_row);
    b->tests = BUF_IN(room->test_row);
    b->lists = BUF_IN(room->list);
    b->spellings = BUF_IN(room->spelling);
    b->names = BUF_IN(room->name);
    b->konsts = BUF_IN(room->konst_row);
    b->text = BUF_IN(room->text);
    b->text.limit = UINT32_MAX / 2;
}

/* For more than a small source. What is refused here is asked for again when it is needed. */
static void expect(hki_builder *b, size_t source_size)
{
    enum { A_NAME = 24, A_KONST = 64, SMALL = 864 };    /* so many bytes of a source have one; for so many there is room */
    size_t names = source_size / A_NAME + 4;
    if (source_size <= SMALL || source_size > UINT32_MAX / 2) return;
    hki_buf *bufs[] = {&b->text, &b->spellings, &b->konsts};
    size_t sizes[] = {source_size + 64, names * sizeof(hki_str *), (source_size / A_KONST + 4) * sizeof(hki_konst)};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) {
        if (sizes[i] <= bufs[i]->cap) continue;
        bufs[i]->data = hki_mem_alloc(b->mem, sizes[i]);
        bufs[i]->cap = bufs[i]->data ? sizes[i] : 0;
    }
}

void hki_build_init(hki_builder *b, hki_rt *rt, const hk_allocator *mem, size_t source_size)
{
    b->rt = rt;
    b->mem = mem;
    b->spelled = 0;
    b->ncode = b->nnames = b->nkonsts = 0;
    b->failed = b->full = false;
    memset(b->plain_spec, 0, sizeof b->plain_spec);
    begin_tables(b, mem);
    expect(b, source_size);
}

static hki_code_rows *piece_at(const hki_builder *b, size_t i) { return (hki_code_rows *)(void *)b->pieces.data + i; }
static size_t piece_count(const hki_builder *b) { return b->pieces.size / sizeof(hki_code_rows); }

void hki_build_free(hki_builder *b)
{
    for (size_t i = 0; i < piece_count(b); i++) hki_code_free(b->mem, piece_at(b, i));
    hki_buf_free(&b->pieces);
    hki_buf_free(&b->spellings);
    for (unsigned i = 0; i < HKI_BUILT; i++) hki_buf_free(&b->section[i]);
    hki_hashes_free(&b->name_index);
    hki_hashes_free(&b->konst_index);
    hki_hashes_free(&b->spec_index);
    hki_hashes_free(&b->filter_index);
    hki_hashes_free(&b->test_index);
    hki_dense_free(&b->known);
    hki_dense_free(&b->known_filter);
    hki_dense_free(&b->known_test);
    hki_dense_free(&b->known_konst);
}

/* Appends a record; returns its number. */
HKI_INLINE uint32_t append(hki_builder *b, hki_buf *to, const void *record, size_t size)
{
    size_t index = to->size / size;
    if (to->size > UINT32_MAX / 2) {
        b->full = b->failed = true;
        return 0;
    }
    hki_buf_put(to, record, size);
    if (to->failed) b->failed = true;
    return (uint32_t)index;
}

static void index_add(hki_builder *b, hki_hashes *h, uint32_t hash, uint32_t index, uint32_t slot)
{
    if (!b->failed && !hki_hashes_add(h, hash, index, slot)) b->failed = true;
}

static bool text_failed(hki_builder *b)
{
    if (b->text.failed) b->failed = true;
    if (b->text.over) b->full = true;
    return b->failed;
}

uint32_t hki_build_text_grow(hki_builder *b, const char *text, size_t size)
{
    uint32_t offset = (uint32_t)b->text.size;
    hki_buf_put(&b->text, text, size);
    return text_failed(b) ? 0 : offset;
}

uint32_t hki_build_text_again(hki_builder *b, uint32_t offset, uint32_t size)
{
    if (!b->failed) hki_buf_room(&b->text, size);
    return text_failed(b) ? 0 : hki_build_text(b, b->text.data + offset, size);
}

/* ---- names */

static uint32_t new_name(hki_builder *b, const hki_str *text)
{
    hki_buf_put(&b->spellings, (const char *)&text, sizeof text);
    if (b->spellings.failed) b->failed = true;
    b->spelled += text->size;
    return b->failed ? 0 : b->nnames++;
}

/* The name with this text; false: there is none, and *s is the slot where it goes. */
static bool find_name(const hki_builder *b, uint32_t hash, const hki_str *text, uint32_t *s, uint32_t *name)
{
    *s = hki_hashes_start(&b->name_index, hash);
    while (hki_hashes_next(&b->name_index, hash, s, name)) {
        if (hki_str_equal(hki_build_spelling(b, *name), text)) return true;
    }
    return false;
}

static uint32_t hash_of(const hki_builder *b, const hki_str *text) { return hki_hash_name(b->rt->hash_seed, text->data, text->size); }

/* The names of the parse came without being looked for. */
static void index_names(hki_builder *b)
{
    for (uint32_t name = b->name_index.count, same, s; !b->failed && name < b->nnames; name++) {
        const hki_str *text = hki_build_spelling(b, name);
        uint32_t hash = hash_of(b, text);
        if (!find_name(b, hash, text, &s, &same)) index_add(b, &b->name_index, hash, name, s);
    }
}

/* A name that may be of no parse. */
static uint32_t any_name(hki_builder *b, const hki_str *text)
{
    uint32_t hash = hash_of(b, text), s, name;
    index_names(b);
    if (b->failed) return 0;
    if (find_name(b, hash, text, &s, &name)) return name;
    name = new_name(b, text);
    index_add(b, &b->name_index, hash, name, s);
    return b->failed ? 0 : name;
}

uint32_t hki_build_name(hki_builder *b, const char *text, size_t size)
{
    const hki_str *s = hki_str_borrow(b->rt, text, size);
    if (!s) b->failed = true;
    return s ? any_name(b, s) : 0;
}

HKI_APART uint32_t name_first(hki_builder *b, const hki_str *text)
{
    if (!(text->head.flags & HKI_STR_NAME)) return any_name(b, text);
    uint32_t name = b->name_index.count ? any_name(b, text) : new_name(b, text);
    if (!b->failed && !hki_dense_set(&b->known, text->head.hash, 1 + name)) b->failed = true;
    return name;
}

/* A parse has one object for each spelling: as long as no other name came, it is a new one. Mostly there is room for it. */
uint32_t hki_build_name_first(hki_builder *b, const hki_str *text)
{
    hki_buf *all = &b->spellings;
    bool room = all->cap - all->size >= sizeof text && text->head.hash < b->known.count;
    if (!room || !(text->head.flags & HKI_STR_NAME) || b->name_index.count) return name_first(b, text);
    memcpy(all->data + all->size, &text, sizeof text);
    all->size += sizeof text;
    b->spelled += text->size;
    uint32_t name = b->nnames++;
    b->known.word[text->head.hash] = 1 + name;
    return name;
}

void hki_build_names(hki_builder *b)
{
    hki_name_text *name = (hki_name_text *)(void *)hki_buf_room(&b->names, b->nnames * sizeof *name);
    char *to = hki_buf_room(&b->text, b->spelled + HKI_COPY_SLACK);
    if (!name || !to) b->failed = true;
    if (text_failed(b)) return;
    uint32_t at = (uint32_t)b->text.size;
    const hki_str *const *spelling = (const hki_str *const *)(const void *)b->spellings.data, *const *end = spelling + b->nnames;
    for (; spelling < end; spelling++, name++) {
        const char *text = (*spelling)->data;
        const uint32_t size = (*spelling)->size, points = (*spelling)->points;
        *name = (hki_name_text){at, size, points};
        if ((*spelling)->head.flags & HKI_STR_LOOSE) hki_copy_loose(to, text, size);
        else hki_copy_text(to, text, size);
        to += size;
        at += size;
    }
    b->names.size = b->nnames * sizeof *name;
    b->text.size = at;
}

/* ---- lists and specifications */

uint32_t hki_build_list(hki_builder *b, const uint32_t *words, uint32_t count)
{
    size_t at = b->lists.size / sizeof *words;
    if (b->lists.size > UINT32_MAX / 2 || count > UINT32_MAX / 16) {
        b->full = b->failed = true;
        return 0;
    }
    char *to = count ? hki_buf_room(&b->lists, count * sizeof *words) : NULL;
    if (to) {
        hki_copy_text(to, (const char *)words, count * sizeof *words);
        b->lists.size += count * sizeof *words;
    } else if (count) {
        b->failed = true;
    }
    return (uint32_t)at;
}

static bool same_list(const hki_builder *b, uint32_t at, const uint32_t *words, uint32_t count)
{
    return !count || memcmp(b->lists.data + at * sizeof *words, words, count * sizeof *words) == 0;
}

static uint32_t new_spec(hki_builder *b, const hki_spec *spec)
{
    uint32_t index = append(b, &b->specs, spec, sizeof *spec);
    if (index > UINT16_MAX) b->full = b->failed = true;     /* an instruction has 16 bits for it */
    return index;
}

/* Few numbers of arguments occur: the index is for others. */
uint32_t hki_build_plain_spec_first(hki_builder *b, uint32_t npos)
{
    hki_spec spec = {.npos = npos};
    if (npos >= HKI_PLAIN_SPECS) return hki_build_spec(b, &spec);
    uint32_t index = new_spec(b, &spec);
    b->plain_spec[npos] = 1 + index;
    return index;
}

/* spec->names has been put in `lists` already: a specification that is there keeps its own. */
uint32_t hki_build_spec(hki_builder *b, const hki_spec *spec)
{
    uint32_t hash = hki_hash_pair(spec->npos * 4 + spec->flags, spec->nkw);
    const hki_spec *have = (const hki_spec *)(const void *)b->specs.data;
    const uint32_t *lists = (const uint32_t *)(const void *)b->lists.data;
    uint32_t s = hki_hashes_start(&b->spec_index, hash), i;
    while (hki_hashes_next(&b->spec_index, hash, &s, &i)) {
        if (have[i].npos == spec->npos && have[i].nkw == spec->nkw && have[i].flags == spec->flags &&
            (!spec->nkw || same_list(b, have[i].names, lists + spec->names, spec->nkw))) return i;
    }
    uint32_t index = new_spec(b, spec);
    index_add(b, &b->spec_index, hash, index, s);
    return index;
}

/* ---- filters and tests */

static bool same_named(const hki_builder *b, const hki_named *have, uint32_t name, uint32_t spec, const uint32_t *args, uint32_t count)
{
    if (have->name != name || have->spec != spec) return false;
    if (!args) return have->args == HKI_ARGS_IN_ROW;
    return have->args != HKI_ARGS_IN_ROW && same_list(b, have->args, args, count);
}

/* The program's filters, or its tests. */
typedef struct named_table { hki_buf *rows; hki_dense *known; hki_hashes *index; } named_table;

static inline uint32_t new_named(hki_builder *b, named_table t, hki_named named)
{
    hki_named *to = (hki_named *)(void *)hki_buf_room(t.rows, sizeof *to);
    uint32_t index = (uint32_t)(t.rows->size / sizeof *to);
    if (!to || !hki_dense_set(t.known, named.name, 1 + index)) {
        b->failed = true;
        return 0;
    }
    *to = named;
    t.rows->size += sizeof *to;
    return index;
}

/* There is one of that name, the newest with another specification or other arguments. */
HKI_APART uint32_t add_another(hki_builder *b, named_table t, hki_named named, const uint32_t *args, uint32_t count)
{
    const hki_named *have = (const hki_named *)(const void *)t.rows->data;
    uint32_t hash = hki_hash_pair(named.name, named.spec), i;
    for (uint32_t k = 0; args && k < count; k++) hash = hki_hash_pair(hash, args[k]);
    uint32_t at = hki_hashes_start(t.index, hash);
    while (hki_hashes_next(t.index, hash, &at, &i))
        if (same_named(b, &have[i], named.name, named.spec, args, count)) return i;
    if (args) named.args = hki_build_list(b, args, count);
    uint32_t index = new_named(b, t, named);
    index_add(b, t.index, hash, index, at);
    return index;
}

/* Mostly it is the first of that name, or the newest once more. The first is not in the index: it may be there twice. */
HKI_INLINE uint32_t add_named(hki_builder *b, named_table t, uint32_t name, uint32_t spec, const uint32_t *args)
{
    if (b->failed) return 0;
    const hki_spec *s = (const hki_spec *)(const void *)b->specs.data + spec;
    uint32_t newest = hki_dense_get(t.known, name), count = s->npos + s->nkw;
    if (!newest) return new_named(b, t, (hki_named){name, spec, args ? hki_build_list(b, args, count) : HKI_ARGS_IN_ROW});
    const hki_named *have = (const hki_named *)(const void *)t.rows->data + newest - 1;
    if (same_named(b, have, name, spec, args, count)) return newest - 1;
    return add_another(b, t, (hki_named){name, spec, HKI_ARGS_IN_ROW}, args, count);
}

uint32_t hki_build_filter(hki_builder *b, uint32_t name, uint32_t spec, const uint32_t *args)
{
    return add_named(b, (named_table){&b->filters, &b->known_filter, &b->filter_index}, name, spec, args);
}

uint32_t hki_build_test(hki_builder *b, uint32_t name, uint32_t spec, const uint32_t *args)
{
    return add_named(b, (named_table){&b->tests, &b->known_test, &b->test_index}, name, spec, args);
}

/* ---- constants */

static uint32_t new_konst(hki_builder *b, const hki_konst *k)
{
    hki_konst *to = (hki_konst *)(void *)hki_buf_room(&b->konsts, sizeof *to);
    if (!to) {
        b->failed = true;
        return 0;
    }
    *to = *k;
    b->konsts.size += sizeof *to;
    return b->nkonsts++;
}

HKI_APART uint32_t add_konst(hki_builder *b, const hki_konst *k)
{
    uint32_t hash = hki_hash_pair((uint32_t)k->bits ^ k->kind * 0x9e3779b1u, (uint32_t)(k->bits >> 32) ^ k->flags);
    const hki_konst *have = (const hki_konst *)(const void *)b->konsts.data;
    uint32_t s = hki_hashes_start(&b->konst_index, hash), i;
    while (hki_hashes_next(&b->konst_index, hash, &s, &i)) {
        if (have[i].kind == k->kind && have[i].flags == k->flags && have[i].bits == k->bits) return i;
    }
    uint32_t index = new_konst(b, k);
    index_add(b, &b->konst_index, hash, index, s);
    return index;
}

static uint32_t add_name_konst(hki_builder *b, uint32_t name)
{
    uint32_t known = b->failed ? 1 : hki_dense_get(&b->known_konst, name);
    if (known) return known - 1;
    uint32_t index = new_konst(b, &(hki_konst){HKI_STRING, 0, name});
    if (!b->failed && !hki_dense_set(&b->known_konst, name, 1 + index)) b->failed = true;
    return index;
}

static uint64_t pair_bits(uint32_t low, uint32_t high) { return (uint64_t)high << 32 | low; }

/* A text that is no name of the parse: equal ones are one constant, too. */
HKI_APART uint32_t add_text(hki_builder *b, uint32_t kind, uint32_t flags, const char *text, size_t size)
{
    uint32_t hash = hki_hash_name(b->rt->hash_seed ^ kind ^ flags, text, size), s = hki_hashes_start(&b->konst_index, hash), i;
    const hki_konst *have = (const hki_konst *)(const void *)b->konsts.data;
    while (hki_hashes_next(&b->konst_index, hash, &s, &i)) {
        if (have[i].kind != kind || have[i].flags != flags || have[i].bits >> 32 != size) continue;
        if (!size || hki_same_text(b->text.data + (uint32_t)have[i].bits, text, size)) return i;
    }
    uint32_t at = hki_build_text(b, text, size);
    uint32_t index = new_konst(b, &(hki_konst){kind, flags, pair_bits(at, (uint32_t)size)});
    index_add(b, &b->konst_index, hash, index, s);
    return index;
}

/* A big integer is kept as its sign and hexadecimal digits. [jinja] One that has too many to be written down fails here. */
static uint32_t add_bigint(hki_builder *b, hk_value v)
{
    const hki_bigint *i = hki_as_bigint(v);
    hki_buf text;
    hki_buf_init(&text, b->mem);
    if (!hki_int_digits(b->rt, &text, v, 10)) b->failed = true;
    text.size = 0;
    if (!i->negative) hki_buf_char(&text, '+');
    if (hki_big_text((hki_big){i->limb, i->size, i->negative}, 16, &text) != HKI_BIG_OK || text.failed) b->failed = true;
    uint32_t k = b->failed ? 0 : add_text(b, HKI_BIGINT, 0, text.data, text.size);
    hki_buf_free(&text);
    return k;
}

static uint32_t add_items(hki_builder *b, uint32_t kind, const uint32_t *items, uint32_t count)
{
    uint32_t at = hki_build_list(b, items, count);
    if (b->failed) return 0;
    return new_konst(b, &(hki_konst){kind, 0, pair_bits(at, count)});
}

static uint32_t add_sequence(hki_builder *b, const hki_list *l)
{
    uint32_t *items = hki_region_array(b->rt->region, l->count, sizeof *items);
    if (!items) {
        b->failed = true;
        return 0;
    }
    for (uint32_t i = 0; i < l->count; i++) items[i] = hki_build_konst(b, l->items[i]);
    return add_items(b, l->head.type, items, l->count);
}

static uint32_t add_dict(hki_builder *b, const hki_dict *d)
{
    uint32_t *items = hki_region_array(b->rt->region, d->count, 2 * sizeof *items);
    if (!items) {
        b->failed = true;
        return 0;
    }
    uint32_t n = 0, at = 0;
    for (hki_entry *e; (e = hki_dict_next(d, &at));) {
        items[n++] = hki_build_konst(b, e->key);
        items[n++] = hki_build_konst(b, e->value);
    }
    return add_items(b, HKI_DICT, items, n);
}

HKI_APART uint32_t add_string(hki_builder *b, hk_value v)
{
    const hki_str *s = hki_as_str(v);
    uint32_t safe = v.flags & HKI_SAFE;
    if (!(s->head.flags & HKI_STR_NAME)) return add_text(b, HKI_STRING, safe | HKI_KONST_TEXT, s->data, s->size);
    uint32_t name = hki_build_name_of(b, s);
    return safe ? add_konst(b, &(hki_konst){HKI_STRING, safe, name}) : add_name_konst(b, name);
}

HKI_APART uint32_t add_large(hki_builder *b, hk_value v)
{
    switch (v.type) {
    case HKI_BIGINT: return add_bigint(b, v);
    case HKI_LIST:
    case HKI_TUPLE: return add_sequence(b, hki_as_list(v));
    case HKI_DICT: return add_dict(b, hki_as_dict(v));
    default: return add_konst(b, &(hki_konst){HKI_NONE, 0, 0});
    }
}

uint32_t hki_build_konst(hki_builder *b, hk_value v)
{
    uint64_t bits;
    if (b->failed) return 0;
    switch (v.type) {
    case HKI_STRING: return add_string(b, v);
    case HKI_BOOL:
    case HKI_INT: bits = (uint64_t)v.as.i; break;
    case HKI_FLOAT: memcpy(&bits, &v.as.d, 8); break;
    default: return add_large(b, v);
    }
    return add_konst(b, &(hki_konst){v.type, 0, bits});
}

uint32_t hki_build_name_tuple(hki_builder *b, const uint32_t *names, uint32_t count)
{
    uint32_t *items = hki_region_array(b->rt->region, count, sizeof *items);
    if (!items) {
        b->failed = true;
        return 0;
    }
    for (uint32_t i = 0; i < count && !b->failed; i++) items[i] = add_name_konst(b, names[i]);
    return b->failed ? 0 : add_items(b, HKI_TUPLE, items, count);
}

/* ---- functions and blocks */

uint32_t hki_build_block(hki_builder *b, const hki_block *block) { return append(b, &b->blocks, block, sizeof *block); }
hki_block *hki_build_block_at(hki_builder *b, uint32_t index) { return (hki_block *)(void *)b->blocks.data + index; }

uint32_t hki_build_func(hki_builder *b)
{
    uint32_t index = (uint32_t)(b->funcs.size / sizeof(hki_func));
    if (!hki_buf_room(&b->funcs, sizeof(hki_func))) b->failed = true;
    else b->funcs.size += sizeof(hki_func);
    return b->failed ? 0 : index;
}

/* ---- code */

static size_t rows_size(uint32_t room) { return room * (sizeof(hki_insn) + sizeof(hki_place)); }

bool hki_code_grow(const hk_allocator *mem, hki_code_rows *rows, uint32_t more)
{
    uint32_t room = rows->count + (more > rows->room / 2 ? more : rows->room / 2);
    hki_insn *insn = hki_mem_alloc(mem, rows_size(room));
    if (!insn) return false;
    hki_place *place = (hki_place *)(void *)(insn + room);
    if (rows->count) {
        memcpy(insn, rows->insn, rows->count * sizeof *insn);
        memcpy(place, rows->place, rows->count * sizeof *place);
    }
    hki_mem_free(mem, rows->insn, rows_size(rows->room));
    *rows = (hki_code_rows){insn, place, rows->count, room};
    return true;
}

void hki_code_free(const hk_allocator *mem, hki_code_rows *rows)
{
    hki_mem_free(mem, rows->insn, rows_size(rows->room));
    *rows = (hki_code_rows){0};
}

/* The piece that has room for a function's code, too; NULL: it becomes one itself. */
static hki_code_rows *piece_before(const hki_builder *b, const hki_code_rows *rows)
{
    size_t count = piece_count(b);
    hki_code_rows *last = count ? piece_at(b, count - 1) : NULL;
    return last && last->room - last->count >= rows->count ? last : NULL;
}

static void append_rows(hki_code_rows *to, const hki_code_rows *from)
{
    memcpy(to->insn + to->count, from->insn, from->count * sizeof *to->insn);
    memcpy(to->place + to->count, from->place, from->count * sizeof *to->place);
    to->count += from->count;
}

void hki_build_func_done(hki_builder *b, uint32_t index, const hki_func *func, hki_code_rows *rows)
{
    if (b->failed) return;
    if (b->ncode > UINT32_MAX / 64) {
        b->full = b->failed = true;
        return;
    }
    hki_func *f = (hki_func *)(void *)b->funcs.data + index;
    *f = *func;
    f->code = b->ncode;
    f->ncode = rows->count;
    b->ncode += rows->count;
    hki_code_rows *piece = piece_before(b, rows);
    if (piece) {
        append_rows(piece, rows);
        rows->count = 0;
    } else {
        append(b, &b->pieces, rows, sizeof *rows);
        if (!b->failed) *rows = (hki_code_rows){0};
    }
}

/* ---- the block */

static size_t padded(size_t size) { return (size + 7) & ~(size_t)7; }

/* All but the sections. */
static void begin_head(hki_program_head *head, size_t size, uint32_t flags)
{
    head->magic = HKI_PROGRAM_MAGIC;
    head->version = HKI_PROGRAM_VERSION;
    head->size = (uint32_t)size;
    head->flags = flags;
    head->checksum = head->fingerprint = head->options = head->source = 0;
}

static inline void begin_section(hki_program_head *head, enum hki_section which, const char *at, size_t count)
{
    head->section[which].offset = (uint32_t)(at - (const char *)head);
    head->section[which].count = (uint32_t)count;
}

static char *put_bytes(char *to, const void *from, size_t size)
{
    if (size) memcpy(to, from, size);
    return to + size;
}

/* One of the builder's sections, whose records have that size. */
HKI_INLINE char *put_section(hki_program_head *head, enum hki_section which, char *to, const hki_buf *from, size_t record)
{
    begin_section(head, which, to, (uint32_t)from->size / (uint32_t)record);
    if (!from->size) return to;
    char *end = to + padded(from->size);
    memset(end - 8, 0, 8);
    hki_copy_text(to, from->data, from->size);      /* most are short */
    return end;
}

static bool finish_failed(hki_builder *b)
{
    return b->full ? hki_raise(b->rt, HK_LIMIT, "the template is too large") : hki_raise_memory(b->rt);
}

static bool fits(const hki_builder *b)
{
    return b->konsts.size + b->lists.size < UINT32_MAX / 4 && b->text.size + b->names.size < UINT32_MAX / 4 &&
        b->funcs.size + b->specs.size + b->blocks.size < UINT32_MAX / 8 &&
        b->ncode < UINT32_MAX / 4 / (sizeof(hki_insn) + sizeof(hki_place));
}

/* The head, all sections, and what may be read behind the text. */
static size_t whole_size(const hki_builder *b)
{
    size_t size = sizeof(hki_program_head) + b->ncode * (sizeof(hki_insn) + sizeof(hki_place)) + HKI_COPY_SLACK;
    for (unsigned i = 0; i < HKI_BUILT; i++) size += padded(b->section[i].size);
    return size;
}

bool hki_build_finish(hki_builder *b, uint32_t flags, hki_buf *out)
{
    if (!b->failed && !fits(b)) b->failed = b->full = true;
    if (b->failed) return finish_failed(b);
    size_t size = whole_size(b);
    char *start = hki_buf_room(out, size);
    if (!start) return hki_raise_memory(b->rt);
    char *to = start + sizeof(hki_program_head);
    hki_program_head *head = (hki_program_head *)(void *)start;
    begin_head(head, size, flags);
    begin_section(head, HKI_SECTION_CODE, to, b->ncode);
    for (size_t i = 0; i < piece_count(b); i++) to = put_bytes(to, piece_at(b, i)->insn, piece_at(b, i)->count * sizeof(hki_insn));
    begin_section(head, HKI_SECTION_PLACES, to, b->ncode);
    for (size_t i = 0; i < piece_count(b); i++) to = put_bytes(to, piece_at(b, i)->place, piece_at(b, i)->count * sizeof(hki_place));
    to = put_section(head, HKI_SECTION_FUNCS, to, &b->funcs, sizeof(hki_func));
    to = put_section(head, HKI_SECTION_SPECS, to, &b->specs, sizeof(hki_spec));
    to = put_section(head, HKI_SECTION_BLOCKS, to, &b->blocks, sizeof(hki_block));
    to = put_section(head, HKI_SECTION_KONSTS, to, &b->konsts, sizeof(hki_konst));
    to = put_section(head, HKI_SECTION_NAMES, to, &b->names, sizeof(hki_name_text));
    to = put_section(head, HKI_SECTION_FILTERS, to, &b->filters, sizeof(hki_named));
    to = put_section(head, HKI_SECTION_TESTS, to, &b->tests, sizeof(hki_named));
    to = put_section(head, HKI_SECTION_LISTS, to, &b->lists, sizeof(uint32_t));
    to = put_section(head, HKI_SECTION_TEXT, to, &b->text, 1);
    memset(to, 0, HKI_COPY_SLACK);
    out->size += size;
    return true;
}
