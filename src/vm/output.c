/* output.c: where text goes.
 *
 * In:  static text and values.   Out: pieces for the host's sink, or strings made of captures.
 * Always: vm->out is the chunk, what the host gave in its place, or the innermost capture. A piece handed to the sink ends with a whole
 * value, so never inside a code point. */
#include "vm/output.h"

#include "vm/limit.h"

enum { CHUNK = 32 * 1024, LARGE = 256 * 1024 };

bool hki_output_open(hki_vm *vm)
{
    hki_buf_init(&vm->chunk, vm->options.mem);
    vm->out = &vm->chunk;
    return true;
}

void hki_output_close(hki_vm *vm)
{
    hki_buf_free(&vm->chunk);
    for (uint32_t k = 0; k < vm->captures_cap; k++) {
        if (!vm->captures[k]) continue;
        hki_buf_free(vm->captures[k]);
        hki_mem_free(vm->options.mem, vm->captures[k], sizeof **vm->captures);
    }
    hki_mem_free(vm->options.mem, vm->captures, vm->captures_cap * sizeof *vm->captures);
    hki_mem_free(vm->options.mem, vm->collected, vm->collected_cap * sizeof *vm->collected);
    vm->captures = NULL;
    vm->collected = NULL;
    vm->captures_cap = vm->collected_cap = 0;
}

/* A buffer keeps its room for the next use, unless it is large. */
static void empty(hki_buf *b)
{
    if (b->cap > LARGE) hki_buf_free(b);
    b->size = 0;
    b->failed = b->over = false;
}

static void aim(hki_vm *vm)
{
    vm->out = vm->ncaptures ? vm->captures[vm->ncaptures - 1] : vm->into ? vm->into : &vm->chunk;
    vm->flush_at = vm->native ? 0 : vm->ncaptures ? SIZE_MAX : vm->pulled ? vm->pulled : vm->counted + CHUNK;
    hki_output_go_on(vm);
}

void hki_output_start(hki_vm *vm)
{
    vm->next = vm->stop = NULL;
    vm->ncaptures = vm->held = 0;
    vm->refused = NULL;
    vm->written = vm->pulled = 0;
    vm->counted = vm->into ? vm->into->size : 0;
    empty(&vm->chunk);
    aim(vm);
}

void hki_output_into(hki_vm *vm, hki_buf *b)
{
    hki_output_hold(vm);
    if (vm->into) vm->into->size = vm->counted;
    vm->into = b;
    vm->counted = b ? b->size : 0;
    aim(vm);
}

void hki_output_pull(hki_vm *vm, size_t size)
{
    hki_output_hold(vm);
    vm->pulled = size;
    empty(&vm->chunk);
    aim(vm);
}

uint32_t hki_output_to(hki_vm *vm, uint32_t level)
{
    uint32_t before = vm->ncaptures;
    hki_output_hold(vm);
    vm->ncaptures = level;
    aim(vm);
    return before;
}

static bool count(hki_vm *vm, size_t size)
{
    size_t limit = vm->options.limits.output;
    uint64_t before = vm->written;
    vm->written += size;
    if (!hki_spend(&vm->rt, vm->written / 32 - before / 32)) return false;
    return !limit || vm->written <= limit || hki_raise(&vm->rt, HK_LIMIT, "the output is larger than %z bytes", limit);
}

static bool hand_over(hki_vm *vm, const char *text, size_t size)
{
    const hki_host *host = vm->options.host;
    if (!count(vm, size)) return false;
    if (!size || host->write(host->sink, &vm->rt, text, size)) return true;
    if (!hki_failed(&vm->rt)) hki_raise(&vm->rt, HK_IO_ERROR, "the sink refused");
    return false;
}

bool hki_output_count(hki_vm *vm)
{
    hki_output_hold(vm);
    return vm->chunk.failed ? hki_raise_memory(&vm->rt) : count(vm, vm->chunk.size);
}

static bool count_in_place(hki_vm *vm)
{
    if (!count(vm, vm->into->size - vm->counted)) return false;
    vm->counted = vm->into->size;
    return true;
}

bool hki_output_flush(hki_vm *vm)
{
    hki_buf *b = vm->into ? vm->into : &vm->chunk;
    hki_output_hold(vm);
    if (b->failed) return hki_raise_memory(&vm->rt);
    if (vm->into) return count_in_place(vm);
    bool ok = hand_over(vm, b->data, b->size);
    empty(b);
    return ok;
}

bool hki_output_look(hki_vm *vm)
{
    if (vm->out->failed) return hki_raise_memory(&vm->rt);
    if (vm->ncaptures) return true;
    if (vm->pulled) return hki_pause(vm);
    bool ok = hki_output_flush(vm);
    aim(vm);
    return ok;
}

bool hki_output_text(hki_vm *vm, const char *text, size_t size)
{
    if (vm->native) {
        hki_str *s = hki_str_new(&vm->rt, text, size);
        return s && hki_native_put(vm, hki_str_value(s));
    }
    hki_output_hold(vm);
    if (vm->out == &vm->chunk && !vm->pulled && size >= CHUNK) return hki_output_flush(vm) && hand_over(vm, text, size);
    hki_buf_put(vm->out, text, size);
    return hki_output_check(vm);
}

static bool put_escaped(hki_vm *vm, const hki_str *s)
{
    hki_buf *out = vm->out;
    hki_output_hold(vm);
    size_t before = out->size;
    hki_buf_escape(out, s->data, s->size);
    if (out->size - before == s->size && !out->failed) hki_str_mark_plain(s);
    return hki_output_check(vm);
}

/* An operation that prints may run templates, which capture: the buffer is fixed before, and held. */
bool hki_output_value(hki_vm *vm, hk_value v, bool escape)
{
    hki_buf *out = vm->out;
    if (vm->native) return hki_native_put(vm, v);
    if (v.type == HKI_STRING && escape && !(v.flags & HKI_SAFE)) return put_escaped(vm, hki_as_str(v));
    uint32_t held = vm->held;
    hki_output_hold(vm);
    vm->held = vm->ncaptures + 1;
    bool ok = escape ? hki_print_escaped(&vm->rt, out, v) : hki_print(&vm->rt, out, v);
    vm->held = held;
    return ok && hki_output_check(vm);
}

void hki_refuse_piece(hki_vm *vm, hk_value v, uint32_t number)
{
    if (vm->refused && vm->refused_in == vm->ncaptures) return;
    vm->refused = hki_type_name(v);
    vm->refused_in = vm->ncaptures;
    vm->refused_number = number;
    bool through = vm->frame->leave == HKI_LEAVE_WRITTEN && vm->frame->ncaptures == vm->ncaptures;
    vm->refused_by = through ? vm->frame : NULL;
}

bool hki_pieces_raise(hki_vm *vm)
{
    const char *type = vm->refused;
    vm->refused = NULL;
    return hki_raise(&vm->rt, HK_TYPE_ERROR, "sequence item %z: expected str instance, %s found", (size_t)vm->refused_number, type);
}

static hki_buf *new_capture(hki_vm *vm)
{
    hki_buf *b = hki_mem_zero(vm->options.mem, 1, sizeof *b);
    if (!b) return NULL;
    hki_buf_init(b, vm->options.mem);
    return b;
}

static bool more_captures(hki_vm *vm)
{
    uint32_t cap = vm->captures_cap, more = cap ? cap * 2 : 8;
    hki_buf **grown = hki_mem_resize(vm->options.mem, vm->captures, cap * sizeof *grown, more * sizeof *grown);
    if (!grown) return hki_raise_memory(&vm->rt);
    memset(grown + cap, 0, (more - cap) * sizeof *grown);
    vm->captures = grown;
    vm->captures_cap = more;
    return true;
}

bool hki_capture_begin(hki_vm *vm)
{
    if (vm->ncaptures == vm->captures_cap && !more_captures(vm)) return false;
    hki_buf **slot = &vm->captures[vm->ncaptures];
    if (!*slot && !(*slot = new_capture(vm))) return hki_raise_memory(&vm->rt);
    hki_output_hold(vm);
    vm->ncaptures++;
    aim(vm);
    return !vm->native || hki_native_begin(vm);
}

void hki_capture_drop(hki_vm *vm)
{
    if (!vm->ncaptures) return;
    hki_output_hold(vm);
    empty(vm->out);
    vm->ncaptures--;
    aim(vm);
}

bool hki_mark_safe(hki_vm *vm, hk_value v, hk_value *out)
{
    if (v.type == HKI_OBJECT && hki_as_object(v)->cls->html) return hki_to_markup(&vm->rt, v, out);
    if (v.type != HKI_STRING && !hki_to_str(&vm->rt, v, &v)) return false;
    v.flags |= HKI_SAFE;
    *out = v;
    return true;
}

/* [jinja] Markup(native_concat(…)) */
static bool end_native(hki_vm *vm, bool safe, hk_value *out)
{
    if (!hki_native_concat(vm, hki_native_list(vm), out) || (safe && !hki_mark_safe(vm, *out, out))) return false;
    hki_capture_drop(vm);
    return true;
}

bool hki_capture_end(hki_vm *vm, bool safe, hk_value *out)
{
    if (!vm->ncaptures) return hki_raise(&vm->rt, HK_PROGRAM_ERROR, "no capture to end");
    hki_buf *b = vm->out;
    if (vm->native) return end_native(vm, safe, out);
    hki_output_hold(vm);
    if (!hki_pieces_ok(vm)) return false;
    if (b->failed) return hki_raise_memory(&vm->rt);
    hki_str *s = b->size ? hki_str_new(&vm->rt, b->data, b->size) : NULL;
    if (b->size && !s) return false;
    const hki_str *text = s ? s : &hki_str_empty;
    *out = safe ? hki_safe_value(text) : hki_str_value(text);
    hki_capture_drop(vm);
    return true;
}
