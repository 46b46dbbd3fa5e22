/* mem.h: an allocator that counts what is alive, checks the sizes it is told, and refuses requests on demand. */
#ifndef HKT_MEM_H
#define HKT_MEM_H

#include "hokora.h"

typedef struct hkt_mem {
    hk_allocator hooks;         /* give &mem->hooks to the library */
    size_t live;                /* bytes not given back */
    size_t peak;
    size_t calls;               /* requests for memory so far */
    size_t fail_at;             /* which request is refused, from 1; 0: none */
    bool fail_on;               /* refuse all requests from fail_at on, not only that one */
    bool failed;                /* a request was refused */
    bool wrong_size;            /* a block came back with another size than it was asked for with */
} hkt_mem;

void hkt_mem_init(hkt_mem *mem);

#endif
