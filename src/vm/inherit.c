/* inherit.c: parents, blocks, super() and self.
 *
 * In:  names of parents, blocks.   Out: frames of the right version of a block; references to blocks.
 * Always: a block's versions are found along the context's chain of templates, most derived first, so that nothing has to be
 * prepared for templates that never use it. */
#include "vm/inherit.h"

#include "value/list.h"
#include "vm/context.h"
#include "vm/frame.h"
#include "vm/invoke.h"
#include "vm/module.h"
#include "vm/output.h"

enum { REF_CONTEXT, REF_NAME, REF_DEPTH, REF_SLOTS };

/* ---- the chain of templates */

static uint32_t chain_length(const hki_object *c)
{
    hk_value chain = c->slots[HKI_CTX_CHAIN];
    return chain.type == HKI_LIST ? hki_as_list(chain)->count : 1;
}

static const hki_template *chain_at(const hki_object *c, uint32_t k)
{
    hk_value chain = c->slots[HKI_CTX_CHAIN];
    return chain.type == HKI_LIST ? hki_as_list(chain)->items[k].as.p : hki_context_template(c);
}

static const hki_block *find_block(const hki_template *t, const hki_str *name)
{
    for (uint32_t k = 0; k < t->program.nblocks; k++) {
        const hki_block *b = &t->program.blocks[k];
        if (hki_str_equal(&t->names[b->name], name)) return b;
    }
    return NULL;
}

/* The version number `depth` of a block, 0 being the most derived; NULL: there are not so many. */
static const hki_block *find_version(const hki_object *c, const hki_str *name, int64_t depth, const hki_template **t)
{
    for (uint32_t k = 0; k < chain_length(c); k++) {
        const hki_block *b = find_block(chain_at(c, k), name);
        if (!b || depth--) continue;
        *t = chain_at(c, k);
        return b;
    }
    return NULL;
}

static bool start_chain(hki_vm *vm, hki_object *c)
{
    hk_value *chain = &c->slots[HKI_CTX_CHAIN];
    if (chain->type == HKI_LIST) return true;
    hki_list *l = hki_list_new(&vm->rt, 4);
    if (!l || !hki_list_push(&vm->rt, l, hki_plain_pointer(hki_context_template(c)))) return false;
    *chain = hki_list_value(l);
    return true;
}

bool hki_extend(hki_vm *vm, hk_value name)
{
    hki_frame *frame = vm->frame;
    hki_object *c = frame->context;
    const hki_template *t;
    if (!hki_template_get(vm, name, &t) || !start_chain(vm, c)) return false;
    if (!hki_list_push(&vm->rt, hki_as_list(c->slots[HKI_CTX_CHAIN]), hki_plain_pointer(t))) return false;
    frame->parent = t;
    return true;
}

int hki_parent_push(hki_vm *vm)
{
    const hki_template *t = vm->frame->parent;
    if (!t || vm->no_blocks) return HKI_YES;
    if (vm->nframes > vm->max_frames) {     /* [python] worded as and where Jinja2 meets it, which is one frame later here */
        hki_raise(&vm->rt, HK_RECURSION_ERROR, "maximum recursion depth exceeded in comparison");
        return HKI_ERROR;
    }
    vm->max_frames++;
    const hki_frame *frame = hki_frame_push(vm, t, hki_func_at(t, 0), vm->frame->context, hki_stack_mark(vm));
    vm->max_frames--;
    return frame ? HKI_PUSHED : HKI_ERROR;
}

/* ---- blocks */

int hki_block_push(hki_vm *vm, uint32_t block, bool required, hki_object *context)
{
    const hki_template *own = vm->frame->t, *t = own, *other;
    const hki_block *b = &own->program.blocks[block];
    const hki_str *name = &own->names[b->name];
    if (vm->no_blocks) return HKI_YES;
    if (context->slots[HKI_CTX_CHAIN].type == HKI_LIST || hki_context_template(context) != own) b = find_version(context, name, 0, &t);
    if (!b || (required && !find_version(context, name, 1, &other))) {
        hki_raise(&vm->rt, HK_TEMPLATE_RUNTIME_ERROR, "Required block %r not found", hki_str_value(name));
        return HKI_ERROR;
    }
    return hki_frame_push(vm, t, hki_func_at(t, b->func), context, hki_stack_mark(vm)) ? HKI_PUSHED : HKI_ERROR;
}

const hki_template *hki_chain_at(const hki_object *context, uint32_t k)
{
    return k < chain_length(context) ? chain_at(context, k) : NULL;
}

int hki_block_push_named(hki_vm *vm, const hki_str *name, hki_object *context)
{
    const hki_template *t, *other;
    const hki_block *b = find_version(context, name, 0, &t);
    if (!b) return HKI_NO;
    if ((b->flags & HKI_BLOCK_REQUIRED) && !find_version(context, name, 1, &other)) {
        hki_raise(&vm->rt, HK_TEMPLATE_RUNTIME_ERROR, "Required block %r not found", hki_str_value(name));
        return HKI_ERROR;
    }
    return hki_frame_push(vm, t, hki_func_at(t, b->func), context, hki_stack_mark(vm)) ? HKI_PUSHED : HKI_ERROR;
}

static bool reference(hki_rt *rt, hki_object *context, const hki_str *name, int64_t depth, hk_value *out)
{
    hki_object *o = hki_object_new(rt, &hki_block_class, REF_SLOTS);
    if (!o) return false;
    o->slots[REF_CONTEXT] = hki_object_value(context);
    o->slots[REF_NAME] = hki_str_value(name);
    o->slots[REF_DEPTH] = hki_int(depth);
    *out = hki_object_value(o);
    return true;
}

int hki_block_call(hki_vm *vm, hki_object *r, hki_mark below, hk_value *to)
{
    hki_object *context = hki_as_object(r->slots[REF_CONTEXT]);
    const hki_template *t;
    const hki_block *b = find_version(context, hki_as_str(r->slots[REF_NAME]), r->slots[REF_DEPTH].as.i, &t);
    if (!b) hki_raise(&vm->rt, HK_RUNTIME_ERROR, "a block that is gone");
    hki_frame *frame = b ? hki_frame_push(vm, t, hki_func_at(t, b->func), context, below) : NULL;
    if (!frame) return HKI_ERROR;
    frame->leave = HKI_LEAVE_TEXT;
    frame->safe = hki_context_autoescape(context);
    frame->to = to;
    if (hki_capture_begin(vm)) return HKI_PUSHED;
    hki_frame_pop(vm);
    return HKI_ERROR;
}

/* A reference to version `depth`, or the undefined value that `super` is then. */
static bool reference_or_undefined(hki_rt *rt, hki_object *context, const hki_str *name, int64_t depth, hk_value *out)
{
    const hki_template *t;
    if (find_version(context, name, depth, &t)) return reference(rt, context, name, depth, out);
    return hki_undefined_hint(rt, out, "there is no parent block called %r.", hki_str_value(name));
}

bool hki_super_new(hki_vm *vm, uint32_t block, hk_value *out)
{
    const hki_frame *frame = vm->frame;
    const hki_template *t = frame->t;
    const hki_str *name = &t->names[t->program.blocks[block].name];
    int64_t depth = 0;
    for (uint32_t k = 0; k < chain_length(frame->context) && chain_at(frame->context, k) != t; k++)
        if (find_block(chain_at(frame->context, k), name)) depth++;
    return reference_or_undefined(&vm->rt, frame->context, name, depth + 1, out);
}

bool hki_self_new(hki_vm *vm, hk_value *out)
{
    hki_object *o = hki_object_new(&vm->rt, &hki_self_class, 1);
    if (!o) return false;
    o->slots[0] = hki_object_value(vm->frame->context);
    *out = hki_object_value(o);
    return true;
}

/* ---- the objects */

static int block_attr(hki_rt *rt, hki_object *r, const hki_str *name, hk_value *out)
{
    const hki_str *block = hki_as_str(r->slots[REF_NAME]);
    if (hki_str_is(name, "name", 4)) {
        *out = hki_str_value(block);
        return HKI_YES;
    }
    if (!hki_str_is(name, "super", 5)) return HKI_NO;
    hki_object *context = hki_as_object(r->slots[REF_CONTEXT]);
    return reference_or_undefined(rt, context, block, r->slots[REF_DEPTH].as.i + 1, out) ? HKI_YES : HKI_ERROR;
}

/* [python] the private attribute by its mangled name: templates ask it for the name of the page that is rendered. */
static int self_attr(hki_rt *rt, hki_object *o, const hki_str *name, hk_value *out)
{
    (void)rt;
    if (!hki_str_is(name, "_TemplateReference__context", 27)) return HKI_NO;
    *out = o->slots[0];
    return HKI_YES;
}

static int self_item(hki_rt *rt, hki_object *o, hk_value key, hk_value *out)
{
    hki_object *context = hki_as_object(o->slots[0]);
    const hki_template *t;
    if (key.type != HKI_STRING || !find_version(context, hki_as_str(key), 0, &t)) return HKI_NO;
    return reference(rt, context, hki_as_str(key), 0, out) ? HKI_YES : HKI_ERROR;
}

/* [python] What has items is walked by their numbers, and there is no block of the name 0. */
static bool self_iterate(hki_rt *rt, hki_object *o, hk_value *out)
{
    (void)o;
    (void)out;
    return hki_raise(rt, HK_KEY_ERROR, "0");
}

static bool self_repr(hki_rt *rt, hki_object *o, hki_buf *out)
{
    (void)rt;
    const hki_str *name = hki_context_template(hki_as_object(o->slots[0]))->name;
    hki_buf_str(out, "<TemplateReference ");
    if (name) hki_repr_text(out, name->data, name->size);
    else hki_buf_str(out, "None");
    hki_buf_char(out, '>');
    return true;
}

const hki_class hki_block_class = {.name = "jinja2.runtime.BlockReference", .attr = block_attr, .call = hki_object_call};
const hki_class hki_self_class = {.name = "jinja2.runtime.TemplateReference", .attr = self_attr, .item = self_item, .iterate = self_iterate,
    .repr = self_repr};
