/* image.h: programs that outlive the process: saved, loaded, kept in a host's cache. */
#ifndef HKI_IMAGE_H
#define HKI_IMAGE_H

#include "env/cache.h"

/* Opens a program from elsewhere for template `t`, which is called `name` (NULL: nothing). `bytes` must outlive it; if they do not stand at
 * a multiple of 8, they are copied into t->program. False after raising HK_PROGRAM_ERROR. */
bool hki_image_open(hki_rt *rt, hk_template *t, const void *bytes, size_t size, bool autoescape);

/* What the host's cache has for a template that was loaded by name, in t->program; false: nothing that can be used. */
bool hki_image_find(hki_rt *rt, hk_template *t, const char *name, size_t size, bool autoescape);
/* Gives the program that was compiled instead to the host's cache. */
void hki_image_keep(const hk_template *t, const char *name, size_t size, bool autoescape);

#endif
