/* loop.c: the loop object and its attributes.
 *
 * In:  an iterable; calls of loop's attributes.   Out: items one after the other.
 * Always: a lazy iterable is read at most one item ahead, unless its length is asked for. [jinja: LoopContext] */
#include "vm/loop.h"

#include "program/opcode.h"
#include "value/iter.h"
#include "value/list.h"
#include "vm/context.h"
#include "vm/frame.h"
#include "vm/invoke.h"
#include "vm/op.h"
#include "vm/output.h"

static hki_object *new_recursive(hki_vm *vm)
{
    hki_frame *frame = vm->frame;
    uint32_t ncells = frame->f->ncaptured;
    hki_object *o = hki_object_new(&vm->rt, &hki_loop_class, HKI_LOOP_CELLS + ncells);
    if (!o) return NULL;
    hk_value *s = o->slots;
    o->head.flags = HKI_LOOP_RECURSIVE;
    o->native = (void *)(uintptr_t)frame->t;
    s[HKI_LOOP_DEPTH0] = hki_int(frame->depth);
    s[HKI_LOOP_CONTEXT] = hki_object_value(frame->context);
    s[HKI_LOOP_FUNC] = hki_int(frame->f - frame->t->program.funcs);
    s[HKI_LOOP_PARENT] = hki_plain_pointer(frame->parent);
    memcpy(s + HKI_LOOP_CELLS, hki_frame_cells(frame), ncells * sizeof *s);
    return o;
}

bool hki_loop_new(hki_vm *vm, hk_value iterable, bool recursive, hk_value *out)
{
    hki_object *o = recursive ? new_recursive(vm) : hki_object_new(&vm->rt, &hki_loop_class, HKI_LOOP_PLAIN_SLOTS);
    if (!o) return false;
    *out = hki_object_value(o);
    return hki_loop_open(vm, iterable, o->slots);
}

void hki_loop_taken(hki_frame *frame, hk_value item)
{
    const hki_insn *i = frame->pc;
    hk_value *at = hki_frame_regs(frame) + i->a / HKI_PLACE;
    bool object = i->op == HKI_OPCODE_LOOP_NEXT || i->op == HKI_OPCODE_LOOP_AGAIN;
    bool row = i->op == HKI_OPCODE_LOOP_ROW_NEXT || i->op == HKI_OPCODE_LOOP_ROW_AGAIN;
    if (object) hki_loop_passed(hki_as_object(*at), item);
    if (object || row) (object ? hki_as_object(*at)->slots : at)[HKI_LOOP_INDEX0].as.i++;
    frame->pc = hki_op_repeats(i->op) ? hki_jump(i, i->c) : i + 1;
}

/* ---- attributes */

/* Whether len() of the iterable answers. */
static bool has_length(hk_value v)
{
    if (v.type == HKI_OBJECT) return hki_as_object(v)->cls->length != NULL;
    return v.type != HKI_ITER;
}

static int64_t drain(hki_rt *rt, hk_value *s)
{
    hk_value rest, item;
    hki_list *items = hki_list_new(rt, 0);
    int got;
    if (!items) return -1;
    while ((got = hki_walk_next(hki_vm_of(rt), &s[HKI_LOOP_OVER], &s[HKI_LOOP_POS], &item, NULL)) == HKI_YES)
        if (!hki_list_push(rt, items, item)) return -1;
    if (got == HKI_ERROR) return -1;
    rest = hki_list_value(items);
    if (!hki_walk_open(hki_vm_of(rt), rest, &s[HKI_LOOP_OVER], &s[HKI_LOOP_POS])) return -1;
    return items->count + s[HKI_LOOP_INDEX0].as.i + 1 + ((s[HKI_LOOP_INDEX0].aux & HKI_LOOP_PEEKED) != 0);
}

static int64_t length(hki_rt *rt, hk_value *s)
{
    if (s[HKI_LOOP_INDEX0].aux & HKI_LOOP_MEASURED) return s[HKI_LOOP_LENGTH].as.i;
    int64_t n = has_length(s[HKI_LOOP_ITERABLE]) ? hki_length(rt, s[HKI_LOOP_ITERABLE]) : drain(rt, s);
    if (n < 0) return -1;
    s[HKI_LOOP_LENGTH] = hki_int(n);
    s[HKI_LOOP_INDEX0].aux |= HKI_LOOP_MEASURED;
    return n;
}

static int int_attr(hk_value *out, int64_t i)
{
    *out = hki_int(i);
    return HKI_YES;
}

static int bool_attr(hk_value *out, bool b)
{
    *out = hki_bool(b);
    return HKI_YES;
}

/* How many iterations are left, counted from `from`. */
static int left_attr(hki_rt *rt, hk_value *s, int64_t from, hk_value *out)
{
    int64_t n = length(rt, s);
    return n < 0 ? HKI_ERROR : int_attr(out, n - from);
}

static int method_attr(hki_rt *rt, hki_object *loop, const hki_function *f, hk_value *out)
{
    hki_method *m = hki_object_alloc(rt, HKI_METHOD, sizeof *m);
    if (!m) return HKI_ERROR;
    m->function = f;
    m->receiver = hki_object_value(loop);
    *out = hki_pointer(HKI_METHOD, m);
    return HKI_YES;
}

static int prev_attr(hki_rt *rt, const hk_value *s, hk_value *out)
{
    if (s[HKI_LOOP_INDEX0].as.i == 0) return hki_undefined_hint(rt, out, "there is no previous item") ? HKI_YES : HKI_ERROR;
    *out = s[HKI_LOOP_BEFORE];
    return HKI_YES;
}

static int next_attr(hki_rt *rt, hk_value *s, hk_value *out)
{
    int got = hki_loop_peek(hki_vm_of(rt), s);
    if (got == HKI_NO) return hki_undefined_hint(rt, out, "there is no next item") ? HKI_YES : HKI_ERROR;
    *out = s[HKI_LOOP_AFTER];
    return got;
}

static int last_attr(hki_rt *rt, hk_value *s, hk_value *out)
{
    int got = hki_loop_peek(hki_vm_of(rt), s);
    return got == HKI_ERROR ? HKI_ERROR : bool_attr(out, got == HKI_NO);
}

static void loop_names(hki_rt *rt, hki_object *loop, hki_suggest *s)
{
    static const char *const names[] = {
#define LOOP(name) #name,
#include "grammar/loop.def"
        "cycle", "changed"};
    (void)rt, (void)loop;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) hki_suggest_try(s, names[i], strlen(names[i]));
}

int hki_loop_attr_of(hki_rt *rt, hk_value *s, int64_t depth0, int name, hk_value *out)
{
    int64_t index0 = s[HKI_LOOP_INDEX0].as.i;
    switch (name) {
    case HKI_LOOP_NAME_index: return int_attr(out, index0 + 1);
    case HKI_LOOP_NAME_index0: return int_attr(out, index0);
    case HKI_LOOP_NAME_first: return bool_attr(out, index0 == 0);
    case HKI_LOOP_NAME_last: return last_attr(rt, s, out);
    case HKI_LOOP_NAME_length: return left_attr(rt, s, 0, out);
    case HKI_LOOP_NAME_revindex: return left_attr(rt, s, index0, out);
    case HKI_LOOP_NAME_revindex0: return left_attr(rt, s, index0 + 1, out);
    case HKI_LOOP_NAME_depth: return int_attr(out, depth0 + 1);
    case HKI_LOOP_NAME_depth0: return int_attr(out, depth0);
    case HKI_LOOP_NAME_previtem: return prev_attr(rt, s, out);
    case HKI_LOOP_NAME_nextitem: return next_attr(rt, s, out);
    default: return HKI_NO;
    }
}

int hki_loop_attr(hki_rt *rt, hki_object *loop, const hki_str *name, hk_value *out)
{
    const hki_function *f = hki_loop_method(name);
    if (f) return method_attr(rt, loop, f, out);
    return hki_loop_attr_of(rt, loop->slots, hki_loop_depth0(loop), hki_loop_name(name->data, name->size), out);
}

/* ---- methods */

static bool run_cycle(hki_call *c)
{
    if (!c->nrest) return hki_raise(c->rt, HK_TYPE_ERROR, "no items for cycling given");
    int64_t index0 = hki_as_object(c->self)->slots[HKI_LOOP_INDEX0].as.i, n = c->nrest;
    c->result = c->rest[((index0 % n) + n) % n];
    return true;
}

static bool run_changed(hki_call *c)
{
    hki_object *loop = hki_as_object(c->self);
    hki_list *now = hki_tuple_new(c->rt, c->rest, c->nrest);
    if (!now) return false;
    hk_value *last = &loop->slots[HKI_LOOP_CHANGED];
    int same = loop->head.flags & HKI_LOOP_SEEN ? hki_equal(c->rt, *last, hki_list_value(now)) : HKI_NO;
    if (same == HKI_ERROR) return false;
    if (!same) *last = hki_list_value(now);
    loop->head.flags |= HKI_LOOP_SEEN;
    c->result = hki_bool(!same);
    return true;
}

static const hki_function cycle_function = {.name = "cycle", .python = "LoopContext.cycle", .signature = "*args", .run = run_cycle,
    .wording = HKI_WORDS_PYTHON, .flags = HKI_FN_HIDDEN_FIRST, .takes_rest = true, .open = true};
static const hki_function changed_function = {.name = "changed", .python = "LoopContext.changed", .signature = "*value",
    .run = run_changed, .wording = HKI_WORDS_PYTHON, .flags = HKI_FN_HIDDEN_FIRST, .takes_rest = true, .open = true};

const hki_function *hki_loop_method(const hki_str *name)
{
    if (hki_str_is(name, "cycle", 5)) return &cycle_function;
    return hki_str_is(name, "changed", 7) ? &changed_function : NULL;
}

/* ---- recursion */

static int enter_body(hki_vm *vm, hki_frame *frame, hk_value iterable, hk_value *to)
{
    frame->leave = HKI_LEAVE_TEXT;
    frame->to = to;
    frame->safe = (frame->f->flags & HKI_FUNC_SAFE_EVAL) != 0;
    hki_frame_regs(frame)[0] = iterable;
    return hki_capture_begin(vm) ? HKI_PUSHED : HKI_ERROR;
}

static int next_of_none(hki_rt *rt, hki_iter *it, hk_value *out)
{
    (void)rt, (void)it, (void)out;
    return HKI_NO;
}

bool hki_generator_new(hki_vm *vm, const hki_func *f, hk_value *out)
{
    static const hki_iter_ops loop_ops = {.python_name = "generator", .label = "root.<locals>.loop", .next = next_of_none};
    static const hki_iter_ops macro_ops = {.python_name = "generator", .label = "root.<locals>.macro", .next = next_of_none};
    hki_iter *it = hki_iter_new(&vm->rt, f->kind == HKI_FUNC_LOOP ? &loop_ops : &macro_ops, 0);
    if (it) *out = hki_iter_value(it);
    return it != NULL;
}

int hki_loop_enter(hki_vm *vm, uint32_t func, hk_value iterable, hk_value *to)
{
    hki_frame *around = vm->frame;
    const hki_func *f = hki_func_at(around->t, func);
    if (f->flags & HKI_FUNC_GENERATOR) return hki_generator_new(vm, f, to) ? HKI_YES : HKI_ERROR;
    hki_frame *frame = hki_frame_push(vm, around->t, f, around->context, hki_stack_mark(vm));
    if (!frame) return HKI_ERROR;
    const uint32_t *from = around->t->program.lists + f->captures;
    for (uint32_t k = 0; k < f->ncaptured; k++) hki_frame_cells(frame)[k] = hki_frame_cells(around)[from[k]];
    frame->parent = around->parent;
    return enter_body(vm, frame, iterable, to);
}

int hki_loop_push(hki_vm *vm, hki_object *loop, hk_value iterable, hki_mark below, hk_value *to)
{
    const hk_value *s = loop->slots;
    if (!(loop->head.flags & HKI_LOOP_RECURSIVE)) {
        hki_raise(&vm->rt, HK_TYPE_ERROR, "The loop must have the 'recursive' marker to be called recursively.");
        return HKI_ERROR;
    }
    const hki_template *t = loop->native;
    const hki_func *f = hki_func_at(t, (uint32_t)s[HKI_LOOP_FUNC].as.i);
    hki_frame *frame = hki_frame_push(vm, t, f, hki_as_object(s[HKI_LOOP_CONTEXT]), below);
    if (!frame) return HKI_ERROR;
    memcpy(hki_frame_cells(frame), s + HKI_LOOP_CELLS, f->ncaptured * sizeof *s);
    frame->parent = s[HKI_LOOP_PARENT].as.p;
    frame->depth = (uint32_t)s[HKI_LOOP_DEPTH0].as.i + 1;
    return enter_body(vm, frame, iterable, to);
}

/* ---- the object */

static bool loop_repr(hki_rt *rt, hki_object *loop, hki_buf *out)
{
    int64_t n = length(rt, loop->slots);
    if (n < 0) return false;
    hki_buf_str(out, "<LoopContext ");
    hki_buf_int(out, loop->slots[HKI_LOOP_INDEX0].as.i + 1);
    hki_buf_char(out, '/');
    hki_buf_int(out, n);
    hki_buf_char(out, '>');
    return true;
}

/* [jinja] Walking over the loop itself takes items from it: pairs (item, loop). */
static int self_next(hki_rt *rt, hki_iter *it, hk_value *out)
{
    hk_value pair[2] = {hki_none(), it->slots[0]};
    int got = hki_loop_object_next(hki_vm_of(rt), hki_as_object(it->slots[0]), &pair[0], NULL);
    if (got != HKI_YES) return got;
    hki_list *t = hki_tuple_new(rt, pair, 2);
    if (!t) return HKI_ERROR;
    *out = hki_list_value(t);
    return HKI_YES;
}

static bool loop_iterate(hki_rt *rt, hki_object *loop, hk_value *out)
{
    static const hki_iter_ops ops = {.python_name = "LoopContext", .next = self_next};
    hki_iter *it = hki_iter_new(rt, &ops, 1);
    if (!it) return false;
    it->slots[0] = hki_object_value(loop);
    *out = hki_iter_value(it);
    return true;
}

static int64_t loop_length(hki_rt *rt, hki_object *loop) { return length(rt, loop->slots); }

const hki_class hki_loop_class = {.name = "jinja2.runtime.LoopContext", .attr = hki_loop_attr, .names = loop_names, .call = hki_object_call,
    .iterate = loop_iterate, .length = loop_length, .repr = loop_repr};
