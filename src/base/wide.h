/* wide.h: whether there are functions for processors with AVX2 (HKI_HAS_WIDE), and whether this processor is one.
 *
 * glibc knows what it can do. The compiler's own way asks the processor again when a program starts: a dozen questions, each of which
 * takes 4 µs where it runs in a virtual machine. */
#ifndef HKI_WIDE_H
#define HKI_WIDE_H

#include <stdbool.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define HKI_HAS_WIDE 1
#define HKI_WIDE __attribute__((target("avx2,bmi,popcnt")))
#ifdef __GLIBC_PREREQ
#if __GLIBC_PREREQ(2, 33)
#include <sys/platform/x86.h>
#endif
#endif
#endif

#ifdef CPU_FEATURE_ACTIVE
static inline bool hki_is_wide(void)
{
    return CPU_FEATURE_ACTIVE(AVX2) && CPU_FEATURE_ACTIVE(BMI1) && CPU_FEATURE_ACTIVE(POPCNT);
}
#elif defined(HKI_HAS_WIDE)
static inline bool hki_is_wide(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}
#else
static inline bool hki_is_wide(void) { return false; }
#endif

#endif
