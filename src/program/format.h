/* format.h: the head of a program's block of bytes. */
#ifndef HKI_PROGRAM_FORMAT_H
#define HKI_PROGRAM_FORMAT_H

#include <stdint.h>

enum { HKI_PROGRAM_MAGIC = 0x52504b48, HKI_PROGRAM_VERSION = 4 };       /* "HKPR" as bytes */

enum hki_section {
    HKI_SECTION_CODE, HKI_SECTION_PLACES,      /* first: hki_build_finish */
    HKI_SECTION_FUNCS, HKI_SECTION_SPECS, HKI_SECTION_BLOCKS, HKI_SECTION_KONSTS,
    HKI_SECTION_NAMES, HKI_SECTION_FILTERS, HKI_SECTION_TESTS, HKI_SECTION_LISTS, HKI_SECTION_TEXT, HKI_SECTION_COUNT
};

/* Each section starts at a multiple of 8; the block's size is one, too. Behind the text there are HKI_COPY_SLACK bytes more. */
typedef struct hki_program_head {
    uint32_t magic, version;
    uint32_t size, flags;       /* bytes of the whole block; HKI_PROGRAM_… */
    uint64_t checksum;          /* of all that follows this field; 0 until the block is sealed */
    uint64_t fingerprint;       /* hki_op_fingerprint() of the library that made it; the same */
    uint64_t options;           /* of the environment that it was made in, as far as code depends on them; the same */
    uint64_t source;            /* checksum of the text that it was made of; the same */
    struct { uint32_t offset, count; } section[HKI_SECTION_COUNT];
} hki_program_head;

#endif
