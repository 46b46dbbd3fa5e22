/* output.h: where text goes: the chunk before the sink, or a capture.
 *
 * What writes gives false after raising, and also to pause when the chunk of a stream is full: the text is written then, so an
 * instruction writes last. */
#ifndef HKI_OUTPUT_H
#define HKI_OUTPUT_H

#include "vm/native.h"

bool hki_output_open(hki_vm *vm);
void hki_output_close(hki_vm *vm);
void hki_output_start(hki_vm *vm);
/* Text goes straight behind what a buffer of the host's holds, and the sink gets nothing; NULL: the buffer is the host's again, cut to what
 * was written before an error. */
void hki_output_into(hki_vm *vm, hki_buf *b);
/* From now on the chunk is not handed over: what it holds is forgotten, and with `size` bytes the render pauses. */
void hki_output_pull(hki_vm *vm, size_t size);
/* Counts what a stream's chunk holds as written. False after raising. */
bool hki_output_count(hki_vm *vm);
/* Hands the chunk over if it is full, and finds out what went wrong in a buffer. */
bool hki_output_look(hki_vm *vm);
bool hki_output_flush(hki_vm *vm);

/* Called before anything else looks at *vm->out, or writes to it: its size is true again. */
static inline void hki_output_hold(hki_vm *vm)
{
    if (vm->next) vm->out->size = (size_t)(vm->next - vm->out->data);
    vm->next = vm->stop = NULL;
}

/* Called when vm->out is another buffer, or has other room: from now on text is put there at once. */
static inline void hki_output_go_on(hki_vm *vm)
{
    hki_buf *out = vm->out;
    size_t room = out->cap > HKI_COPY_SLACK ? out->cap - HKI_COPY_SLACK : 0;
    if (room > vm->flush_at) room = vm->flush_at;
    bool open = out->size < room && vm->held != vm->ncaptures + 1;
    vm->next = open ? out->data + out->size : NULL;
    vm->stop = open ? out->data + room : NULL;
}

/* Called after each writing to vm->out by others. */
static inline bool hki_output_check(hki_vm *vm)
{
    hki_output_go_on(vm);
    return vm->out->size < vm->flush_at && !vm->out->failed ? true : hki_output_look(vm);
}

bool hki_output_text(hki_vm *vm, const char *text, size_t size);
/* From here on text goes to capture number `level` (0: none); captures above it wait. The level before. */
uint32_t hki_output_to(hki_vm *vm, uint32_t level);
/* str(v), escaped unless it is Markup if `escape`. */
bool hki_output_value(hki_vm *vm, hk_value v, bool escape);

/* [python: str.join] Text is put together from texts only, but that shows when all pieces are there: what is no text is remembered until
 * the capture ends, or the whole; then hki_pieces_raise. */
void hki_refuse_piece(hki_vm *vm, hk_value v, uint32_t number);
bool hki_pieces_raise(hki_vm *vm);
static inline bool hki_pieces_ok(hki_vm *vm)
{
    return !vm->refused || vm->refused_by || vm->refused_in != vm->ncaptures || hki_pieces_raise(vm);
}

/* Captures nest. */
bool hki_capture_begin(hki_vm *vm);
bool hki_capture_end(hki_vm *vm, bool safe, hk_value *out);
void hki_capture_drop(hki_vm *vm);

/* Markup(v) */
bool hki_mark_safe(hki_vm *vm, hk_value v, hk_value *out);

#endif
