/* op_output.c: the slow parts of op_output.h.
 *
 * In:  a value.   Out: it and the text behind it as output, or as the setting of autoescape. */
#include "vm/op_output.h"

/* Text that was just made is better read as it was written, in small pieces: the processor has not stored it yet. */
static inline bool is_settled(const hki_str *s)
{
    return s->head.space == HKI_SPACE_FROZEN && (__atomic_load_n(&s->head.flags, __ATOMIC_RELAXED) & HKI_STR_LOOSE);
}

/* There is room for the worst. */
static const hki_insn *emit_escaped(hki_vm *vm, const hki_str *s, const hki_insn *i)
{
    char *start = vm->next;
    char *end = is_settled(s) ? hki_escape_loose(start, s->data, s->size) : hki_escape_near(start, s->data, s->size);
    if ((size_t)(end - start) == s->size) hki_str_mark_plain(s);
    return hki_emitted(vm, end, i);
}

static bool has_room_for(const hki_vm *vm, size_t size, const hki_insn *i)
{
    return size <= HKI_ESCAPE_NEAR && hki_has_room(vm, size * HKI_ESCAPE_WORST + HKI_ESCAPE_SLACK + i->c);
}

/* Text of which nobody has to be asked: a float's, or none, of an undefined value that nobody hears of. NULL: it was not written. */
static const hki_insn *emit_simple(hki_vm *vm, hk_value v, const hki_insn *i)
{
    enum { MOST = 32 };         /* of a float */
    char *to = vm->next;
    if (!hki_has_room(vm, MOST + i->c)) return NULL;
    if (v.type == HKI_FLOAT) return hki_emitted(vm, to + hki_float_repr(to, v.as.d), i);
    return v.type == HKI_UNDEFINED && hki_undefined_is_silent(&vm->rt, v) ? hki_emitted(vm, to, i) : NULL;
}

/* A pause is after the text. */
const hki_insn *hki_emit_slow(hki_vm *vm, hk_value v, bool escape, const hki_insn *i)
{
    if (escape && v.type == HKI_STRING && !(v.flags & HKI_SAFE) && has_room_for(vm, hki_as_str(v)->size, i))
        return emit_escaped(vm, hki_as_str(v), i);
    const hki_insn *next = v.type == HKI_STRING ? NULL : emit_simple(vm, v, i);
    if (next) return next;
    bool ok = hki_output_value(vm, v, escape);
    if (ok && hki_has_room(vm, i->c)) return hki_emitted(vm, vm->next, i);
    if (i->c && !hki_failed(&vm->rt)) ok = hki_output_text(vm, vm->text + i->b, i->c) && ok;
    return hki_next_if(ok, i);
}

const hki_insn *hki_emit_attr_slow(hki_vm *vm, hk_value of, bool escape, const hki_insn *i)
{
    const hki_str *name = &vm->names[i->d];
    const hk_value *found = hki_find_name(vm, of, name, i);
    if (found) return hki_emit(vm, found, escape, i);
    hk_value v;
    return hki_getattr(&vm->rt, of, hki_str_value(name), &v) ? hki_emit_slow(vm, v, escape, i) : NULL;
}

int hki_autoescape(hki_vm *vm, hk_value v)
{
    int on = hki_truth(&vm->rt, v);
    if (on != HKI_ERROR) hki_context_set_autoescape(vm, vm->frame->context, on == HKI_YES);
    return on;
}
