/* walk.c: walking over iterables from bytecode, and the filter of a loop.
 *
 * In:  a value to walk over.   Out: its items, through two values that a collection can trace (hki_cursor cannot be kept).
 * Always: the test of a filtered loop runs as a frame of the same run(), unless native code asks for the item. */
#include "value/iter.h"
#include "value/take.h"
#include "vm/frame.h"
#include "vm/invoke.h"
#include "vm/loop.h"

enum { FILTER_OVER, FILTER_POS, FILTER_CONTEXT, FILTER_CELLS };

static hk_value position(const hki_cursor *c)
{
    unsigned over = c->over.type == HKI_LIST || c->over.type == HKI_TUPLE ? HKI_WALK_ITEMS : HKI_WALK_ANY;
    if (c->over.type == HKI_RANGE) over = HKI_WALK_RANGE;
    return (hk_value){.type = HKI_INT, .aux = (uint16_t)(c->done ? HKI_WALK_ANY | HKI_WALK_DONE : over), .hash = c->version, .as.i = c->at};
}

bool hki_walk_open_any(hki_vm *vm, hk_value iterable, hk_value *over, hk_value *pos)
{
    hki_cursor c;
    if (!hki_cursor_open(&vm->rt, iterable, &c)) return false;
    hki_take_new(over, &c.over);
    *pos = position(&c);
    return true;
}

static int step(hki_rt *rt, hk_value *over, hk_value *pos, hk_value *item)
{
    hki_cursor c = {.over = *over, .at = pos->as.i, .version = pos->hash, .done = pos->aux & HKI_WALK_DONE};
    int got = hki_cursor_next(rt, &c, item);
    *over = c.over;
    *pos = position(&c);
    return got;
}

/* Pushes the frame of the test for one item. */
static hki_frame *push_test(hki_vm *vm, hki_iter *it, hk_value *item)
{
    const hki_template *t = it->native;
    const hki_func *f = hki_func_at(t, (uint32_t)it->at);
    hki_frame *frame = hki_frame_push(vm, t, f, hki_as_object(it->slots[FILTER_CONTEXT]), hki_stack_mark(vm));
    if (!frame) return NULL;
    memcpy(hki_frame_cells(frame), it->slots + FILTER_CELLS, f->ncaptured * sizeof(hk_value));
    hki_frame_regs(frame)[0] = *item;
    frame->leave = it->end ? HKI_LEAVE_YIELD : HKI_LEAVE_TEST;
    frame->to = item;
    return frame;
}

/* The item as native code asks for it: the test runs in a run() of its own. */
static int filter_next(hki_rt *rt, hki_iter *it, hk_value *out)
{
    hki_vm *vm = hki_vm_of(rt);
    for (;;) {
        hk_value item;
        int got = step(rt, &it->slots[FILTER_OVER], &it->slots[FILTER_POS], &item);
        if (got != HKI_YES) return got;
        if (!push_test(vm, it, &item) || !hki_run_native(vm)) return HKI_ERROR;
        if (item.type == HKI_REMOVED) continue;
        *out = item;
        return HKI_YES;
    }
}

static const hki_iter_ops filter_ops = {.python_name = "generator", .next = filter_next};

bool hki_loop_filter(hki_vm *vm, uint32_t func, hk_value iterable, bool yields, hk_value *out)
{
    const hki_func *f = hki_func_at(vm->frame->t, func);
    hki_iter *it = hki_iter_new(&vm->rt, &filter_ops, FILTER_CELLS + f->ncaptured);
    if (!it || !hki_walk_open(vm, iterable, &it->slots[FILTER_OVER], &it->slots[FILTER_POS])) return false;
    it->native = vm->frame->t;
    it->at = func;
    it->end = yields;
    it->slots[FILTER_CONTEXT] = hki_object_value(vm->frame->context);
    hki_frame_capture(vm, f, it->slots + FILTER_CELLS);
    *out = hki_iter_value(it);
    return true;
}

int hki_walk_next_any(hki_vm *vm, hk_value *over, hk_value *pos, hk_value *item, const hki_insn *i)
{
    hki_iter *it = over->type == HKI_ITER ? hki_as_iter(*over) : NULL;
    if (!hki_is_walk(*pos)) {
        hki_raise(&vm->rt, HK_PROGRAM_ERROR, "a step in what is no walk");
        return HKI_ERROR;
    }
    if (!i || !it || it->ops != &filter_ops) return step(&vm->rt, over, pos, item);
    int got = step(&vm->rt, &it->slots[FILTER_OVER], &it->slots[FILTER_POS], item);
    if (got != HKI_YES) return got;
    vm->frame->pc = i;
    return push_test(vm, it, item) ? HKI_PUSHED : HKI_ERROR;
}
