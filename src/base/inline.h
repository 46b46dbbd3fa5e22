/* inline.h: HKI_INLINE: for functions on the hottest paths that the compiler finds too large to be worth it. HKI_APART: what is seldom
 * needed and would cost its caller registers and room. HKI_COLD: what is hardly ever called: the ways to it are laid out of the way.
 * (Where they are used, instruction counts fell.) */
#ifndef HKI_INLINE_H
#define HKI_INLINE_H

#define HKI_INLINE __attribute__((always_inline)) static inline
#define HKI_APART __attribute__((noinline)) static
#define HKI_COLD __attribute__((cold))

#endif
