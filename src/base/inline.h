/* inline.h: HKI_INLINE: for functions on the hottest paths that the compiler finds too large to be worth it. HKI_APART: what is seldom
 * needed and would cost its caller registers and room. (Where they are used, instruction counts fell.) */
#ifndef HKI_INLINE_H
#define HKI_INLINE_H

#define HKI_INLINE __attribute__((always_inline)) static inline
#define HKI_APART __attribute__((noinline)) static

#endif
