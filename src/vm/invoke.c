/* invoke.c: calling anything.
 *
 * In:  a callee, a row of registers and how to read it.   Out: a result, or a frame that will give one.
 * Always: macros, blocks and loops are frames; only native code that calls back enters run() again, a counted number of times. */
#include "vm/invoke.h"

#include "value/dict.h"
#include "value/iter.h"
#include "value/list.h"
#include "value/take.h"
#include "vm/frame.h"
#include "vm/inherit.h"
#include "vm/loop.h"
#include "vm/macro.h"
#include "vm/run.h"

/* ---- arguments */

/* What Python calls the function that a call of the language ends up in. */
static void put_callee(hki_vm *vm, hki_buf *out, const hki_function *f)
{
    if (!f) {
        hki_buf_str(out, vm->rt.sandbox ? "jinja2.sandbox.SandboxedEnvironment.call" : "jinja2.runtime.Context.call");
        return;
    }
    const char *name = strncmp(f->python, "sync_", 5) == 0 ? f->python + 5 : f->python;     /* its wrapper is called */
    if (!strncmp(name, "do_", 3)) hki_buf_str(out, "jinja2.filters.");
    if (!strncmp(name, "test_", 5)) hki_buf_str(out, "jinja2.tests.");
    hki_buf_str(out, name);
}

/* Raises "CALLEE() MESSAGE". */
static bool wrong(hki_vm *vm, const hki_function *f, const char *format, hk_value v)
{
    hki_buf text;
    hki_buf_init(&text, vm->options.mem);
    put_callee(vm, &text, f);
    hki_buf_str(&text, "() ");
    hki_format(&vm->rt, &text, format, v);
    if (text.failed) hki_raise_memory(&vm->rt);
    else hki_error_set(vm->rt.error, HK_TYPE_ERROR, text.data, text.size);
    hki_buf_free(&text);
    return false;
}

static bool add_star(hki_vm *vm, hk_value star, uint32_t npos, hki_args *out)
{
    hki_list *items;
    if (star.type != HKI_UNDEFINED && !hki_iterable(&vm->rt, star))
        return hki_failed(&vm->rt) ? false : hki_raise(&vm->rt, HK_TYPE_ERROR, "Value after * must be an iterable, not %t", star);
    if (!hki_list_from(&vm->rt, star, &items)) return false;
    if (items->count > UINT32_MAX / 2) return hki_raise_memory(&vm->rt);
    hk_value *pos = hki_stack_take(vm, ((size_t)npos + items->count) * sizeof *pos);
    if (!pos) return false;
    if (npos) memcpy(pos, out->pos, npos * sizeof *pos);
    if (items->count) memcpy(pos + npos, items->items, items->count * sizeof *pos);
    out->pos = pos;
    out->npos = npos + items->count;
    return true;
}

static bool check_name(hki_vm *vm, const hki_function *callee, hk_value name, const hk_value *names, uint32_t count)
{
    if (name.type != HKI_STRING) return hki_raise(&vm->rt, HK_TYPE_ERROR, "keywords must be strings");
    for (uint32_t k = 0; k < count; k++)
        if (hki_str_equal(hki_as_str(names[k]), hki_as_str(name)))
            return wrong(vm, callee, "got multiple values for keyword argument %r", name);
    return true;
}

static bool keywords(hki_vm *vm, const hki_template *t, const hki_spec *spec, const hk_value *row, const hki_function *callee,
    hki_args *out)
{
    bool star = (spec->flags & HKI_SPEC_STAR) != 0, stars = (spec->flags & HKI_SPEC_DOUBLE_STAR) != 0;
    hk_value more = stars ? row[spec->nkw + star] : hki_none();
    if (more.type == HKI_UNDEFINED) return hki_undefined_raise(&vm->rt, more);
    if (stars && more.type != HKI_DICT) return wrong(vm, callee, "argument after ** must be a mapping, not %t", more);
    uint32_t extra = more.type == HKI_DICT ? hki_as_dict(more)->count : 0, at = 0, n = 0;
    if (!spec->nkw && !extra) return true;
    size_t room = (size_t)spec->nkw + extra;
    hk_value *names = hki_stack_take(vm, room * 2 * sizeof *names);
    if (!names) return false;
    for (; n < spec->nkw; n++) {
        names[n] = hki_str_value(&t->names[t->program.lists[spec->names + n]]);
        names[room + n] = row[n];
    }
    if (extra) {
        for (hki_entry *e; (e = hki_dict_next(hki_as_dict(more), &at)); n++) {
            if (!check_name(vm, callee, e->key, names, spec->nkw)) return false;
            names[n] = e->key;
            names[room + n] = e->value;
        }
    }
    out->nkw = n;
    out->names = names;
    out->values = names + room;
    return true;
}

bool hki_args_unpack(hki_vm *vm, const hki_template *t, uint32_t index, const hk_value *row, uint32_t extra, const hki_function *callee,
    hki_args *out)
{
    const hki_spec *spec = &t->program.specs[index];
    uint32_t npos = spec->npos + extra;
    *out = (hki_args){.pos = row, .npos = npos};
    if (!spec->nkw && !spec->flags) return true;
    if ((spec->flags & HKI_SPEC_STAR) && !add_star(vm, row[npos + spec->nkw], npos, out)) return false;
    return keywords(vm, t, spec, row + npos, callee, out);
}

/* ---- calls */

/* A function or method written in C. [jinja: Context.call] StopIteration gives an undefined value. */
static int call_native(hki_vm *vm, const hki_function *f, hk_value self, const hki_args *args, hk_value *to)
{
    hki_rt *rt = &vm->rt;
    hk_value out;
    if (hki_function_call(rt, f, self, args, &out)) {
        hki_take_new(to, &out);
        return HKI_YES;
    }
    if (rt->error->kind != HK_STOP_ITERATION) return HKI_ERROR;
    hki_error_clear(rt->error);
    return hki_undefined_hint(rt, to, "value was undefined because a callable raised a StopIteration exception") ? HKI_YES : HKI_ERROR;
}

int hki_invoke_method(hki_vm *vm, const hki_function *f, hk_value self, const hki_args *args, hk_value *to)
{
    if ((f->flags & HKI_FN_MUTATES) && hki_has_object(self) && hki_is_frozen(self)) {
        hki_raise(&vm->rt, HK_RUNTIME_ERROR, "data of the host cannot be changed from inside a filter or function");
        return HKI_ERROR;
    }
    return call_native(vm, f, self, args, to);
}

/* What LoopContext.__call__ and BlockReference.__call__ take: for calls that are not the plain ones. */
static bool run_nothing(hki_call *c)
{
    c->result = c->function->nparams ? c->arg[0] : hki_none();
    return true;
}
static const hki_param loop_params[] = {{.at = 0, .size = 8, .positional = true, .keyword = true, .required = true}};
static const hki_function loop_signature = {.name = "__call__", .python = "LoopContext.__call__", .signature = "iterable",
    .run = run_nothing, .wording = HKI_WORDS_PYTHON, .flags = HKI_FN_HIDDEN_FIRST, .nparams = 1, .nrequired = 1, .npositional = 1,
    .open = true, .params = loop_params};
static const hki_function block_signature = {.name = "__call__", .python = "BlockReference.__call__", .signature = "",
    .run = run_nothing, .wording = HKI_WORDS_PYTHON, .flags = HKI_FN_HIDDEN_FIRST, .open = true};

static int call_object(hki_vm *vm, hki_object *o, const hki_args *args, int autoescape, hki_mark below, hk_value *to)
{
    hki_rt *rt = &vm->rt;
    hk_value bound;
    if (o->cls == &hki_macro_class) return hki_macro_push(vm, o, args, autoescape, below, to);
    if (o->cls == &hki_loop_class) {
        if (args->npos == 1 && !args->nkw) return hki_loop_push(vm, o, args->pos[0], below, to);
        return hki_function_call(rt, &loop_signature, hki_none(), args, &bound) ? hki_loop_push(vm, o, bound, below, to) : HKI_ERROR;
    }
    if (o->cls == &hki_block_class) {
        if ((args->npos || args->nkw) && !hki_function_call(rt, &block_signature, hki_none(), args, &bound)) return HKI_ERROR;
        return hki_block_call(vm, o, below, to);
    }
    if (!o->cls->call) {
        hki_raise(rt, HK_TYPE_ERROR, "'%t' object is not callable", hki_object_value(o));
        return HKI_ERROR;
    }
    return o->cls->call(rt, o, args, to) ? HKI_YES : HKI_ERROR;
}

static int call_any(hki_vm *vm, hk_value callee, const hki_args *args, int autoescape, hki_mark below, hk_value *to)
{
    hki_rt *rt = &vm->rt;
    switch (callee.type) {
    case HKI_FUNCTION: return call_native(vm, hki_as_function(callee), hki_none(), args, to);
    case HKI_METHOD: return hki_invoke_method(vm, hki_as_method(callee)->function, hki_as_method(callee)->receiver, args, to);
    case HKI_OBJECT: return call_object(vm, hki_as_object(callee), args, autoescape, below, to);
    case HKI_UNDEFINED: hki_undefined_raise(rt, callee); return HKI_ERROR;
    default: hki_raise(rt, HK_TYPE_ERROR, "'%t' object is not callable", callee); return HKI_ERROR;
    }
}

int hki_invoke(hki_vm *vm, hk_value callee, const hki_args *args, hki_mark below, hk_value *to)
{
    return call_any(vm, callee, args, vm->rt.autoescape, below, to);
}

bool hki_run_native(hki_vm *vm)
{
    hki_frame *entry = vm->frame, *stop = entry->up;
    bool autoescape = vm->rt.autoescape, ok;
    entry->outermost = true;
    if (vm->native_depth >= HKI_MAX_NATIVE_DEPTH) {
        hki_raise(&vm->rt, HK_RECURSION_ERROR, "maximum recursion depth exceeded while calling a Python object");
        hki_frame_unwind(vm, stop);
        return false;
    }
    vm->native_depth++;
    ok = hki_run(vm);
    vm->native_depth--;
    if (vm->frame) hki_frame_resume(vm);
    vm->rt.autoescape = autoescape;
    return ok;
}

bool hki_call_value(hki_rt *rt, hk_value callee, const hki_args *args, hk_value *out)
{
    hki_vm *vm = hki_vm_of(rt);
    int got = call_any(vm, callee, args, -1, hki_stack_mark(vm), out);
    return got == HKI_PUSHED ? hki_run_native(vm) : got == HKI_YES;
}

bool hki_object_call(hki_rt *rt, hki_object *o, const hki_args *args, hk_value *out)
{
    return hki_call_value(rt, hki_object_value(o), args, out);
}

/* A native function that is called itself holds values; a macro holds them in its registers. */
bool hki_call_outermost(hki_vm *vm, hk_value callee, const hki_args *args, hk_value *out)
{
    vm->native_depth++;
    int got = call_any(vm, callee, args, -1, hki_stack_mark(vm), out);
    vm->native_depth--;
    if (got != HKI_PUSHED) return got == HKI_YES;
    vm->frame->outermost = true;
    return hki_run(vm);
}
