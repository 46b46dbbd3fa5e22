/* op_call.c: the slow parts of op_call.h.
 *
 * In:  a callee and arguments in a row of registers.   Out: a result in a register, or the frame that will give it.
 * Always: a method that changes data of the host works on the render's own copy of it (collect.c: hki_thaw), which is made before
 * the arguments are put together. */
#include "vm/op_call.h"

#include "value/take.h"
#include "vm/collect.h"
#include "vm/frame.h"
#include "vm/guess.h"
#include "vm/invoke.h"
#include "vm/loop.h"

/* Calls with the arguments in `row`; the stack is as before, or will be when the pushed frame ends. */
HKI_APART int call_row(hki_vm *vm, hk_value callee, const hk_value *row, const hki_insn *i, hk_value *to)
{
    hki_mark below = hki_stack_mark(vm);
    hki_args args;
    int got = hki_args_unpack(vm, vm->frame->t, i->d, row, 0, NULL, &args) ? hki_invoke(vm, callee, &args, below, to) : HKI_ERROR;
    if (got != HKI_PUSHED) hki_stack_drop(vm, below);
    return hki_frame_write_through(vm, got, i);
}

static bool must_thaw(const hki_vm *vm, const hki_function *f, hk_value self)
{
    return (f->flags & HKI_FN_MUTATES) && !vm->native_depth && hki_has_object(self) && hki_is_frozen(self);
}

int hki_do_call(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hk_value *callee = hki_reg(r, i->b);
    if (callee->type == HKI_METHOD) {
        const hki_method *m = hki_as_method(*callee);
        if (must_thaw(vm, m->function, m->receiver) && !hki_thaw(vm)) return HKI_ERROR;
    }
    const hki_spec *spec = &vm->frame->t->program.specs[i->d];
    hk_value *to = hki_reg(r, i->a);
    if (callee->type == HKI_FUNCTION && !spec->nkw && !spec->flags)
        return hki_invoke(vm, *callee, &(hki_args){.pos = callee + 1, .npos = spec->npos}, hki_stack_mark(vm), to);
    return call_row(vm, *callee, callee + 1, i, to);
}

/* The method of a builtin type or of a loop; NULL: look it up as an attribute. */
static const hki_function *plain_method(const hki_vm *vm, hk_value self, const hki_str *name)
{
    if (self.type == HKI_UNDEFINED) return NULL;
    if (self.type == HKI_OBJECT) return hki_is_a(self, &hki_loop_class) ? hki_loop_method(name) : NULL;
    const hki_function *f = hki_method_find(self, name->data, name->size);
    if (f && vm->rt.sandbox && (name->data[0] == '_' || (vm->rt.sandbox == 2 && (f->flags & HKI_FN_MUTATES)))) return NULL;
    return f;
}

/* The same, remembered: type and safety of a value say which methods it has. */
static const hki_function *near_method(hki_vm *vm, hk_value self, const hki_str *name, const hki_insn *i)
{
    if (self.type == HKI_OBJECT) return plain_method(vm, self, name);
    hki_guess *g = hki_guess_of(vm, i);
    size_t family = self.type | (size_t)(self.flags & HKI_SAFE) << 8;
    if (g->by == i && g->entry == family) return g->method;
    const hki_function *f = plain_method(vm, self, name);
    if (f) *g = (hki_guess){.by = i, .method = f, .entry = family};
    return f;
}

static int call_plain(hki_vm *vm, const hki_function *f, hk_value *row, const hki_insn *i, hk_value *to)
{
    hki_mark below = hki_stack_mark(vm);
    const hki_spec *spec = &vm->frame->t->program.specs[i->d];
    hki_args args = {.pos = row + 1, .npos = spec->npos};
    if (must_thaw(vm, f, row[0]) && !hki_thaw(vm)) return HKI_ERROR;
    if (!spec->nkw && !spec->flags) return hki_invoke_method(vm, f, row[0], &args, to);
    int got = hki_args_unpack(vm, vm->frame->t, i->d, row + 1, 0, NULL, &args) ? hki_invoke_method(vm, f, row[0], &args, to) : HKI_ERROR;
    hki_stack_drop(vm, below);
    return got;
}

int hki_do_call_method(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    hk_value *row = hki_reg(r, i->b), callee;
    const hki_str *name = &vm->names[i->c];
    const hki_function *f = near_method(vm, row[0], name, i);
    vm->frame->pc = i;
    if (f) return call_plain(vm, f, row, i, hki_reg(r, i->a));
    if (!hki_getattr(&vm->rt, row[0], hki_str_value(name), &callee)) return HKI_ERROR;
    return call_row(vm, callee, row + 1, i, hki_reg(r, i->a));
}

/* ---- filters and tests */

/* Whatever a function does with a text, it may read all of it. */
static bool pay_for_texts(hki_vm *vm, const hki_bound *b, const hk_value *row)
{
    size_t bytes = b->bytes;
    for (uint32_t k = 0; k < b->npos; k++)
        if (row[k].type == HKI_STRING) bytes += hki_as_str(row[k])->size;
    return hki_spend_bytes(&vm->rt, bytes);
}

/* A register that is the whole row may be a variable's. */
bool hki_do_bound(hki_vm *vm, hki_regs *r, const hki_insn *i, const hki_bound *b)
{
    const hk_value *row = hki_reg(r, i->b);
    const hki_function *f = b->function;
    hk_value params[HKI_PARAMS_NEAR];
    hki_call c = b->call;
    if (!pay_for_texts(vm, b, row)) return false;
    if (b->way == HKI_BIND_ROW) {
        c.arg = row;
    } else {
        params[0] = hki_not_missing(row[0]);
        for (unsigned k = 1; k < f->nparams; k++) params[k] = c.arg[k];
        for (unsigned k = 0; k < b->nplaced; k++) params[b->placed[k].param] = row[b->placed[k].from];
        c.arg = params;
    }
    if (c.nrest && !c.rest) c.rest = row + f->npositional;
    c.rt = &vm->rt;
    if (!f->run(&c)) return false;
    hki_take_new(hki_reg(r, i->a), &c.result);
    return true;
}

/* The row as it would be if no argument were a constant; NULL after raising. */
static const hk_value *whole_row(hki_vm *vm, const hki_bound *b, const hki_spec *spec, const hk_value *row)
{
    uint32_t count = spec->npos + spec->nkw;
    if (!b->args && (count || spec->flags)) return row;
    hk_value *whole = hki_stack_take(vm, (count + (size_t)1) * sizeof *whole);
    if (!whole) return NULL;
    whole[0] = hki_not_missing(row[0]);
    for (uint32_t k = 0; k < count; k++) whole[k + 1] = b->args[k];
    return whole;
}

bool hki_do_late(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hki_template *t = vm->frame->t;
    bool test = i->op == HKI_OPCODE_TEST;
    const hki_bound *b = test ? &t->tests[i->c] : &t->filters[i->c];
    const hki_named *named = test ? &t->program.tests[i->c] : &t->program.filters[i->c];
    if (!b->function) return hki_raise_unknown(vm, test, &t->names[named->name]);
    hki_mark below = hki_stack_mark(vm);
    const hk_value *row = whole_row(vm, b, &t->program.specs[named->spec], hki_reg(r, i->b));
    hki_args args;
    hk_value out;
    bool ok = row && hki_args_unpack(vm, t, named->spec, row, 1, b->function, &args) &&
        hki_function_call(&vm->rt, b->function, hki_none(), &args, &out);
    hki_stack_drop(vm, below);
    if (ok) *hki_reg(r, i->a) = out;
    return ok;
}

bool hki_raise_unknown(hki_vm *vm, unsigned what, const hki_str *name)
{
    static const char *const words[] = {"filter", "test"};
    if (what == HKI_UNKNOWN_NAME) return hki_raise(&vm->rt, HK_NAME_ERROR, "name %r is not defined", hki_str_value(name));
    if (what == HKI_UNKNOWN_KEYWORD) return hki_raise(&vm->rt, HK_TYPE_ERROR, "%S", name);
    hki_raise_error(&vm->rt, HK_TEMPLATE_RUNTIME_ERROR, "No %s named %r found.", words[what], hki_str_value(name));
    hki_error_subject(vm->rt.error, what ? HKI_SUBJECT_TEST : HKI_SUBJECT_FILTER, name->data, name->size);
    return false;
}
