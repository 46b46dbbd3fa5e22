/* piece.h: the text between tags: no object, for it is only read where it stands, and there is much of it. */
#ifndef HKI_PIECE_H
#define HKI_PIECE_H

#include <stddef.h>

/* In the source as it is read, or in the region of the parse: behind it HKI_REGION_SLACK bytes more may be read (hki_copy_loose). */
typedef struct hki_piece { const char *data; size_t size; } hki_piece;

#endif
