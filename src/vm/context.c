/* context.c: where a name is looked up: the template's own variables, locals handed in, the context around, what the render was
 * given, the globals.
 *
 * In:  names (hashed), values set at a template's top level.   Out: values.
 * Always: nothing of the host's is written; a snapshot shares VARS with the context it is of until that one changes them. */
#include "vm/context.h"

#include "value/intern.h"
#include "value/list.h"
#include "vm/keep.h"

static int context_attr(hki_rt *rt, hki_object *c, const hki_str *name, hk_value *out)
{
    const hki_str *own = hki_context_template(c)->name;
    (void)rt;
    if (!hki_str_is(name, "name", 4)) return HKI_NO;
    *out = own ? hki_str_value(own) : hki_none();
    return HKI_YES;
}

static const hki_class context_class = {.name = "jinja2.runtime.Context", .attr = context_attr};

/* The layers that a new context stands on. Layers that hold nothing are passed over. */
static void stand_on(hki_object *c, hki_object *around)
{
    hk_value *s = c->slots;
    const hk_value *from = around->slots;
    if (from[HKI_CTX_VARS].type == HKI_NONE && s[HKI_CTX_LOCALS].type == HKI_NONE) {
        s[HKI_CTX_LOCALS] = from[HKI_CTX_LOCALS];
        s[HKI_CTX_UP_VARS] = from[HKI_CTX_UP_VARS];
        s[HKI_CTX_UP] = from[HKI_CTX_UP];
    } else {
        s[HKI_CTX_UP_VARS] = from[HKI_CTX_VARS];
        if (from[HKI_CTX_VARS].type != HKI_NONE) around->head.flags |= HKI_CTX_SHARED;
        s[HKI_CTX_UP] = hki_object_value(around);
    }
    s[HKI_CTX_BASE] = from[HKI_CTX_BASE];
    s[HKI_CTX_GLOBALS] = from[HKI_CTX_GLOBALS];
}

static bool take_locals(hki_vm *vm, hki_object *c, const hki_context_parts *parts)
{
    hki_dict *d = NULL;
    for (uint32_t k = 0; k < parts->nlocals; k++) {
        if (hki_is_missing(parts->locals[k])) continue;
        if (!d && !(d = hki_dict_new(&vm->rt, parts->nlocals))) return false;
        if (!hki_dict_set(&vm->rt, d, parts->names[k], parts->locals[k])) return false;
    }
    c->slots[HKI_CTX_LOCALS] = d ? hki_dict_value(d) : hki_none();
    return true;
}

/* The globals of a template; after a thaw, the render's own copy of them. */
static hk_value globals_of(const hki_vm *vm, const hki_template *t)
{
    if (!t->globals) return hki_none();
    const hk_value *own = hki_keep_find(&vm->globals, t->globals);
    return own ? *own : hki_pointer(HKI_DICT, t->globals);
}

hki_object *hki_context_new(hki_vm *vm, const hki_template *t, const hki_context_parts *parts)
{
    hki_object *c = hki_object_new(&vm->rt, &context_class, HKI_CTX_SLOTS);
    if (!c) return NULL;
    for (unsigned k = 0; k < HKI_CTX_SLOTS; k++) c->slots[k] = hki_none();
    c->native = (void *)(uintptr_t)t;
    if (parts->nlocals && !take_locals(vm, c, parts)) return NULL;
    if (parts->around) {
        stand_on(c, parts->around);
    } else {
        c->slots[HKI_CTX_BASE] = parts->base;
        c->slots[HKI_CTX_GLOBALS] = globals_of(vm, t);
    }
    if (parts->derived) {
        c->native = parts->around->native;
        c->slots[HKI_CTX_CHAIN] = parts->around->slots[HKI_CTX_CHAIN];
        c->slots[HKI_CTX_EVAL] = parts->around->slots[HKI_CTX_EVAL];
    } else {
        c->slots[HKI_CTX_EVAL] = hki_object_value(c);
        if (t->autoescape) c->head.flags |= HKI_CTX_AUTOESCAPE;
    }
    return c;
}

void hki_context_set_autoescape(hki_vm *vm, hki_object *c, bool on)
{
    hki_obj *eval = c->slots[HKI_CTX_EVAL].as.p;
    eval->flags = (uint16_t)(on ? eval->flags | HKI_CTX_AUTOESCAPE : eval->flags & ~HKI_CTX_AUTOESCAPE);
    vm->rt.autoescape = on;
}

static inline const hk_value *find_in(hki_vm *vm, hk_value layer, const hki_str *name, const hki_insn *i)
{
    if (layer.type != HKI_DICT) return NULL;
    hki_dict *d = hki_as_dict(layer);
    if (!i) return hki_dict_find_str(&vm->rt, d, name);
    const hk_value *v = hki_guessed(vm, d, i);
    return v ? v : hki_find(vm, d, name, i);
}

const hk_value *hki_context_find_near(hki_vm *vm, const hki_object *c, const hki_str *name, const hki_insn *i)
{
    const hk_value *v = find_in(vm, c->slots[HKI_CTX_VARS], name, i);
    for (;;) {
        const hk_value *s = c->slots;
        if (v || (v = find_in(vm, s[HKI_CTX_LOCALS], name, i)) || (v = find_in(vm, s[HKI_CTX_UP_VARS], name, i))) return v;
        if (s[HKI_CTX_UP].type == HKI_NONE) break;
        c = hki_as_object(s[HKI_CTX_UP]);
    }
    v = find_in(vm, c->slots[HKI_CTX_BASE], name, i);
    return v ? v : find_in(vm, c->slots[HKI_CTX_GLOBALS], name, i);
}

const hk_value *hki_context_find(hki_vm *vm, const hki_object *c, const hki_str *name)
{
    return hki_context_find_near(vm, c, name, NULL);
}

const hk_value *hki_variable(hki_rt *rt, const hki_str *name)
{
    hki_vm *vm = hki_vm_of(rt);
    return vm->frame ? hki_context_find(vm, vm->frame->context, name) : NULL;
}

static bool own_dict(hki_vm *vm, hk_value *slot, bool shared)
{
    if (slot->type == HKI_DICT && !shared) return true;
    hki_dict *d = slot->type == HKI_DICT ? hki_dict_copy(&vm->rt, hki_as_dict(*slot)) : hki_dict_new(&vm->rt, 0);
    if (!d) return false;
    *slot = hki_dict_value(d);
    return true;
}

bool hki_context_set(hki_vm *vm, hki_object *c, const hki_str *name, hk_value v, bool exported)
{
    hk_value *vars = &c->slots[HKI_CTX_VARS], *names = &c->slots[HKI_CTX_EXPORTED];
    if (!own_dict(vm, vars, (c->head.flags & HKI_CTX_SHARED) != 0)) return false;
    c->head.flags &= (uint16_t)~HKI_CTX_SHARED;
    v.flags &= (uint8_t)~HKI_MISSING;
    if (!hki_dict_set(&vm->rt, hki_as_dict(*vars), hki_str_value(name), v)) return false;
    if (exported)
        return own_dict(vm, names, false) && hki_dict_set(&vm->rt, hki_as_dict(*names), hki_str_value(name), hki_none());
    return names->type != HKI_DICT || hki_dict_remove(&vm->rt, hki_as_dict(*names), hki_str_value(name), NULL) != HKI_ERROR;
}

hki_dict *hki_context_exported(hki_vm *vm, const hki_object *c)
{
    hk_value names = c->slots[HKI_CTX_EXPORTED];
    hki_dict *out = hki_dict_new(&vm->rt, names.type == HKI_DICT ? hki_as_dict(names)->count : 0);
    if (!out || names.type != HKI_DICT) return out;
    uint32_t at = 0;
    for (hki_entry *e; (e = hki_dict_next(hki_as_dict(names), &at));) {
        const hki_str *name = hki_as_str(e->key);
        const hk_value *v = hki_dict_find_str(&vm->rt, hki_as_dict(c->slots[HKI_CTX_VARS]), name);
        if (!v) continue;
        if (!(name = hki_intern_str(&vm->rt, name)) || !hki_dict_set(&vm->rt, out, hki_str_value(name), *v)) return NULL;
    }
    return out;
}

static bool add_all(hki_vm *vm, hki_dict *out, hk_value layer, bool over)
{
    uint32_t at = 0;
    if (layer.type != HKI_DICT) return true;
    for (hki_entry *e; (e = hki_dict_next(hki_as_dict(layer), &at));) {
        int there = over ? HKI_NO : hki_dict_get(&vm->rt, out, e->key, NULL);
        if (there == HKI_ERROR || (there == HKI_NO && !hki_dict_set(&vm->rt, out, e->key, e->value))) return false;
    }
    return true;
}

/* From the bottom up for the two lowest layers, so that keys stand in Python's order; the others fill what is missing. */
hki_dict *hki_context_all(hki_vm *vm, const hki_object *c)
{
    hki_dict *out = hki_dict_new(&vm->rt, 16), *top = hki_dict_new(&vm->rt, 8);
    if (!out || !top) return NULL;
    bool ok = add_all(vm, out, c->slots[HKI_CTX_GLOBALS], true) && add_all(vm, out, c->slots[HKI_CTX_BASE], true) &&
              add_all(vm, top, c->slots[HKI_CTX_VARS], false);
    for (;;) {
        ok = ok && add_all(vm, top, c->slots[HKI_CTX_LOCALS], false) && add_all(vm, top, c->slots[HKI_CTX_UP_VARS], false);
        if (c->slots[HKI_CTX_UP].type == HKI_NONE) break;
        c = hki_as_object(c->slots[HKI_CTX_UP]);
    }
    return ok && add_all(vm, out, hki_dict_value(top), true) ? out : NULL;
}
