/* op_data.c: the slow parts of op_data.h.
 *
 * In:  constants, registers.   Out: copies that a template may change, cells, the undefined value of an inline if.
 * Always: a constant list or dict of a program is never handed out itself. */
#include "vm/op_data.h"

#include "value/dict.h"
#include "value/list.h"

const hki_class hki_cell_class = {.name = "cell"};

bool hki_const_copy(hki_vm *vm, hk_value k, hk_value *out)
{
    if (k.type == HKI_DICT) {
        hki_dict *d = hki_dict_copy(&vm->rt, hki_as_dict(k));
        if (d) *out = hki_dict_value(d);
        return d != NULL;
    }
    const hki_list *from = hki_as_list(k);
    hki_list *l = hki_list_new(&vm->rt, from->count);
    if (!l) return false;
    if (from->count) memcpy(l->items, from->items, from->count * sizeof *l->items);
    l->count = from->count;
    *out = hki_list_value(l);
    return true;
}

bool hki_cell_new(hki_vm *vm, hk_value *out)
{
    hki_object *o = hki_object_new(&vm->rt, &hki_cell_class, 1);
    if (o) *out = hki_object_value(o);
    return o != NULL;
}

/* [jinja] always of the default kind, whatever the environment's undefined is. Made once for each place, for most are printed. */
bool hki_undefined_if(hki_vm *vm, uint32_t line, const hki_insn *i, hk_value *out)
{
    static const char lead[] = "the inline if-expression on line %d";
    static const char tail[] = " evaluated to false and no else section was defined.";
    hki_kept *near = &vm->inline_if[((uintptr_t)i / sizeof *i) % HKI_NEAR_IFS];
    const hki_str *name = vm->frame->t->name;
    if (near->key != i) {
        hki_rt *rt = &vm->rt;
        size_t mark = hki_text_begin(rt);
        hk_value hint;
        hki_format(rt, &rt->scratch, lead, (int)line);
        if (name) hki_format(rt, &rt->scratch, " in %r", hki_str_value(name));
        hki_buf_put(&rt->scratch, tail, sizeof tail - 1);
        if (!hki_text_end(rt, mark, 0, &hint) || !hki_undefined_hint(rt, &near->value, "%S", hki_as_str(hint))) return false;
        near->value.aux = HKI_UNDEFINED_DEFAULT;
        near->key = i;
    }
    *out = near->value;
    return true;
}
