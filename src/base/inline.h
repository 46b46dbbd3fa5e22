/* inline.h: for functions on the hottest paths that the compiler finds too large to be worth it. (Where each is used, instruction counts
 * fell.) */
#ifndef HKI_INLINE_H
#define HKI_INLINE_H

#define HKI_INLINE __attribute__((always_inline)) static inline

#endif
