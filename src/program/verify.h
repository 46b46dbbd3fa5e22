/* verify.h: the two halves of hki_program_verify. */
#ifndef HKI_VERIFY_H
#define HKI_VERIFY_H

#include "program/opcode.h"

enum {
    HKI_MAX_REGISTERS = 1 << 24,        /* of one function: more than any source makes */
    HKI_MAX_WALKS = 250                 /* loops inside one another in one function */
};

/* Raises HK_PROGRAM_ERROR; `at` is an instruction's number or UINT32_MAX. Always false. */
bool hki_verify_bad(hki_rt *rt, uint32_t at, const char *why);

/* The code of function f, the tables being good already. max_capture[g]: 1 + the largest cell that function g captures. */
bool hki_verify_code(hki_rt *rt, const hki_program *p, uint32_t f, const uint32_t *max_capture);

#endif
