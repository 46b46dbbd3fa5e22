/* filters_value.c: filters that take any value as it is: default, attr, pprint, length. */
#include "lib/filters.h"
#include "lib/lib.h"
#include "value/text.h"

/* default(default_value='', boolean=False) */
bool hki_filter_default(hki_call *c)
{
    bool take = c->arg[0].type == HKI_UNDEFINED, boolean;
    if (!take) {
        if (!hki_arg_truth(c, 2, &boolean)) return false;
        int truth = boolean ? hki_truth(c->rt, c->arg[0]) : HKI_YES;
        if (truth == HKI_ERROR) return false;
        take = truth == HKI_NO;
    }
    c->result = c->arg[take];
    return true;
}

/* attr(name): an attribute, never an item. The look-up that follows a successful one is the sandbox's. */
bool hki_filter_attr(hki_call *c)
{
    hki_rt *rt = c->rt;
    hk_value object = c->arg[0], name = c->arg[1];
    uint32_t hash;
    if (name.type != HKI_STRING)
        return hki_hash(rt, name, &hash) && hki_raise(rt, HK_TYPE_ERROR, "attribute name must be string, not '%t'", name);
    int found = hki_attr_only(rt, object, hki_as_str(name), &c->result);
    return found == HKI_YES || (found == HKI_NO && hki_undefined_of(rt, object, name, &c->result));
}

bool hki_filter_pprint(hki_call *c)
{
    size_t mark = hki_text_begin(c->rt);
    if (hki_pprint(c->rt, &c->rt->scratch, c->arg[0], 0)) return hki_text_end(c->rt, mark, 0, &c->result);
    hki_text_drop(c->rt, mark);
    return false;
}

bool hki_filter_length(hki_call *c)
{
    int64_t length = hki_length(c->rt, c->arg[0]);
    c->result = hki_int(length);
    return length >= 0;
}
