/* loop.h: walking over iterables from bytecode, the loop object, the filter of a loop. [jinja: LoopContext] */
#ifndef HKI_LOOP_H
#define HKI_LOOP_H

#include "base/inline.h"
#include "value/range.h"
#include "vm/state.h"

extern const hki_class hki_loop_class;

/* Slots of a loop object; the first of them are the registers of LOOP_ROW. */
enum {
    HKI_LOOP_ITERABLE, HKI_LOOP_OVER, HKI_LOOP_POS, HKI_LOOP_AFTER, HKI_LOOP_LENGTH,
    HKI_LOOP_INDEX0,            /* aux: what is known */
    HKI_LOOP_BEFORE, HKI_LOOP_CURRENT,
    HKI_LOOP_CHANGED,           /* a tuple: what changed() saw last */
    HKI_LOOP_PLAIN_SLOTS,       /* one that is not recursive has no more */
    HKI_LOOP_DEPTH0 = HKI_LOOP_PLAIN_SLOTS,
    HKI_LOOP_CONTEXT, HKI_LOOP_FUNC, HKI_LOOP_PARENT,   /* of the body */
    HKI_LOOP_CELLS
};
_Static_assert(HKI_LOOP_INDEX0 + 1 == HKI_LOOP_ROW, "the registers of LOOP_ROW are the first slots");
enum { HKI_LOOP_PEEKED = 1 /* AFTER holds the next item */, HKI_LOOP_MEASURED = 2 /* LENGTH is known */ };
enum { HKI_LOOP_RECURSIVE = 1, HKI_LOOP_SEEN = 2 };     /* flags of the object */

/* The position of a walk, as a value: an hki_cursor without what it walks over. Only hki_walk_open makes one. Its aux says what the walk
 * goes over, so that a step need not look further: a list or tuple, a range, anything else or nothing more. */
enum { HKI_WALK_ITEMS = 0x5a10, HKI_WALK_RANGE = 0x5a20, HKI_WALK_ANY = 0x5a00, HKI_WALK_DONE = 1 };
static inline bool hki_is_walk(hk_value pos) { return pos.type == HKI_INT && (pos.aux & 0xff00) == HKI_WALK_ANY; }

/* False after raising. */
bool hki_walk_open_any(hki_vm *vm, hk_value iterable, hk_value *over, hk_value *pos);
static inline bool hki_walk_open(hki_vm *vm, hk_value iterable, hk_value *over, hk_value *pos)
{
    if (iterable.type != HKI_LIST) return hki_walk_open_any(vm, iterable, over, pos);
    *over = iterable;
    *pos = (hk_value){.type = HKI_INT, .aux = HKI_WALK_ITEMS};
    return true;
}
/* The next item: HKI_YES, HKI_NO, HKI_ERROR, or HKI_PUSHED: the frame of a loop's test, which will tell. `i` is the instruction
 * that waits for it then. */
int hki_walk_next_any(hki_vm *vm, hk_value *over, hk_value *pos, hk_value *item, const hki_insn *i);
HKI_INLINE int hki_walk_next(hki_vm *vm, hk_value *over, hk_value *pos, hk_value *item, const hki_insn *i)
{
    if (pos->aux == HKI_WALK_ITEMS) {
        const hki_list *l = hki_as_list(*over);
        if ((uint64_t)pos->as.i >= l->count) return HKI_NO;
        *item = l->items[pos->as.i++];
        return HKI_YES;
    }
    if (pos->aux == HKI_WALK_RANGE) {
        const hki_range *range = hki_as_range(*over);
        if (pos->as.i >= range->count) return HKI_NO;
        *item = hki_int(hki_range_item(range, pos->as.i++));
        return HKI_YES;
    }
    return hki_walk_next_any(vm, over, pos, item, i);
}

bool hki_loop_new(hki_vm *vm, hk_value iterable, bool recursive, hk_value *out);
/* `s`: the slots of a loop object, or the registers that are in their place. */
HKI_INLINE bool hki_loop_open(hki_vm *vm, hk_value iterable, hk_value *s)
{
    s[HKI_LOOP_ITERABLE] = iterable;
    s[HKI_LOOP_INDEX0] = hki_int(-1);
    return hki_walk_open(vm, iterable, &s[HKI_LOOP_OVER], &s[HKI_LOOP_POS]);
}
HKI_INLINE int hki_loop_next(hki_vm *vm, hk_value *s, hk_value *item, const hki_insn *i)
{
    int got = HKI_YES;
    if (s[HKI_LOOP_INDEX0].aux & HKI_LOOP_PEEKED) {
        *item = s[HKI_LOOP_AFTER];
        s[HKI_LOOP_INDEX0].aux &= (uint16_t)~HKI_LOOP_PEEKED;
    } else {
        got = hki_walk_next(vm, &s[HKI_LOOP_OVER], &s[HKI_LOOP_POS], item, i);
    }
    if (got == HKI_YES) s[HKI_LOOP_INDEX0].as.i++;
    return got;
}
/* What an object remembers, too. */
static inline void hki_loop_passed(hki_object *loop, hk_value item)
{
    hk_value *s = loop->slots;
    s[HKI_LOOP_BEFORE] = s[HKI_LOOP_CURRENT];
    s[HKI_LOOP_CURRENT] = item;
}
HKI_INLINE int hki_loop_object_next(hki_vm *vm, hki_object *loop, hk_value *item, const hki_insn *i)
{
    int got = hki_loop_next(vm, loop->slots, item, i);
    if (got == HKI_YES) hki_loop_passed(loop, *item);
    return got;
}
/* Is there a next item? HKI_YES, HKI_NO, HKI_ERROR. It is taken from the walk already. */
HKI_INLINE int hki_loop_peek(hki_vm *vm, hk_value *s)
{
    if (s[HKI_LOOP_INDEX0].aux & HKI_LOOP_PEEKED) return HKI_YES;
    int got = hki_walk_next(vm, &s[HKI_LOOP_OVER], &s[HKI_LOOP_POS], &s[HKI_LOOP_AFTER], NULL);
    if (got == HKI_YES) s[HKI_LOOP_INDEX0].aux |= HKI_LOOP_PEEKED;
    return got;
}

/* The test of a filtered loop let `item` pass: the waiting step of `frame` takes it, and `frame` goes on behind it. */
void hki_loop_taken(hki_frame *frame, hk_value item);

/* An attribute: HKI_YES, HKI_NO, HKI_ERROR. `name`: HKI_LOOP_NAME_…; of registers all but previtem. */
int hki_loop_attr_of(hki_rt *rt, hk_value *s, int64_t depth0, int name, hk_value *out);
static inline int64_t hki_loop_depth0(const hki_object *loop)
{
    return loop->head.flags & HKI_LOOP_RECURSIVE ? loop->slots[HKI_LOOP_DEPTH0].as.i : 0;
}
int hki_loop_attr(hki_rt *rt, hki_object *loop, const hki_str *name, hk_value *out);
/* loop.cycle, loop.changed; NULL: no such method. */
const hki_function *hki_loop_method(const hki_str *name);

/* loop(iterable): pushes the body's frame. */
int hki_loop_push(hki_vm *vm, hki_object *loop, hk_value iterable, hki_mark below, hk_value *to);
/* The body of a recursive loop for the first time, from the running frame. */
int hki_loop_enter(hki_vm *vm, uint32_t func, hk_value iterable, hk_value *to);

/* What a call of function f, which is a generator, gives: a value that is printed or refused, but not run. */
bool hki_generator_new(hki_vm *vm, const hki_func *f, hk_value *out);

/* The iterator of LOOP_FILTER. */
bool hki_loop_filter(hki_vm *vm, uint32_t func, hk_value iterable, bool yields, hk_value *out);

#endif
