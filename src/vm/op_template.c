/* op_template.c: the slow parts of op_template.h.
 *
 * In:  blocks with locals; the context.   Out: frames; what {% debug %} shows. */
#include "vm/op_template.h"

#include "value/dict.h"
#include "value/list.h"
#include "vm/context.h"
#include "vm/output.h"

bool hki_raise_extended(hki_vm *vm)
{
    return hki_raise(&vm->rt, HK_TEMPLATE_RUNTIME_ERROR, "extended multiple times");
}

/* [jinja: Context.derived] */
int hki_do_block_scoped(hki_vm *vm, hki_regs *r, const hki_insn *i)
{
    const hki_list *names = hki_as_list(vm->konsts[i->c]);
    hki_context_parts parts = {.base = hki_none(), .around = vm->frame->context, .names = names->items, .locals = hki_reg(r, i->b),
        .nlocals = names->count, .derived = true};
    hki_object *context = hki_context_new(vm, vm->frame->t, &parts);
    return context ? hki_block_push(vm, i->a, (i->d & HKI_BLOCK_REQUIRED) != 0, context) : HKI_ERROR;
}

static bool add_names(hki_vm *vm, hki_dict *out, const char *what, const hki_dict *names)
{
    hki_list *l = NULL;
    if (names && !hki_list_from(&vm->rt, hki_pointer(HKI_DICT, names), &l)) return false;
    if (!l && !(l = hki_list_new(&vm->rt, 0))) return false;
    return hki_dict_set_c(&vm->rt, out, what, hki_list_value(l));
}

/* [jinja: DebugExtension] */
bool hki_do_debug(hki_vm *vm, unsigned mode)
{
    enum { DEPTH = 3 };
    hki_rt *rt = &vm->rt;
    hki_dict *all = hki_context_all(vm, vm->frame->context), *shown = all ? hki_dict_new(rt, 3) : NULL;
    if (!shown || !hki_dict_set_c(rt, shown, "context", hki_dict_value(all)) ||
        !add_names(vm, shown, "filters", vm->options.filters) || !add_names(vm, shown, "tests", vm->options.tests))
        return false;
    hk_value v = hki_dict_value(shown);
    size_t mark = hki_text_begin(rt);
    if (rt->up->pprint && !rt->up->pprint(rt, &rt->scratch, v, DEPTH)) {
        hki_text_drop(rt, mark);
        return false;
    }
    if (!hki_text_end(rt, mark, 0, &v)) return false;
    return hki_output_value(vm, v, mode == 2 ? rt->autoescape : mode == 1);
}
