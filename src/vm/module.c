/* module.c: other templates: finding them, include, import.
 *
 * In:  names (a string, or several to try), locals to hand over.   Out: frames of root functions; modules.
 * Always: a module made without context is made once in a render. */
#include "vm/module.h"

#include "value/dict.h"
#include "value/hint.h"
#include "value/iter.h"
#include "value/list.h"
#include "value/ops.h"
#include "vm/context.h"
#include "vm/frame.h"
#include "vm/guess.h"
#include "vm/keep.h"
#include "vm/output.h"

enum { MODULE_EXPORTS /* op_lookup.h */, MODULE_BODY, MODULE_SLOTS };

/* ---- by name */

/* HKI_NO: there is none of that name. */
static int look_up(hki_vm *vm, hk_value name, const hki_template **out)
{
    const hki_host *host = vm->options.host;
    int got = HKI_YES;
    if (hki_is_a(name, &hki_template_class)) {
        *out = hki_as_object(name)->native;
    } else if (name.type != HKI_STRING) {
        uint32_t hash;          /* [jinja] its cache asks any name for that; a loader has texts only */
        return hki_hash(&vm->rt, name, &hash) ? HKI_NO : HKI_ERROR;
    } else {
        got = host->get_template(host->env, &vm->rt, hki_as_str(name), vm->frame->t->name, out);
    }
    hki_guesses_check(vm);
    if (got == HKI_YES) hki_template_ready(&vm->rt, *out);
    return got;
}

/* [jinja] That there is no loader is found out before the name is looked at. */
static bool has_loader(hki_vm *vm)
{
    const hki_host *host = vm->options.host;
    return host->get_template(host->env, &vm->rt, NULL, NULL, NULL) != HKI_ERROR;
}

static int not_found(hki_vm *vm, hk_value name)
{
    if (name.type != HKI_STRING && !hki_to_str(&vm->rt, name, &name)) return HKI_NO;
    const hki_str *text = hki_as_str(name);
    hki_raise_error(&vm->rt, HK_TEMPLATE_NOT_FOUND, "%S", text);
    hki_error_subject(vm->rt.error, HKI_SUBJECT_TEMPLATE, text->data, text->size);
    return HKI_NO;
}

/* [jinja: Environment.get_template] HKI_NO and HKI_ERROR after raising; HKI_NO: TemplateNotFound. */
static int get(hki_vm *vm, hk_value name, const hki_template **out)
{
    if (!has_loader(vm)) return HKI_ERROR;
    if (name.type == HKI_UNDEFINED) {
        hki_undefined_raise(&vm->rt, name);
        return HKI_ERROR;
    }
    int got = look_up(vm, name, out);
    return got == HKI_NO ? not_found(vm, name) : got;
}

bool hki_template_get(hki_vm *vm, hk_value name, const hki_template **out)
{
    return get(vm, name, out) == HKI_YES;
}

static int none_found(hki_vm *vm, const hki_list *names)
{
    hki_rt *rt = &vm->rt;
    size_t mark = hki_text_begin(rt);
    hki_buf_str(&rt->scratch, "none of the templates given were found: ");
    for (uint32_t k = 0; k < names->count; k++) {
        hk_value name = names->items[k];
        if (k) hki_buf_str(&rt->scratch, ", ");
        if (name.type == HKI_UNDEFINED) hki_undefined_message(rt, &rt->scratch, name);
        else if (!hki_print(rt, &rt->scratch, name)) break;
    }
    if (rt->scratch.failed) hki_raise_memory(rt);
    else hki_error_set(rt->error, HK_TEMPLATES_NOT_FOUND, rt->scratch.data + mark, rt->scratch.size - mark);
    hki_text_drop(rt, mark);
    const hki_str *first = names->items[0].type == HKI_STRING ? hki_as_str(names->items[0]) : NULL;
    hki_error_subject(rt->error, HKI_SUBJECT_TEMPLATE, first ? first->data : "", first ? first->size : 0);
    return rt->error->kind == HK_TEMPLATES_NOT_FOUND ? HKI_NO : HKI_ERROR;
}

/* [jinja: Environment.select_template] The first of several that there is. */
static int select_first(hki_vm *vm, hk_value names, const hki_template **out)
{
    hki_rt *rt = &vm->rt;
    hki_list *list;
    int any = hki_truth(rt, names);
    if (any == HKI_ERROR) return HKI_ERROR;
    if (any == HKI_NO) {
        hki_raise(rt, HK_TEMPLATES_NOT_FOUND, "Tried to select from an empty list of templates.");
        return HKI_NO;
    }
    if (!hki_list_from(rt, names, &list) || (list->count && !has_loader(vm))) return HKI_ERROR;
    for (uint32_t k = 0; k < list->count; k++) {
        if (list->items[k].type == HKI_UNDEFINED) continue;
        int got = look_up(vm, list->items[k], out);
        if (got != HKI_NO) return got;
    }
    hk_value last;              /* [jinja] which the error is said to be about: what has none raises for itself */
    return hki_subscript(rt, names, hki_int(-1), &last) ? none_found(vm, list) : HKI_ERROR;
}

static int get_or_select(hki_vm *vm, hk_value name, const hki_template **out)
{
    return name.type == HKI_STRING || name.type == HKI_UNDEFINED || hki_is_a(name, &hki_template_class) ? get(vm, name, out)
        : select_first(vm, name, out);
}

/* ---- contexts of other templates */

static hki_object *context_around(hki_vm *vm, const hki_template *t, const hki_list *names, const hk_value *locals)
{
    hki_context_parts parts = {.base = hki_none(), .around = vm->frame->context, .names = names->items, .locals = locals,
        .nlocals = names->count};
    return hki_context_new(vm, t, &parts);
}

/* [jinja: Template._get_default_module] What the running template has as globals and the other has not. */
static bool extra_globals(hki_vm *vm, const hki_template *t, hk_value *out)
{
    const hki_object *c = vm->frame->context;
    const hki_dict *here = hki_context_template(c)->globals;
    uint32_t at = 0;
    hki_dict *d = NULL;
    *out = hki_none();
    if (!here || here == t->globals) return true;
    for (hki_entry *e; (e = hki_dict_next(here, &at));) {
        if (e->key.type != HKI_STRING || (t->globals && hki_dict_find_str(&vm->rt, t->globals, hki_as_str(e->key)))) continue;
        const hk_value *v = hki_context_find(vm, c, hki_as_str(e->key));
        if (!d && !(d = hki_dict_new(&vm->rt, 0))) return false;
        if (v && !hki_dict_set(&vm->rt, d, e->key, *v)) return false;
    }
    if (d) *out = hki_dict_value(d);
    return true;
}

/* Pushes a root function whose end makes a module. */
static int push_module(hki_vm *vm, const hki_template *t, hki_object *context, bool keep, enum hki_leave leave, hk_value *to)
{
    if (vm->nframes >= vm->max_frames) {    /* [python] worded as where Jinja2 meets it */
        bool compares = leave == HKI_LEAVE_MODULE && !keep;
        hki_raise(&vm->rt, HK_RECURSION_ERROR, "maximum recursion depth exceeded%s", compares ? " in comparison" : "");
    }
    hki_frame *frame = context ? hki_frame_push(vm, t, hki_func_at(t, 0), context, hki_stack_mark(vm)) : NULL;
    if (!frame) return HKI_ERROR;
    frame->leave = (uint8_t)leave;
    frame->keep = keep;
    frame->to = to;
    if (hki_capture_begin(vm)) return HKI_PUSHED;
    hki_frame_pop(vm);
    return HKI_ERROR;
}

/* ---- include and import */

/* Where the text of `frame` goes that is in no block of it. */
static uint32_t base_level(const hki_vm *vm, const hki_frame *frame)
{
    bool own = frame->leave == HKI_LEAVE_TEXT || frame->leave == HKI_LEAVE_MODULE || frame->leave == HKI_LEAVE_BODY;
    uint32_t level = frame->ncaptures + own;
    return level < vm->ncaptures ? level : vm->ncaptures;
}

/* A module's body is its text; with native types a list of what it wrote. */
static bool put_body(hki_vm *vm, hk_value module)
{
    hk_value body = hki_as_object(module)->slots[MODULE_BODY];
    if (body.type == HKI_STRING) return hki_output_text(vm, hki_as_str(body)->data, hki_as_str(body)->size);
    for (uint32_t k = 0; k < hki_as_list(body)->count; k++)
        if (!hki_native_put(vm, hki_as_list(body)->items[k])) return false;
    return true;
}

/* [jinja] It is yielded by the function that includes, even where that is inside of a block that catches text. */
static bool write_body(hki_vm *vm, const hki_frame *includes, hk_value module)
{
    uint32_t level = hki_output_to(vm, base_level(vm, includes));
    bool ok = put_body(vm, module);
    hki_output_to(vm, level);
    return ok;
}

/* [jinja] A module keeps its pieces apart: what is no text goes on to where it is included, or is never seen. */
static void hand_on_refused(hki_vm *vm, const hki_frame *frame)
{
    if (!vm->refused || vm->refused_in != vm->ncaptures) return;
    if (frame->leave == HKI_LEAVE_BODY) vm->refused_in--;
    else vm->refused = NULL;
}

static bool take_body(hki_vm *vm, const hki_frame *frame, hk_value *out)
{
    hand_on_refused(vm, frame);
    if (!vm->native) return hki_capture_end(vm, false, out);
    *out = hki_list_value(hki_native_list(vm));
    hki_capture_drop(vm);
    return true;
}

int hki_include(hki_vm *vm, hk_value name, unsigned mode, const hki_list *names, const hk_value *locals)
{
    const hki_template *t;
    int got = get_or_select(vm, name, &t);
    if (got == HKI_NO && (mode & HKI_IGNORE_MISSING)) {
        hki_error_clear(vm->rt.error);
        return HKI_YES;
    }
    if (got != HKI_YES) return HKI_ERROR;
    if (mode & HKI_WITH_CONTEXT) {
        hki_object *context = context_around(vm, t, names, locals);
        return context && hki_frame_push(vm, t, hki_func_at(t, 0), context, hki_stack_mark(vm)) ? HKI_PUSHED : HKI_ERROR;
    }
    const hk_value *made = hki_keep_find(&vm->modules, t);
    if (made) return write_body(vm, vm->frame, *made) ? HKI_YES : HKI_ERROR;
    return push_module(vm, t, hki_context_new(vm, t, &(hki_context_parts){.base = hki_none()}), true, HKI_LEAVE_BODY, NULL);
}

int hki_import(hki_vm *vm, hk_value name, unsigned mode, const hki_list *names, const hk_value *locals, hk_value *to)
{
    const hki_template *t;
    hk_value base;
    if (get(vm, name, &t) != HKI_YES) return HKI_ERROR;
    if (mode & HKI_WITH_CONTEXT) return push_module(vm, t, context_around(vm, t, names, locals), false, HKI_LEAVE_MODULE, to);
    if (!extra_globals(vm, t, &base)) return HKI_ERROR;
    bool keep = base.type == HKI_NONE;
    const hk_value *made = keep ? hki_keep_find(&vm->modules, t) : NULL;
    if (made) {
        *to = *made;
        return HKI_YES;
    }
    return push_module(vm, t, hki_context_new(vm, t, &(hki_context_parts){.base = base}), keep, HKI_LEAVE_MODULE, to);
}

bool hki_module_finish(hki_vm *vm, hki_frame *frame)
{
    hki_object *m = hki_object_new(&vm->rt, &hki_module_class, MODULE_SLOTS);
    hki_dict *exports = m ? hki_context_exported(vm, frame->context) : NULL;
    if (!exports || !take_body(vm, frame, &m->slots[MODULE_BODY])) return false;
    hk_value made = hki_object_value(m);
    m->native = (void *)(uintptr_t)frame->t;
    m->slots[MODULE_EXPORTS] = hki_dict_value(exports);
    if (frame->keep && !hki_keep_find(&vm->modules, frame->t) && !hki_keep_add(vm, &vm->modules, frame->t, made)) return false;
    if (frame->leave == HKI_LEAVE_BODY) return write_body(vm, frame->up, made);
    *frame->to = made;
    return true;
}

const hki_dict *hki_vm_exports(hk_value module)
{
    return module.type == HKI_NONE ? NULL : hki_as_dict(hki_as_object(module)->slots[MODULE_EXPORTS]);
}

static int module_attr(hki_rt *rt, hki_object *m, const hki_str *name, hk_value *out)
{
    const hk_value *v = hki_dict_find_str(rt, hki_as_dict(m->slots[MODULE_EXPORTS]), name);
    const hki_str *own = ((const hki_template *)m->native)->name;
    if (v) {
        *out = *v;
        return HKI_YES;
    }
    if (!hki_str_is(name, "__name__", 8)) return HKI_NO;
    *out = own ? hki_str_value(own) : hki_none();
    return HKI_YES;
}

bool hki_import_name(hki_vm *vm, hk_value module, const hki_str *name, uint32_t line, hk_value *out)
{
    hki_rt *rt = &vm->rt;
    if (!hki_is_a(module, &hki_module_class)) return hki_raise(rt, HK_PROGRAM_ERROR, "an import from what is no module");
    int got = module_attr(rt, hki_as_object(module), name, out);
    if (got != HKI_NO) return got == HKI_YES;
    const hki_str *from = ((const hki_template *)hki_as_object(module)->native)->name, *here = vm->frame->t->name;
    hk_value from_name = from ? hki_str_value(from) : hki_none();
    if (!here)
        return hki_undefined_hint(rt, out, "the template %r (imported on line %d) does not export the requested name %r", from_name,
            (int)line, hki_str_value(name));
    return hki_undefined_hint(rt, out, "the template %r (imported on line %d in %r) does not export the requested name %r", from_name,
        (int)line, hki_str_value(here), hki_str_value(name));
}

/* ---- the object */

static void module_names(hki_rt *rt, hki_object *m, hki_suggest *s)
{
    (void)rt;
    hki_hint_keys(s, hki_as_dict(m->slots[MODULE_EXPORTS]));
}

static bool module_text(hki_rt *rt, hki_object *m, hki_buf *out)
{
    hk_value body = m->slots[MODULE_BODY];
    if (body.type == HKI_STRING) return hki_print(rt, out, body);
    for (uint32_t k = 0; k < hki_as_list(body)->count; k++) {
        hk_value piece = hki_as_list(body)->items[k];
        if (piece.type != HKI_STRING)
            return hki_raise(rt, HK_TYPE_ERROR, "sequence item %d: expected str instance, %t found", (int)k, piece);
        if (!hki_print(rt, out, piece)) return false;
    }
    return true;
}

static bool module_repr(hki_rt *rt, hki_object *m, hki_buf *out)
{
    (void)rt;
    const hki_str *name = ((const hki_template *)m->native)->name;
    hki_buf_str(out, "<TemplateModule ");
    if (name) hki_repr_text(out, name->data, name->size);
    else hki_buf_str(out, "memory");
    hki_buf_char(out, '>');
    return true;
}

const hki_class hki_module_class = {.name = "jinja2.environment.TemplateModule", .attr = module_attr, .print = module_text,
    .repr = module_repr, .html = module_text, .names = module_names};

static bool template_repr(hki_rt *rt, hki_object *o, hki_buf *out)
{
    (void)rt;
    const hki_str *name = ((const hki_template *)o->native)->name;
    hki_buf_str(out, "<Template ");
    if (name) hki_repr_text(out, name->data, name->size);
    else hki_buf_str(out, "memory");
    hki_buf_char(out, '>');
    return true;
}

const hki_class hki_template_class = {.name = "jinja2.environment.Template", .repr = template_repr};
