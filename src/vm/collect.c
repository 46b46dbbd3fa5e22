/* collect.c: the copying collection of a render's region, and the thaw of the host's data.
 *
 * In:  the VM's registers, frames and kept values.   Out: the same values in a new region; the old one is given back.
 * Always: runs only while no native code does, so that nothing else holds a pointer into the region. A moved object's old place
 * says where it went (struct moved). What is frozen holds no pointer into the region, and is neither moved nor looked into, but by
 * a thaw, which remembers its copies in a table beside, for the original must not be written to. */
#include "vm/collect.h"

#include "base/hash.h"
#include "vm/frame.h"
#include "vm/keep.h"
#include "vm/limit.h"

struct moved { hki_obj head; hki_obj *to; };

/* Copies by original: open addressing, a power of two. */
typedef struct copies { const hki_obj **from; hki_obj **to; size_t count, size; } copies;

typedef struct collection {
    hki_vm *vm;
    hki_region to;
    hki_obj **pending;          /* copies whose values are still the old ones */
    size_t npending, cap;
    copies frozen;
    bool thaw, failed;
} collection;

/* ---- the table of a thaw */

static size_t slot_of(const copies *t, const hki_obj *from)
{
    size_t mask = t->size - 1, slot = hki_hash_word(0, (uint64_t)(uintptr_t)from) & mask;
    while (t->from[slot] && t->from[slot] != from) slot = (slot + 1) & mask;
    return slot;
}

static hki_obj *find_copy(const copies *t, const void *from)
{
    return t->size ? t->to[slot_of(t, from)] : NULL;
}

static void free_copies(collection *c, copies *t)
{
    hki_mem_free(c->to.mem, t->from, t->size * sizeof(hki_obj *));
    hki_mem_free(c->to.mem, t->to, t->size * sizeof(hki_obj *));
}

static bool grow_copies(collection *c)
{
    copies *old = &c->frozen, grown = {.count = old->count, .size = old->size ? old->size * 2 : 64};
    grown.from = hki_mem_zero(c->to.mem, grown.size, sizeof(hki_obj *));
    grown.to = hki_mem_zero(c->to.mem, grown.size, sizeof(hki_obj *));
    if (!grown.from || !grown.to) {
        free_copies(c, &grown);
        return false;
    }
    for (size_t k = 0; k < old->size; k++) {
        if (!old->from[k]) continue;
        size_t slot = slot_of(&grown, old->from[k]);
        grown.from[slot] = old->from[k];
        grown.to[slot] = old->to[k];
    }
    free_copies(c, old);
    *old = grown;
    return true;
}

static bool remember_copy(collection *c, const hki_obj *from, hki_obj *to)
{
    copies *t = &c->frozen;
    if (t->count * 2 >= t->size && !grow_copies(c)) return false;
    size_t slot = slot_of(t, from);
    t->from[slot] = from;
    t->to[slot] = to;
    t->count++;
    return true;
}

/* ---- copying one object, its values still the old ones */

static void *copy_bytes(collection *c, const void *from, size_t size, size_t room)
{
    char *to = hki_region_alloc(&c->to, room > size ? room : size);
    if (to) memcpy(to, from, size);
    return to;
}

static bool later(collection *c, hki_obj *o)
{
    if (c->npending == c->cap) {
        size_t more = c->cap ? c->cap * 2 : 256;
        hki_obj **grown = hki_mem_resize(c->to.mem, c->pending, c->cap * sizeof *grown, more * sizeof *grown);
        if (!grown) return false;
        c->pending = grown;
        c->cap = more;
    }
    c->pending[c->npending++] = o;
    return true;
}

/* The newest end of a growing block gets one of its own with room to grow; any other text of a block stands alone from now on. */
static hki_obj *copy_string(collection *c, const hki_str *s)
{
    bool inside = s->data == (const char *)(s + 1), grows = s->head.flags & HKI_STR_GROWS, newest = hki_str_newest_of(s) != NULL;
    bool borrowed = !inside && !grows;
    hki_str *to = copy_bytes(c, s, sizeof *s, borrowed || newest ? 0 : sizeof *s + s->size);
    if (!to || borrowed) return to ? &to->head : NULL;
    char *data = (char *)(to + 1);
    if (newest) {
        size_t cap = (size_t)s->size + s->size / 2;
        hki_strgrow *grow = hki_region_alloc(&c->to, sizeof *grow + cap);
        if (!grow) return NULL;
        *grow = (hki_strgrow){.used = s->size, .cap = cap};
        data = grow->data;
    } else {
        to->head.flags &= (uint16_t)~HKI_STR_GROWS;
    }
    if (s->size) memcpy(data, s->data, s->size);
    to->data = data;
    return &to->head;
}

static hki_obj *copy_list(collection *c, const hki_list *l)
{
    hki_list *to = copy_bytes(c, l, sizeof *l, 0);
    size_t most = (size_t)l->count + l->count / 2 + 4, room = l->head.type == HKI_TUPLE ? l->count : l->cap < most ? l->cap : most;
    if (!to) return NULL;
    if (room < l->count) room = l->count;
    to->items = hki_region_array(&c->to, room, sizeof *l->items);
    if (!to->items) return NULL;
    if (l->count) memcpy(to->items, l->items, l->count * sizeof *l->items);
    to->cap = (uint32_t)room;
    return &to->head;
}

/* Entries keep their numbers, for iterators count on them. */
static hki_obj *copy_dict(collection *c, const hki_dict *d)
{
    hki_dict *to = copy_bytes(c, d, sizeof *d, 0);
    if (!to || !d->cap) return to ? &to->head : NULL;
    to->entries = hki_region_array(&c->to, d->cap, sizeof *d->entries);
    if (!to->entries) return NULL;
    if (d->used) memcpy(to->entries, d->entries, d->used * sizeof *d->entries);
    if (d->index_size) to->index = copy_bytes(c, d->index, d->index_size * sizeof *d->index, 0);
    return to->index || !d->index_size ? &to->head : NULL;
}

/* How large an object is that is copied as it stands. */
static size_t plain_size(const hki_obj *o)
{
    switch (o->type) {
    case HKI_BIGINT: return sizeof(hki_bigint) + ((const hki_bigint *)(const void *)o)->size * sizeof(uint32_t);
    case HKI_BYTES: return sizeof(hki_bytes) + ((const hki_bytes *)(const void *)o)->size;
    case HKI_RANGE: return sizeof(hki_range);
    case HKI_VIEW: return sizeof(hki_view);
    case HKI_ITER: return sizeof(hki_iter) + ((const hki_iter *)(const void *)o)->nslots * sizeof(hk_value);
    case HKI_METHOD: return sizeof(hki_method);
    case HKI_OBJECT: return sizeof(hki_object) + ((const hki_object *)(const void *)o)->nslots * sizeof(hk_value);
    default: return sizeof(hki_undef);
    }
}

static hki_obj *copy_object(collection *c, const hki_obj *o)
{
    switch (o->type) {
    case HKI_STRING: return copy_string(c, (const hki_str *)(const void *)o);
    case HKI_LIST:
    case HKI_TUPLE: return copy_list(c, (const hki_list *)(const void *)o);
    case HKI_DICT: return copy_dict(c, (const hki_dict *)(const void *)o);
    default: return copy_bytes(c, o, plain_size(o), sizeof(struct moved));
    }
}

static bool holds_values(const hki_obj *o)
{
    return o->type != HKI_STRING && o->type != HKI_BIGINT && o->type != HKI_BYTES && o->type != HKI_RANGE;
}

static hki_obj *fail(collection *c, hki_obj *o)
{
    c->failed = true;
    return o;
}

/* A list or dict of the host, and what may hold one. */
static hki_obj *thaw(collection *c, hki_obj *o)
{
    if (o->type != HKI_LIST && o->type != HKI_TUPLE && o->type != HKI_DICT && o->type != HKI_VIEW) return o;
    hki_obj *to = find_copy(&c->frozen, o);
    if (to) return to;
    to = copy_object(c, o);
    if (!to || !remember_copy(c, o, to) || !later(c, to)) return fail(c, o);
    to->space = HKI_SPACE_RENDER;
    to->hash = 0;
    return to;
}

/* Where an object stands now. */
static hki_obj *move(collection *c, hki_obj *o)
{
    if (o->space != HKI_SPACE_RENDER) return c->thaw ? thaw(c, o) : o;
    struct moved *old = (struct moved *)(void *)o;
    if (o->flags & HKI_MOVED) return old->to;
    hki_obj *to = copy_object(c, o);
    if (!to || (holds_values(to) && !later(c, to))) return fail(c, o);
    o->flags |= HKI_MOVED;
    old->to = to;
    return to;
}

static inline void move_value(collection *c, hk_value *v)
{
    if (hki_has_object(*v) && v->type != HKI_REMOVED) v->as.p = move(c, v->as.p);
}

static void move_values(collection *c, hk_value *v, size_t count)
{
    for (size_t k = 0; k < count; k++) move_value(c, v + k);
}

/* ---- what a copy holds */

static void scan_dict(collection *c, hki_dict *d)
{
    for (uint32_t k = 0; k < d->used; k++) {
        if (d->entries[k].key.type == HKI_REMOVED) continue;
        move_value(c, &d->entries[k].key);
        move_value(c, &d->entries[k].value);
    }
}

static void scan(collection *c, hki_obj *o)
{
    switch (o->type) {
    case HKI_LIST:
    case HKI_TUPLE: move_values(c, ((hki_list *)(void *)o)->items, ((hki_list *)(void *)o)->count); break;
    case HKI_DICT: scan_dict(c, (hki_dict *)(void *)o); break;
    case HKI_VIEW: ((hki_view *)(void *)o)->dict = (hki_dict *)(void *)move(c, &((hki_view *)(void *)o)->dict->head); break;
    case HKI_ITER: move_values(c, ((hki_iter *)(void *)o)->slots, ((hki_iter *)(void *)o)->nslots); break;
    case HKI_METHOD: move_value(c, &((hki_method *)(void *)o)->receiver); break;
    case HKI_OBJECT: move_values(c, ((hki_object *)(void *)o)->slots, ((hki_object *)(void *)o)->nslots); break;
    default: move_values(c, &((hki_undef *)(void *)o)->hint, 3); break;
    }
}

_Static_assert(offsetof(hki_undef, name) == offsetof(hki_undef, hint) + 2 * sizeof(hk_value), "hint, object and name stand in a row");

/* ---- the whole */

static void move_kept(collection *c, hki_kept *item, uint32_t count)
{
    for (uint32_t k = 0; k < count; k++) move_value(c, &item[k].value);
}

static void move_roots(collection *c)
{
    hki_vm *vm = c->vm;
    for (hki_frame *f = vm->frame; f; f = f->up) {
        f->context = (hki_object *)(void *)move(c, &f->context->head);
        move_values(c, hki_frame_regs(f), (size_t)f->f->nregs + f->f->ncells);
    }
    move_kept(c, vm->modules.item, vm->modules.count);
    move_kept(c, vm->globals.item, vm->globals.count);
    move_kept(c, vm->inline_if, HKI_NEAR_IFS);
    for (uint32_t k = 0; vm->native && k <= vm->ncaptures; k++) move_value(c, &vm->collected[k]);
    move_value(c, &vm->base);
    move_value(c, &vm->result);
    move_value(c, &vm->given);
    while (c->npending && !c->failed) scan(c, c->pending[--c->npending]);
}

/* Contexts that are made later stand on the same globals as those there are. */
static bool keep_globals(collection *c)
{
    hki_vm *vm = c->vm;
    for (hki_frame *f = vm->frame; f; f = f->up) {
        const hki_dict *g = f->t->globals;
        hki_obj *own = g ? find_copy(&c->frozen, g) : NULL;
        if (!own || hki_keep_find(&vm->globals, g)) continue;
        if (!hki_keep_add(vm, &vm->globals, g, hki_pointer(HKI_DICT, own))) return false;
    }
    return true;
}

static bool collect(hki_vm *vm, bool thaws)
{
    collection c = {.vm = vm, .thaw = thaws};
    hki_region old = vm->region;
    hki_region_init(&c.to, old.mem, HKI_SPACE_RENDER);
    move_roots(&c);
    bool ok = !c.failed && (!thaws || keep_globals(&c));
    free_copies(&c, &c.frozen);
    hki_mem_free(old.mem, c.pending, c.cap * sizeof *c.pending);
    if (!ok) {
        hki_region_clear(&c.to);
        vm->result = hki_none();        /* half of what there was has moved, and is lost */
        return hki_raise_memory(&vm->rt);
    }
    c.to.limit = old.limit;
    vm->region = c.to;
    hki_region_clear(&old);
    hki_limit_collected(vm);
    return true;
}

bool hki_collect(hki_vm *vm)
{
    return collect(vm, false);
}

bool hki_thaw(hki_vm *vm)
{
    return collect(vm, true);
}
