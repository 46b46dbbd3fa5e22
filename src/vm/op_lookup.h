/* op_lookup.h: attributes, items, slices, namespaces. */
#ifndef HKI_OP_LOOKUP_H
#define HKI_OP_LOOKUP_H

#include "value/dict.h"
#include "vm/loop.h"
#include "vm/op.h"

bool hki_set_namespace(hki_vm *vm, hk_value ns, const hki_str *name, hk_value v);
bool hki_check_namespace(hki_vm *vm, hk_value ns);

/* Whether a dict may have an attribute of that name, so that its items are not looked at first. (The dict methods of
 * grammar/methods.def are among these: tests/unit/vm_lookup_test.c.) */
static inline bool hki_dict_attribute(const hki_str *name)
{
    const char *s = name->data;
    switch (name->size) {
    case 3: return !memcmp(s, "get", 3) || !memcmp(s, "pop", 3);
    case 4: return !memcmp(s, "copy", 4) || !memcmp(s, "keys", 4);
    case 5: return !memcmp(s, "clear", 5) || !memcmp(s, "items", 5);
    case 6: return !memcmp(s, "update", 6) || !memcmp(s, "values", 6);
    case 7: return !memcmp(s, "popitem", 7);
    case 8: return !memcmp(s, "fromkeys", 8) || s[0] == '_';
    case 10: return !memcmp(s, "setdefault", 10) || s[0] == '_';
    default: return name->size && s[0] == '_';
    }
}

static inline const hki_insn *op_GETATTR(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    hk_value of = r[i->b];
    const hki_str *name = vm->names[i->c];
    if (of.type == HKI_DICT && !hki_dict_attribute(name)) {
        const hk_value *v = hki_dict_find_str(&vm->rt, hki_as_dict(of), name);
        if (v) {
            r[i->a] = *v;
            return i + 1;
        }
    } else if (hki_is_a(of, &hki_loop_class)) {
        int got = hki_loop_attr(&vm->rt, hki_as_object(of), name, &r[i->a]);
        if (got != HKI_NO) return hki_next_after(got, i);
    }
    return hki_next_if(hki_getattr(&vm->rt, of, hki_str_value(name), &r[i->a]), i);
}

static inline const hki_insn *hki_get_item(hki_vm *vm, hk_value *to, hk_value of, hk_value key, const hki_insn *i)
{
    if (of.type == HKI_LIST && key.type == HKI_INT) {
        const hki_list *l = hki_as_list(of);
        int64_t at = key.as.i < 0 ? key.as.i + l->count : key.as.i;
        if (at >= 0 && at < l->count) {
            *to = l->items[at];
            return i + 1;
        }
    } else if (of.type == HKI_DICT && key.type == HKI_STRING) {
        const hk_value *v = hki_dict_find_str(&vm->rt, hki_as_dict(of), hki_as_str(key));
        if (v) {
            *to = *v;
            return i + 1;
        }
    }
    return hki_next_if(hki_getitem(&vm->rt, of, key, to), i);
}

static inline const hki_insn *op_GETITEM(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    return hki_get_item(vm, &r[i->a], r[i->b], r[i->c], i);
}

static inline const hki_insn *op_GETITEM_CONST(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    return hki_get_item(vm, &r[i->a], r[i->b], vm->konsts[i->c], i);
}

static inline const hki_insn *op_SLICE(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    return hki_next_if(hki_slice(&vm->rt, r[i->b], r[i->c], r[i->c + 1], r[i->c + 2], &r[i->a]), i);
}

static inline const hki_insn *op_SETATTR(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    return hki_next_if(hki_set_namespace(vm, r[i->a], vm->names[i->b], r[i->c]), i);
}

static inline const hki_insn *op_CHECK_NS(hki_vm *vm, hk_value *r, const hki_insn *i)
{
    return hki_next_if(hki_check_namespace(vm, r[i->a]), i);
}

#endif
