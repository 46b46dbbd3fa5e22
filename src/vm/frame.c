/* frame.c: the stack of frames.
 *
 * In:  functions to run, results to deliver.   Out: frames with zeroed registers; on errors, the chain of places.
 * Always: segments stay where they are until the VM ends, so registers never move. */
#include "vm/frame.h"

#include "vm/limit.h"
#include "vm/loop.h"
#include "vm/module.h"
#include "vm/output.h"

enum { SEGMENT = 32 * 1024, HEAD = (sizeof(hki_segment) + 15) & ~(size_t)15, TRACE_LINES = 40 };

_Static_assert(sizeof(hki_frame) % sizeof(void *) == 0, "registers behind a frame are aligned");

/* [python] As it is worded where Jinja2 meets it. A loop's body or a block has begun there: its own line is told. */
void hki_frame_too_deep(hki_vm *vm, const hki_template *t, const hki_func *f)
{
    bool macro = f->kind == HKI_FUNC_MACRO || f->kind == HKI_FUNC_CALLER, plain = f->kind == HKI_FUNC_TEST || (macro && vm->rt.sandbox);
    hki_raise(&vm->rt, HK_RECURSION_ERROR, "maximum recursion depth exceeded%s", plain ? "" : " while calling a Python object");
    if (f->kind == HKI_FUNC_LOOP || (f->kind == HKI_FUNC_BLOCK && !vm->rt.sandbox))
        hki_error_place(vm->rt.error, t->name ? t->name->data : NULL, t->name ? t->name->size : 0, f->line, 0);
}

static hki_segment *new_segment(hki_vm *vm, size_t room)
{
    size_t size = HEAD + (room > SEGMENT - HEAD ? room : SEGMENT - HEAD);
    hki_segment *s = hki_mem_alloc(vm->options.mem, size);
    if (!s) return NULL;
    *s = (hki_segment){.size = size, .end = (char *)s + size};
    return s;
}

bool hki_stack_open(hki_vm *vm)
{
    vm->segments = new_segment(vm, 0);
    if (!vm->segments) return false;
    hki_stack_drop(vm, (hki_mark){vm->segments, (char *)vm->segments + HEAD});
    return true;
}

void hki_stack_close(hki_vm *vm)
{
    for (hki_segment *s = vm->segments, *next; s; s = next) {
        next = s->next;
        hki_mem_free(vm->options.mem, s, s->size);
    }
    vm->segments = vm->segment = NULL;
}

/* The segment behind the current one, with room for `size` bytes. */
static bool next_segment(hki_vm *vm, size_t size)
{
    hki_segment *s = vm->segment->next;
    if (!s || (size_t)(s->end - (char *)s) - HEAD < size) {
        s = size > SIZE_MAX / 2 ? NULL : new_segment(vm, size);
        if (!s) return hki_raise_memory(&vm->rt);
        s->next = vm->segment->next;
        s->before = vm->segment;
        if (s->next) s->next->before = s;
        vm->segment->next = s;
    }
    hki_stack_drop(vm, (hki_mark){s, (char *)s + HEAD});
    return true;
}

void *hki_stack_take_far(hki_vm *vm, size_t size)
{
    return next_segment(vm, size) ? hki_stack_take(vm, size) : NULL;
}

hki_frame *hki_frame_push(hki_vm *vm, const hki_template *t, const hki_func *f, hki_object *context, hki_mark below)
{
    return hki_frame_open(vm, t, f, context, below);
}

static bool deliver(hki_vm *vm, hki_frame *frame)
{
    switch ((enum hki_leave)frame->leave) {
    case HKI_LEAVE_TEXT:
        /* [jinja] in a volatile part the body of a recursive loop asks when it ends */
        if (frame->f->kind == HKI_FUNC_LOOP && (frame->f->flags & HKI_FUNC_VOLATILE)) frame->safe = vm->rt.autoescape;
        return hki_capture_end(vm, frame->safe, frame->to);
    case HKI_LEAVE_MODULE:
    case HKI_LEAVE_BODY: return hki_module_finish(vm, frame);
    case HKI_LEAVE_WRITTEN: return !vm->refused || vm->refused_by != frame || hki_pieces_raise(vm);
    case HKI_LEAVE_PLAIN:
    case HKI_LEAVE_VALUE:
    case HKI_LEAVE_TEST:
    case HKI_LEAVE_YIELD: break;
    }
    return true;
}

/* The instruction that waited is done. */
static void go_on(hki_vm *vm, bool outermost)
{
    hki_frame_pop(vm);
    if (!outermost) vm->frame->pc++;
}

bool hki_frame_leave_slow(hki_vm *vm)
{
    hki_frame *frame = vm->frame;
    bool written = frame->leave == HKI_LEAVE_WRITTEN;
    if (!deliver(vm, frame) && hki_failed(&vm->rt)) return false;
    go_on(vm, frame->outermost);
    if (written) vm->frame->pc++;
    return true;
}

int hki_frame_write_through(hki_vm *vm, int got, const hki_insn *i)
{
    const hki_frame *frame = vm->frame;
    if (got != HKI_PUSHED || frame->leave != HKI_LEAVE_TEXT || !hki_is_printed(vm, frame->safe, i)) return got;
    if (frame->f->kind == HKI_FUNC_LOOP && (frame->f->flags & HKI_FUNC_VOLATILE)) return got;
    hki_capture_drop(vm);
    vm->frame->leave = HKI_LEAVE_WRITTEN;
    return got;
}

/* A loop's test has spoken: the waiting step takes the item, or is run again for the one behind it. */
static bool leave_test(hki_vm *vm, hki_frame *frame, hk_value v)
{
    bool yields = frame->leave == HKI_LEAVE_YIELD;
    int taken = yields ? v.type != HKI_NONE : hki_truth(&vm->rt, v);
    hk_value *to = frame->to;
    bool outermost = frame->outermost;
    if (taken == HKI_ERROR) return false;
    if (yields) *to = v;
    hki_frame_pop(vm);
    if (outermost) {
        if (!taken) to->type = HKI_REMOVED;     /* walk.c passes it over */
        return true;
    }
    if (!taken) return true;
    hki_loop_taken(vm->frame, *to);
    return true;
}

bool hki_frame_leave_with(hki_vm *vm, hk_value v)
{
    hki_frame *frame = vm->frame;
    v.flags &= (uint8_t)~HKI_MISSING;
    switch ((enum hki_leave)frame->leave) {
    case HKI_LEAVE_TEST:
    case HKI_LEAVE_YIELD: return leave_test(vm, frame, v);
    case HKI_LEAVE_VALUE:
        *frame->to = v;
        go_on(vm, frame->outermost);
        return true;
    case HKI_LEAVE_PLAIN:
    case HKI_LEAVE_TEXT:
    case HKI_LEAVE_WRITTEN:
    case HKI_LEAVE_MODULE:
    case HKI_LEAVE_BODY: break;
    }
    return hki_frame_leave(vm);
}

static const char *kind_word(const hki_func *f)
{
    switch ((enum hki_function_kind)f->kind) {
    case HKI_FUNC_BLOCK: return "block ";
    case HKI_FUNC_MACRO: return "macro ";
    case HKI_FUNC_CALLER: return "caller";
    case HKI_FUNC_LOOP: return "loop";
    case HKI_FUNC_TEST: return "loop's test";
    case HKI_FUNC_ROOT: break;
    }
    return "template";
}

/* One line of the chain: template, line, what it was. */
static void note(hki_vm *vm, const hki_frame *frame)
{
    hki_error *e = vm->rt.error;
    const hki_program *p = &frame->t->program;
    hki_place at = p->places[frame->pc - p->code];
    const hki_str *name = frame->t->name;
    hki_error_place(e, name ? name->data : NULL, name ? name->size : 0, at.line, at.column);
    if (name) hki_buf_put(&e->trace, name->data, name->size);
    hki_buf_char(&e->trace, '\t');
    hki_buf_int(&e->trace, at.line);
    hki_buf_char(&e->trace, '\t');
    hki_buf_str(&e->trace, kind_word(frame->f));
    if (frame->f->name != UINT32_MAX && (frame->f->kind == HKI_FUNC_BLOCK || frame->f->kind == HKI_FUNC_MACRO)) {
        const hki_str *what = &frame->t->names[frame->f->name];
        hki_buf_put(&e->trace, what->data, what->size);
    }
    hki_buf_char(&e->trace, '\n');
}

void hki_frame_unwind(hki_vm *vm, const hki_frame *stop)
{
    for (unsigned lines = 0; vm->frame && vm->frame != stop; lines++) {
        uint32_t ncaptures = vm->frame->ncaptures;
        if (lines < TRACE_LINES && !vm->outside) note(vm, vm->frame);
        while (vm->ncaptures > ncaptures) hki_capture_drop(vm);
        hki_frame_pop(vm);
    }
}

void hki_frame_drop_all(hki_vm *vm)
{
    while (vm->ncaptures) hki_capture_drop(vm);
    while (vm->frame) hki_frame_pop(vm);
}

void hki_frame_capture(hki_vm *vm, const hki_func *g, hk_value *to)
{
    hki_frame *frame = vm->frame;
    const uint32_t *from = frame->t->program.lists + g->captures;
    const hk_value *cells = hki_frame_cells(frame);
    for (uint32_t k = 0; k < g->ncaptured; k++) to[k] = cells[from[k]];
}
