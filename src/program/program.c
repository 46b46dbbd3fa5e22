/* program.c: opens a block of bytes in place.
 *
 * In:  bytes from anywhere.   Out: pointers to the sections, all of which lie inside the block; then hki_program_verify has its say.
 * Always: nothing is read before its bounds are known. */
#include "base/inline.h"
#include "program/format.h"
#include "program/opcode.h"

static bool bad(hki_rt *rt, const char *why) { return hki_raise(rt, HK_PROGRAM_ERROR, "not a usable program: %s", why); }

static bool check_head(hki_rt *rt, const void *bytes, size_t size, hki_program_head *head)
{
    if ((uintptr_t)bytes % 8) return bad(rt, "it is not aligned to 8 bytes");
    if (size < sizeof *head) return bad(rt, "it is too short");
    memcpy(head, bytes, sizeof *head);
    if (head->magic != HKI_PROGRAM_MAGIC) return bad(rt, "it does not begin as one");
    if (head->version != HKI_PROGRAM_VERSION) return bad(rt, "it is of another version");
    if (head->size != size || size % 8) return bad(rt, "its size is wrong");
    size_t skip = offsetof(hki_program_head, checksum) + sizeof head->checksum;
    if (hki_checksum((const char *)bytes + skip, size - skip) != head->checksum) return bad(rt, "its checksum is wrong");
    if (head->fingerprint != hki_op_fingerprint()) return bad(rt, "it was made with another table of instructions");
    if (head->flags & ~(uint32_t)HKI_PROGRAM_EXPRESSION) return bad(rt, "it has unknown flags");
    return true;
}

/* Where a section stands; NULL if it reaches out of the block, unless that is `believed`. */
HKI_INLINE const void *section(
    const hki_program_head *head, const char *bytes, bool believed, enum hki_section which, size_t record, uint32_t *count)
{
    uint64_t offset = head->section[which].offset, size = (uint64_t)head->section[which].count * record;
    if (!believed && (offset < sizeof *head || offset % 8 || offset > head->size || size > head->size - offset)) return NULL;
    *count = head->section[which].count;
    return bytes + offset;
}

/* The sections; false if one reaches out of the block. */
HKI_INLINE bool find_sections(const hki_program_head *head, const void *bytes, bool believed, hki_program *p, uint32_t *nplaces)
{
    p->code = section(head, bytes, believed, HKI_SECTION_CODE, sizeof *p->code, &p->ncode);
    p->places = section(head, bytes, believed, HKI_SECTION_PLACES, sizeof *p->places, nplaces);
    p->funcs = section(head, bytes, believed, HKI_SECTION_FUNCS, sizeof *p->funcs, &p->nfuncs);
    p->specs = section(head, bytes, believed, HKI_SECTION_SPECS, sizeof *p->specs, &p->nspecs);
    p->blocks = section(head, bytes, believed, HKI_SECTION_BLOCKS, sizeof *p->blocks, &p->nblocks);
    p->konsts = section(head, bytes, believed, HKI_SECTION_KONSTS, sizeof *p->konsts, &p->nkonsts);
    p->names = section(head, bytes, believed, HKI_SECTION_NAMES, sizeof *p->names, &p->nnames);
    p->filters = section(head, bytes, believed, HKI_SECTION_FILTERS, sizeof *p->filters, &p->nfilters);
    p->tests = section(head, bytes, believed, HKI_SECTION_TESTS, sizeof *p->tests, &p->ntests);
    p->lists = section(head, bytes, believed, HKI_SECTION_LISTS, sizeof *p->lists, &p->nlists);
    p->text = section(head, bytes, believed, HKI_SECTION_TEXT, 1, &p->ntext);
    return p->code && p->places && p->funcs && p->specs && p->blocks && p->konsts && p->names && p->filters && p->tests && p->lists &&
           p->text;
}

void hki_program_seal(void *bytes, uint64_t options, uint64_t source)
{
    hki_program_head head;
    size_t skip = offsetof(hki_program_head, fingerprint);
    memcpy(&head, bytes, sizeof head);
    head.fingerprint = hki_op_fingerprint();
    head.options = options;
    head.source = source;
    memcpy(bytes, &head, sizeof head);
    head.checksum = hki_checksum((const char *)bytes + skip, head.size - skip);
    memcpy(bytes, &head, sizeof head);
}

void hki_program_own(const void *bytes, hki_program *out)
{
    const hki_program_head *head = bytes;
    uint32_t nplaces;
    find_sections(head, bytes, true, out, &nplaces);
    out->bytes = bytes;
    out->size = head->size;
    out->flags = head->flags;
    out->options = out->source = 0;
}

bool hki_program_open(hki_rt *rt, const void *bytes, size_t size, hki_program *out)
{
    hki_program_head head;
    if (!check_head(rt, bytes, size, &head)) return false;
    hki_program p = {.bytes = bytes, .size = size, .flags = head.flags, .options = head.options, .source = head.source};
    uint32_t nplaces = 0;
    if (!find_sections(&head, bytes, false, &p, &nplaces)) return bad(rt, "a section reaches out of it");
    if ((uint64_t)head.section[HKI_SECTION_TEXT].offset + p.ntext + HKI_COPY_SLACK > size) return bad(rt, "its text ends too late");
    if (nplaces != p.ncode) return bad(rt, "places and instructions differ in number");
    if (!hki_program_verify(rt, &p)) return false;
    *out = p;
    return true;
}
