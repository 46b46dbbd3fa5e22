/* native.c: what collected outputs come to. [jinja: nativetypes.native_concat]
 *
 * In:  the values that a template wrote.   Out: one value. */
#include "vm/native.h"

#include "value/list.h"

static bool more_lists(hki_vm *vm)
{
    uint32_t cap = vm->collected_cap, more = cap ? cap * 2 : 8;
    hk_value *grown = hki_mem_resize(vm->options.mem, vm->collected, cap * sizeof *grown, more * sizeof *grown);
    if (!grown) return hki_raise_memory(&vm->rt);
    vm->collected = grown;
    vm->collected_cap = more;
    return true;
}

bool hki_native_begin(hki_vm *vm)
{
    hki_list *l = hki_list_new(&vm->rt, 4);
    if (!l || (vm->ncaptures >= vm->collected_cap && !more_lists(vm))) return false;
    vm->collected[vm->ncaptures] = hki_list_value(l);
    return true;
}

/* [jinja] The whole comes from a generator: once it has given two values, each becomes text before the next one is made. */
static bool settle(hki_vm *vm, hki_list *outputs)
{
    for (uint32_t k = outputs->count == 2 ? 0 : outputs->count - 1; k < outputs->count; k++) {
        hk_value *v = &outputs->items[k];
        if (v->type == HKI_STRING || hki_to_str(&vm->rt, *v, v)) continue;
        vm->outside = true;
        return false;
    }
    return true;
}

bool hki_native_put(hki_vm *vm, hk_value v)
{
    hki_list *outputs = hki_native_list(vm);
    v.flags &= (uint8_t)~HKI_MISSING;
    return hki_list_push(&vm->rt, outputs, v) && (vm->ncaptures || outputs->count < 2 || settle(vm, outputs));
}

bool hki_native_concat(hki_vm *vm, const hki_list *outputs, hk_value *out)
{
    hki_rt *rt = &vm->rt;
    if (!outputs->count) {
        *out = hki_none();
        return true;
    }
    if (outputs->count == 1 && outputs->items[0].type != HKI_STRING) {
        *out = outputs->items[0];
        return true;
    }
    size_t mark = hki_text_begin(rt);
    hk_value text;
    for (uint32_t k = 0; k < outputs->count; k++) {
        if (hki_print(rt, &rt->scratch, outputs->items[k])) continue;
        hki_text_drop(rt, mark);
        return false;
    }
    if (!hki_text_end(rt, mark, 0, &text)) return false;
    const hki_str *s = hki_as_str(text);
    int got = hki_literal_eval(rt, s->data, s->size, out);
    if (got != HKI_NO) return got == HKI_YES;
    *out = outputs->count == 1 ? outputs->items[0] : text;
    return true;
}
