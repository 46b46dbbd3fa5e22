/* verify.c: are the tables of a program sound?
 *
 * In:  sections that lie inside their block, with any content.   Out: yes, or HK_PROGRAM_ERROR.
 * Always: an index is compared with its table's size before it is used; time is linear in the size of the program. The code is
 * checked in verify_code.c. */
#include "base/limits.h"
#include "base/utf8.h"
#include "program/verify.h"

bool hki_verify_bad(hki_rt *rt, uint32_t at, const char *why)
{
    if (at == UINT32_MAX) return hki_raise(rt, HK_PROGRAM_ERROR, "not a usable program: %s", why);
    return hki_raise(rt, HK_PROGRAM_ERROR, "not a usable program: %s (instruction %l)", why, (int64_t)at);
}

static bool bad(hki_rt *rt, const char *why) { return hki_verify_bad(rt, UINT32_MAX, why); }

static bool at_border(const hki_program *p, uint64_t offset)
{
    return offset == p->ntext || ((unsigned char)p->text[offset] & 0xc0) != 0x80;
}

/* `text` as a whole is valid UTF-8, so a piece of it is if it begins and ends between code points. */
static bool good_text(const hki_program *p, uint64_t offset, uint64_t size)
{
    return offset <= p->ntext && size <= p->ntext - offset && at_border(p, offset) && at_border(p, offset + size);
}

/* What is read of the text for names and constants is not longer than all of it: they do not share theirs. */
static bool bounded_text(const hki_program *p)
{
    uint64_t all = 0;
    for (uint32_t i = 0; i < p->nnames; i++) all += p->names[i].size;
    for (uint32_t i = 0; i < p->nkonsts; i++) {
        const hki_konst *k = &p->konsts[i];
        if (k->kind == HKI_BIGINT || (k->kind == HKI_STRING && k->flags & HKI_KONST_TEXT)) all += k->bits >> 32;
    }
    return all <= p->ntext;
}

static bool good_names(const hki_program *p)
{
    for (const hki_name_text *n = p->names, *end = n + p->nnames; n < end; n++) {
        if (n->size > HKI_MAX_STRING_SIZE || !good_text(p, n->offset, n->size)) return false;
        if (hki_utf8_count(p->text + n->offset, n->size) != n->points) return false;
    }
    return true;
}

static bool good_list(const hki_program *p, uint64_t at, uint64_t count) { return at <= p->nlists && count <= p->nlists - at; }

static bool good_name_list(const hki_program *p, uint64_t at, uint64_t count)
{
    if (!good_list(p, at, count)) return false;
    for (uint64_t i = 0; i < count; i++) {
        if (p->lists[at + i] >= p->nnames) return false;
    }
    return true;
}

static bool good_bigint(const hki_program *p, const hki_konst *k)
{
    uint64_t offset = k->bits & UINT32_MAX, size = k->bits >> 32;
    if (!good_text(p, offset, size) || size < 2 || size > HKI_MAX_INT_BITS / 4) return false;
    const char *text = p->text + offset;
    if (text[0] != '+' && text[0] != '-') return false;
    for (uint64_t i = 1; i < size; i++) {
        char c = text[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
    }
    return size >= 17 && text[1] != '0';                    /* beyond 64 bits, as every value of this kind is */
}

static bool good_items(const hki_program *p, uint32_t index, const hki_konst *k)
{
    uint64_t at = k->bits & UINT32_MAX, count = k->bits >> 32;
    if (!good_list(p, at, count) || (k->kind == HKI_DICT && count % 2)) return false;
    for (uint64_t i = 0; i < count; i++) {
        uint32_t item = p->lists[at + i];
        if (item >= index || p->konsts[item].kind == HKI_LIST || p->konsts[item].kind == HKI_DICT) return false;
    }
    return true;
}

static bool good_konst(const hki_program *p, uint32_t index)
{
    const hki_konst *k = &p->konsts[index];
    if (k->flags & ~(uint32_t)(k->kind == HKI_STRING ? HKI_SAFE | HKI_KONST_TEXT : 0)) return false;
    switch (k->kind) {
    case HKI_NONE: return k->bits == 0;
    case HKI_BOOL: return k->bits <= 1;
    case HKI_INT:
    case HKI_FLOAT: return true;
    case HKI_STRING: return k->flags & HKI_KONST_TEXT ? good_text(p, k->bits & UINT32_MAX, k->bits >> 32) : k->bits < p->nnames;
    case HKI_BIGINT: return good_bigint(p, k);
    case HKI_LIST:
    case HKI_TUPLE:
    case HKI_DICT: return good_items(p, index, k);
    default: return false;
    }
}

static uint64_t named_items(const hki_program *p, const hki_named *named, uint32_t count)
{
    uint64_t all = 0;
    for (uint32_t i = 0; i < count; i++) {
        const hki_spec *s = named[i].spec < p->nspecs ? &p->specs[named[i].spec] : NULL;
        if (s && named[i].args != HKI_ARGS_IN_ROW) all += (uint64_t)s->npos + s->nkw;
    }
    return all;
}

/* Lists may be shared between constants: what all of them hold together is bounded, so that the check is linear. */
static bool bounded_items(const hki_program *p)
{
    uint64_t all = 0;
    for (uint32_t i = 0; i < p->nkonsts; i++) {
        if (p->konsts[i].kind >= HKI_LIST) all += p->konsts[i].bits >> 32;
    }
    for (uint32_t i = 0; i < p->nspecs; i++) all += p->specs[i].nkw;
    all += named_items(p, p->filters, p->nfilters) + named_items(p, p->tests, p->ntests);
    for (uint32_t i = 0; i < p->nfuncs; i++) all += (uint64_t)p->funcs[i].nparams + p->funcs[i].ncaptured;
    return all <= (uint64_t)p->nlists * 2 + 64 * ((uint64_t)p->nkonsts + p->nspecs + p->nfuncs + p->nfilters + p->ntests);
}

/* Constants that may be shared by everybody: no lists or dicts, which CONST would copy. */
static bool good_konst_list(const hki_program *p, uint64_t at, uint64_t count)
{
    if (!good_list(p, at, count)) return false;
    for (uint64_t i = 0; i < count; i++) {
        uint32_t konst = p->lists[at + i];
        if (konst >= p->nkonsts || p->konsts[konst].kind == HKI_LIST || p->konsts[konst].kind == HKI_DICT) return false;
    }
    return true;
}

/* Filters or tests, after the specifications. */
static bool good_named(const hki_program *p, const hki_named *named, uint32_t count)
{
    for (const hki_named *n = named, *end = named + count; n < end; n++) {
        if (n->name >= p->nnames || n->spec >= p->nspecs) return false;
        const hki_spec *s = &p->specs[n->spec];
        if (n->args != HKI_ARGS_IN_ROW && (s->flags || !good_konst_list(p, n->args, (uint64_t)s->npos + s->nkw))) return false;
    }
    return true;
}

static bool good_tables(hki_rt *rt, const hki_program *p)
{
    if (hki_utf8_check(p->text, p->ntext) != p->ntext) return bad(rt, "its text is not UTF-8");
    if (!bounded_items(p)) return bad(rt, "its lists overlap");
    if (!bounded_text(p)) return bad(rt, "its texts overlap");
    if (!good_names(p)) return bad(rt, "a name is damaged");
    for (uint32_t i = 0; i < p->nkonsts; i++) {
        if (!good_konst(p, i)) return bad(rt, "a constant is damaged");
    }
    for (uint32_t i = 0; i < p->nspecs; i++) {
        const hki_spec *s = &p->specs[i];
        if (s->flags > (HKI_SPEC_STAR | HKI_SPEC_DOUBLE_STAR) || s->npos > HKI_MAX_REGISTERS || !good_name_list(p, s->names, s->nkw))
            return bad(rt, "a call specification is damaged");
    }
    if (!good_named(p, p->filters, p->nfilters)) return bad(rt, "a filter is damaged");
    if (!good_named(p, p->tests, p->ntests)) return bad(rt, "a test is damaged");
    for (uint32_t i = 0; i < p->nblocks; i++) {
        const hki_block *b = &p->blocks[i];
        if (b->name >= p->nnames || b->func >= p->nfuncs || p->funcs[b->func].kind != HKI_FUNC_BLOCK ||
            b->flags > (HKI_BLOCK_SCOPED | HKI_BLOCK_REQUIRED)) return bad(rt, "a block is damaged");
    }
    return true;
}

static bool good_func(const hki_program *p, uint32_t index)
{
    const hki_func *f = &p->funcs[index];
    bool macro = f->kind == HKI_FUNC_MACRO || f->kind == HKI_FUNC_CALLER;
    if (f->kind > HKI_FUNC_TEST || (f->kind == HKI_FUNC_ROOT) != (index == 0)) return false;
    if ((f->flags & HKI_FUNC_GENERATOR) && !macro && f->kind != HKI_FUNC_LOOP) return false;
    if (f->flags >= 2 * HKI_FUNC_GENERATOR || (!macro && (f->flags & (HKI_FUNC_SAFE_EVAL - 1 + HKI_FUNC_ASKS_FIRST)))) return false;
    if (f->name != UINT32_MAX && f->name >= p->nnames) return false;
    if (f->code > p->ncode || f->ncode > p->ncode - f->code || !f->ncode || f->nregs > HKI_MAX_REGISTERS) return false;
    if (f->nparams > f->nregs || hki_func_entry(f) > f->nregs || (!macro && f->nparams)) return false;
    if (f->ndefaults > f->nparams || (f->explicit_caller != UINT32_MAX && f->explicit_caller >= f->nparams)) return false;
    if (f->ncells > HKI_MAX_REGISTERS || f->ncaptured > f->ncells) return false;
    if (f->nkonsts > f->nregs - hki_func_entry(f) || !good_konst_list(p, f->konsts, f->nkonsts)) return false;
    if (f->ncaptured && (f->kind == HKI_FUNC_ROOT || f->kind == HKI_FUNC_BLOCK)) return false;
    return good_name_list(p, f->params, f->nparams) && good_list(p, f->captures, f->ncaptured);
}

static bool verify_codes(hki_rt *rt, const hki_program *p, uint32_t *max_capture)
{
    uint64_t all = 0;
    for (uint32_t i = 0; i < p->nfuncs; i++) {
        const hki_func *f = &p->funcs[i];
        if (!good_func(p, i)) return bad(rt, "a function is damaged");
        all += f->ncode;
        for (uint32_t c = 0; c < f->ncaptured; c++) {
            uint32_t cell = p->lists[f->captures + c];
            if (cell >= HKI_MAX_REGISTERS) return bad(rt, "a function is damaged");
            if (cell + 1 > max_capture[i]) max_capture[i] = cell + 1;
        }
    }
    if (all > p->ncode) return bad(rt, "functions overlap");
    for (uint32_t i = 0; i < p->nfuncs; i++) {
        if (!hki_verify_code(rt, p, i, max_capture)) return false;
    }
    return true;
}

bool hki_program_verify(hki_rt *rt, const hki_program *p)
{
    if (!p->nfuncs) return bad(rt, "it has no function");
    if (!good_tables(rt, p)) return false;
    uint32_t *max_capture = hki_mem_zero(rt->region->mem, p->nfuncs, sizeof *max_capture);
    if (!max_capture) return hki_raise_memory(rt);
    bool good = verify_codes(rt, p, max_capture);
    hki_mem_free(rt->region->mem, max_capture, p->nfuncs * sizeof *max_capture);
    return good;
}
