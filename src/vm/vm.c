/* vm.c: entry of the room.
 *
 * In:  a template, variables, a sink.   Out: its text, or a value; on failure the error with its place.
 * Always: between two renders the VM holds memory, but no value that is used again. */
#include "vm/vm.h"

#include "value/dict.h"
#include "value/list.h"
#include "value/take.h"
#include "vm/collect.h"
#include "vm/context.h"
#include "vm/frame.h"
#include "vm/guess.h"
#include "vm/inherit.h"
#include "vm/invoke.h"
#include "vm/keep.h"
#include "vm/limit.h"
#include "vm/output.h"
#include "vm/run.h"

static void set_rt(hki_vm *vm)
{
    const hki_vm_options *o = &vm->options;
    vm->rt = (hki_rt){.region = &vm->region, .error = &vm->no_error, .up = &vm->up, .host = vm, .env = o->host ? o->host->env : NULL,
        .policies = o->policies, .hash_seed = o->hash_seed, .interned = o->interned, .random = o->random, .undefined = o->undefined,
        .undefined_log = o->undefined_log, .regexes = o->regexes,
        .sandbox = o->sandbox, .newline = o->newline};
    hki_buf_init(&vm->rt.scratch, o->mem);
}

/* What one run leaves to the next: the memory of `scratch`, and where the random numbers are. Nothing else of it changes but this. */
static void reset_rt(hki_vm *vm)
{
    hki_rt *rt = &vm->rt;
    rt->error = &vm->no_error;
    rt->autoescape = false;
    rt->depth = 0;
    rt->printing = NULL;
    rt->scratch.size = 0;
    rt->scratch.failed = rt->scratch.over = false;
}

hki_vm *hki_vm_new(const hki_vm_options *options)
{
    hki_vm *vm = hki_mem_zero(options->mem, 1, sizeof *vm);
    if (!vm) return NULL;
    vm->options = *options;
    hki_budget_init(&vm->budget, options->mem, options->limits.memory);
    if (options->limits.memory) vm->options.mem = &vm->budget.hooks;
    if (options->up) vm->up = *options->up;
    vm->up.call = hki_call_value;
    vm->up.variable = hki_variable;
    vm->native = options->native;
    hki_region_init(&vm->region, vm->options.mem, HKI_SPACE_RENDER);
    hki_error_init(&vm->no_error, options->mem);
    set_rt(vm);
    hki_output_open(vm);
    hki_limits_start(vm);
    if (hki_stack_open(vm)) return vm;
    hki_vm_free(vm);
    return NULL;
}

void hki_vm_free(hki_vm *vm)
{
    if (!vm) return;
    hki_stack_close(vm);
    hki_output_close(vm);
    hki_keep_free(vm, &vm->modules);
    hki_keep_free(vm, &vm->globals);
    hki_buf_free(&vm->rt.scratch);
    hki_error_free(&vm->no_error);
    hki_region_clear(&vm->region);
    hki_mem_free(vm->budget.mem, vm, sizeof *vm);
}

hki_rt *hki_vm_rt(hki_vm *vm)
{
    return &vm->rt;
}

const hki_host *hki_vm_host(const hki_vm *vm)
{
    return vm->options.host;
}

const hk_value *hki_vm_variable(hki_vm *vm, const hki_str *name)
{
    return vm->frame ? hki_context_find(vm, vm->frame->context, name) : NULL;
}

const hki_str *hki_vm_template_name(const hki_vm *vm)
{
    return vm->frame ? vm->frame->t->name : NULL;
}

void hki_vm_reset(hki_vm *vm)
{
    if (vm->fresh) return;
    vm->fresh = true;
    hki_frame_drop_all(vm);
    hki_region_rewind(&vm->region);
    hki_error_clear(&vm->no_error);
    reset_rt(vm);
    vm->modules.count = vm->globals.count = 0;
    memset(vm->inline_if, 0, sizeof vm->inline_if);
    vm->base = hki_none();
    vm->result = hki_none();
    vm->given = hki_none();
    vm->native = vm->options.native;
    vm->outside = false;
    hki_output_start(vm);
    hki_limits_start(vm);
}

void hki_vm_write_into(hki_vm *vm, hki_buf *b) { hki_output_into(vm, b); }

/* A fresh start, and the context of `t`; NULL after raising. */
static hki_object *start(hki_vm *vm, const hki_template *t, const hki_dict *context, hki_error *error)
{
    hki_vm_reset(vm);
    hki_guesses_check(vm);
    hki_template_ready(&vm->rt, t);
    vm->fresh = false;
    vm->rt.error = error;
    hki_context_parts parts = {.base = context ? hki_pointer(HKI_DICT, context) : hki_none()};
    hki_take_new(&vm->base, &parts.base);
    return hki_context_new(vm, t, &parts);
}

static bool is_expression(const hki_template *t) { return (t->program.flags & HKI_PROGRAM_EXPRESSION) != 0; }

/* Pushes the root function; its value, if it has one, goes to vm->result. */
static bool push_root(hki_vm *vm, const hki_template *t, const hki_dict *context, hki_error *error)
{
    hki_object *c = start(vm, t, context, error);
    if (vm->native && !hki_native_begin(vm)) return false;
    hki_frame *frame = c ? hki_frame_push(vm, t, hki_func_at(t, 0), c, hki_stack_mark(vm)) : NULL;
    if (!frame) return false;
    frame->outermost = true;
    frame->leave = is_expression(t) ? HKI_LEAVE_VALUE : HKI_LEAVE_PLAIN;
    frame->to = &vm->result;
    return true;
}

static bool run_root(hki_vm *vm, const hki_template *t, const hki_dict *context, hki_error *error)
{
    if (!push_root(vm, t, context, error) || !hki_run(vm)) return false;
    if (!vm->native) return hki_pieces_ok(vm) && hki_output_flush(vm);
    return is_expression(t) || hki_native_concat(vm, hki_native_list(vm), &vm->result);
}

static bool finish(hki_vm *vm, bool ok)
{
    vm->rt.error = &vm->no_error;
    return ok;
}

bool hki_vm_render(hki_vm *vm, const hki_template *t, const hki_dict *context, hki_error *error)
{
    bool ok = run_root(vm, t, context, error);
    if (ok && vm->native) {     /* the value's text */
        vm->native = false;
        hki_output_start(vm);
        ok = hki_output_value(vm, vm->result, false) && hki_output_flush(vm);
        vm->native = true;
    }
    return finish(vm, ok);
}

bool hki_vm_evaluate(hki_vm *vm, const hki_template *t, const hki_dict *context, hki_error *error, hk_value *out)
{
    bool ok = run_root(vm, t, context, error);
    *out = vm->result;
    return finish(vm, ok);
}

/* ---- a block */

static bool extends_another(const hki_template *t)
{
    const hki_program *p = &t->program;
    for (uint32_t i = 0; i < p->ncode; i++)
        if (p->code[i].op == HKI_OPCODE_EXTENDS) return true;
    return false;
}

/* Runs the root of `t` in the context in vm->result, which a collection may move; what it writes is dropped. */
static bool run_muted(hki_vm *vm, const hki_template *t)
{
    if (!hki_capture_begin(vm)) return false;
    hki_frame *frame = hki_frame_push(vm, t, hki_func_at(t, 0), hki_as_object(vm->result), hki_stack_mark(vm));
    if (!frame) return false;
    frame->outermost = true;
    vm->no_blocks = true;
    bool ok = hki_run(vm);
    vm->no_blocks = false;
    hki_capture_drop(vm);
    return ok;
}

/* Of a chain of parents all are run but the last, which extends nothing. */
static bool prepare_block(hki_vm *vm, const hki_template *t)
{
    if (!run_muted(vm, t)) return false;
    for (uint32_t k = 1; (t = hki_chain_at(hki_as_object(vm->result), k)) && extends_another(t); k++)
        if (!run_muted(vm, t)) return false;
    return true;
}

/* Pushes the block, after what stands outside of blocks was run. HKI_NO: there is none. */
static int push_block(hki_vm *vm, const hki_template *t, const hki_str *name, const hki_dict *context, hki_error *error)
{
    hki_object *c = start(vm, t, context, error);
    if (c) vm->result = hki_object_value(c);
    vm->native = false;         /* a block is text; until hki_vm_reset */
    hki_output_start(vm);
    if (!c || !prepare_block(vm, t)) return HKI_ERROR;
    int pushed = hki_block_push_named(vm, name, hki_as_object(vm->result));
    if (pushed != HKI_PUSHED) return pushed;
    vm->frame->outermost = true;
    return HKI_YES;
}

int hki_vm_block(hki_vm *vm, const hki_template *t, const hki_str *name, const hki_dict *context, hki_error *error)
{
    int answer = push_block(vm, t, name, context, error);
    if (answer == HKI_YES && !(hki_run(vm) && hki_pieces_ok(vm) && hki_output_flush(vm))) answer = HKI_ERROR;
    finish(vm, answer == HKI_YES);
    return answer;
}

/* ---- in steps */

int hki_vm_pull_begin(hki_vm *vm, const hki_template *t, const hki_str *block, const hki_dict *context, hki_error *error)
{
    int answer = block ? push_block(vm, t, block, context, error) : push_root(vm, t, context, error) ? HKI_YES : HKI_ERROR;
    finish(vm, answer == HKI_YES);
    return answer;
}

static bool run_slice(hki_vm *vm, uint64_t steps)
{
    hki_limit_slice(vm, steps ? steps + hki_run_owed(vm) : 0);
    if (!hki_run(vm)) return false;
    if (vm->frame) return true;
    if (!vm->native) return hki_pieces_ok(vm);
    /* with native types the text is that of the whole value */
    return hki_native_concat(vm, hki_native_list(vm), &vm->result) && hki_print(&vm->rt, &vm->chunk, vm->result);
}

int hki_vm_pull(hki_vm *vm, size_t size, uint64_t steps, hki_error *error, const char **text, size_t *got)
{
    vm->rt.error = error;
    hki_output_pull(vm, size);
    bool ok = run_slice(vm, steps) && hki_output_count(vm);
    *text = vm->chunk.data;
    *got = vm->chunk.size;
    finish(vm, ok);
    return !ok ? HKI_ERROR : vm->frame ? HKI_YES : HKI_NO;
}

/* ---- a module */

bool hki_vm_module(hki_vm *vm, const hki_template *t, const hki_dict *context, hki_error *error, const hk_value **out)
{
    hki_object *c = start(vm, t, context, error);
    hki_frame *frame = c ? hki_frame_push(vm, t, hki_func_at(t, 0), c, hki_stack_mark(vm)) : NULL;
    if (!frame) return finish(vm, false);
    frame->outermost = true;
    frame->leave = HKI_LEAVE_MODULE;
    frame->to = &vm->result;
    bool ok = hki_capture_begin(vm);
    if (ok) ok = hki_run(vm);
    else hki_frame_pop(vm);
    *out = &vm->result;
    return finish(vm, ok);
}

/* A host's call may come out of a function that another call runs: that one goes on with its own error, and neither's limits start anew. */
typedef struct outer { hki_error *error; bool autoescape, runs; } outer;

static outer enter(hki_vm *vm, hki_error *error)
{
    outer o = {vm->rt.error, vm->rt.autoescape, vm->frame || vm->native_depth};
    if (!o.runs) hki_fuel_start(vm);
    hki_guesses_check(vm);
    vm->rt.error = error;
    return o;
}

static void leave(hki_vm *vm, outer o)
{
    vm->rt.error = o.error;
    vm->rt.autoescape = o.autoescape;
}

static bool is_there(hki_vm *vm) { return hki_vm_exports(vm->result) || hki_raise_memory(&vm->rt); }

/* What earlier calls left is dropped before there is much of it; the arguments may be what one of them gave. */
static bool drop_garbage(hki_vm *vm, hki_args *args)
{
    if (vm->region.bytes < vm->collect_at) return true;
    hki_list *kept = hki_tuple_new(&vm->rt, args->pos, args->npos);
    if (!kept) return false;
    vm->given = hki_list_value(kept);
    bool ok = hki_collect(vm);
    args->pos = hki_as_list(vm->given)->items;
    vm->given = hki_none();
    return ok;
}

static int call_export(hki_vm *vm, bool inside, const hki_str *name, hki_args *args, hk_value *out)
{
    if (!inside && !drop_garbage(vm, args)) return HKI_ERROR;
    if (!is_there(vm)) return HKI_ERROR;
    const hk_value *callee = hki_dict_find_str(&vm->rt, hki_vm_exports(vm->result), name);
    if (!callee) return HKI_NO;
    bool ok = inside ? hki_call_value(&vm->rt, *callee, args, out) : hki_call_outermost(vm, *callee, args, out);
    return ok ? HKI_YES : HKI_ERROR;
}

int hki_vm_call(hki_vm *vm, const hki_str *name, const hki_args *args, hki_error *error, hk_value *out)
{
    hki_args own = *args;
    outer o = enter(vm, error);
    int answer = call_export(vm, o.runs, name, &own, out);
    leave(vm, o);
    return answer;
}

bool hki_vm_module_text(hki_vm *vm, hki_error *error, hki_buf *out)
{
    outer o = enter(vm, error);
    vm->native_depth++;
    bool ok = is_there(vm) && hki_print(&vm->rt, out, vm->result);
    vm->native_depth--;
    leave(vm, o);
    return ok;
}
