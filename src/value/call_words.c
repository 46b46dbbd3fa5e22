/* call_words.c: what Python says of a call with wrong arguments.
 *
 * In:  a function, the arguments, and what was bound of them so far.   Out: a TypeError in Python's words.
 * Always: of several mistakes the one is told that CPython 3.11 finds first; functions written in C count first and look at names
 * afterwards, functions written in Python the other way round. [python] */
#include "value/call_words.h"

#include "value/hint.h"
#include "value/str.h"

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

/* The function's name behind the last point: "center" of "str.center". */
static const char *short_name(const hki_function *f)
{
    const char *point = strrchr(f->python, '.');
    return point ? point + 1 : f->python;
}

/* The full name in front of every message that has it: "str.center", "Cycler.__init__", "do_center". */
static void put_full_name(const hki_binding *b, hki_buf *out)
{
    const hki_function *f = b->f;
    bool plain = b->self.type == HKI_STRING && (f->flags & (HKI_FN_WRAPPED | HKI_FN_STATIC));
    if (plain) hki_format(b->rt, out, "str.%s", f->python);
    else if (f->flags & HKI_FN_METHOD) hki_format(b->rt, out, "%t.%s", b->self, f->python);
    else if ((f->flags & HKI_FN_CLASS) && f->wording == HKI_WORDS_PYTHON) hki_format(b->rt, out, "%s.__init__", short_name(f));
    else hki_buf_str(out, f->python);
}

/* Raises "NAME() " and then what `format` gives. */
static bool complain(const hki_binding *b, const char *format, ...)
{
    hki_rt *rt = b->rt;
    size_t mark = hki_text_begin(rt);
    put_full_name(b, &rt->scratch);
    hki_buf_str(&rt->scratch, "() ");
    va_list args;
    va_start(args, format);
    hki_vformat(rt, &rt->scratch, format, args);
    va_end(args);
    hk_value text;
    if (!hki_text_end(rt, mark, 0, &text)) return false;
    return hki_raise(rt, HK_TYPE_ERROR, "%S", hki_as_str(text));
}

static bool param_is(const hki_function *f, unsigned i, const hki_str *name)
{
    return hki_str_is(name, hki_param_name(f, i), f->params[i].size);
}

/* ---- functions written in C */

static bool any_keyword(const hki_function *f)
{
    if (f->takes_named) return true;
    for (unsigned i = 0; i < f->nparams; i++)
        if (f->params[i].keyword) return true;
    return false;
}

/* Positional arguments only: METH_NOARGS, METH_O, and _PyArg_CheckPositional. */
static bool before_c(const hki_binding *b)
{
    const hki_function *f = b->f;
    size_t given = b->args->npos, least = f->nrequired, most = f->npositional;
    if (b->args->nkw && !f->takes_named) return complain(b, "takes no keyword arguments");
    if (given >= least && (given <= most || f->takes_rest)) return true;
    if (most == 0) return complain(b, "takes no arguments (%z given)", given);
    if (most == 1 && least == 1 && !(f->flags & HKI_FN_CLASS)) return complain(b, "takes exactly one argument (%z given)", given);
    size_t wanted = given < least ? least : most;
    return hki_raise(b->rt, HK_TYPE_ERROR, "%s expected %s%z argument%s, got %z", short_name(f),
        least == most ? "" : given < least ? "at least " : "at most ", wanted, plural(wanted), given);
}

/* PyArg_ParseTuple: no keywords, and a worse way to count. */
static bool before_tuple(const hki_binding *b)
{
    const hki_function *f = b->f;
    const char *name = short_name(f);
    size_t given = b->args->npos, least = f->nrequired, most = f->npositional;
    if (b->args->nkw) return hki_raise(b->rt, HK_TYPE_ERROR, "%s() takes no keyword arguments", name);
    if (given >= least && given <= most) return true;
    size_t wanted = given < least ? least : most;
    return hki_raise(b->rt, HK_TYPE_ERROR, "%s() takes %s %z argument%s (%z given)", name,
        least == most ? "exactly" : given < least ? "at least" : "at most", wanted, plural(wanted), given);
}

/* _PyArg_UnpackKeywords */
static bool before_clinic(const hki_binding *b)
{
    const hki_function *f = b->f;
    const char *name = short_name(f);
    size_t npos = b->args->npos, given = npos + b->args->nkw, least = 0;
    if (given > f->nparams)
        return hki_raise(b->rt, HK_TYPE_ERROR, "%s() takes at most %z %sargument%s (%z given)", name, (size_t)f->nparams,
            npos ? "" : "keyword ", plural(f->nparams), given);
    if (npos > f->npositional && f->npositional == 0) return hki_raise(b->rt, HK_TYPE_ERROR, "%s() takes no positional arguments", name);
    if (npos > f->npositional)
        return hki_raise(b->rt, HK_TYPE_ERROR, "%s() takes %s %z positional argument%s (%z given)", name,
            f->nrequired == f->nparams ? "exactly" : "at most", (size_t)f->npositional, plural(f->npositional), npos);
    while (least < f->nrequired && !f->params[least].keyword) least++;
    if (npos < least)
        return hki_raise(b->rt, HK_TYPE_ERROR, "%s() takes %s %z positional argument%s (%z given)", name,
            least < f->npositional ? "at least" : "exactly", least, plural(least), npos);
    return true;
}

/* The name of the parameter that is not in the signature; NULL: there is none. */
static const char *hidden_first(const hki_binding *b)
{
    static const char *const names[] = {"self", "cls", "environment", "env", "eval_ctx", "context", "__context"};
    unsigned flags = b->f->flags;
    bool has = (flags & HKI_FN_HIDDEN_FIRST) || ((flags & HKI_FN_WRAPPED) && b->self.type == HKI_STRING);
    /* [jinja] The sandbox puts a function of its own in the place of Markup.format. */
    if (!has || (b->rt->sandbox && (flags & HKI_FN_METHOD) && strcmp(b->f->name, "format") == 0)) return NULL;
    return names[flags >> HKI_FN_FIRST_BIT];
}

bool hki_words_hidden(const hki_binding *b, uint32_t keyword)
{
    const hki_str *name = hki_as_str(b->args->names[keyword]);
    const char *hidden = hidden_first(b);
    if (!hidden || !hki_str_is(name, hidden, strlen(hidden))) return true;
    return complain(b, "got multiple values for argument '%S'", name);
}

bool hki_words_before(const hki_binding *b)
{
    for (uint32_t k = 0; (b->f->flags & HKI_FN_WRAPPED) && k < b->args->nkw; k++)
        if (!hki_words_hidden(b, k)) return false;
    if (b->f->wording == HKI_WORDS_C) return before_c(b);
    if (b->f->wording == HKI_WORDS_CLINIC) return any_keyword(b->f) ? before_clinic(b) : before_tuple(b);
    return true;
}

/* The first required parameter that got nothing, said before unknown names are. True if there is none. */
static bool missing_clinic(const hki_binding *b)
{
    for (unsigned i = 0; i < b->f->nparams; i++) {
        const hki_param *p = &b->f->params[i];
        if (!p->required || b->bound[i].type != HKI_REMOVED) continue;
        bool named = false;
        for (uint32_t k = 0; k < b->args->nkw; k++) named |= param_is(b->f, i, hki_as_str(b->args->names[k]));
        if (named) continue;
        hki_str *name = hki_str_new(b->rt, hki_param_name(b->f, i), p->size);
        return name && hki_raise(b->rt, HK_TYPE_ERROR, "%s() missing required argument '%S' (pos %d)", short_name(b->f), name, (int)i + 1);
    }
    return true;
}

/* ---- functions written in Python */

/* Keywords that name positional-only parameters are told all at once, in the order of the parameters. */
static bool positional_only_named(const hki_binding *b)
{
    hki_rt *rt = b->rt;
    size_t mark = hki_text_begin(rt);
    bool any = false;
    for (unsigned i = 0; i < b->f->nparams; i++) {
        const hki_param *p = &b->f->params[i];
        for (uint32_t k = 0; !p->keyword && k < b->args->nkw; k++) {
            if (!param_is(b->f, i, hki_as_str(b->args->names[k]))) continue;
            if (any) hki_buf_str(&rt->scratch, ", ");
            hki_buf_put(&rt->scratch, hki_param_name(b->f, i), p->size);
            any = true;
        }
    }
    hk_value names;
    if (!hki_text_end(rt, mark, 0, &names)) return false;
    if (!any) return true;
    return complain(b, "got some positional-only arguments passed as keyword arguments: '%S'", hki_as_str(names));
}

bool hki_words_unknown(const hki_binding *b, uint32_t keyword)
{
    const hki_str *name = hki_as_str(b->args->names[keyword]);
    if (b->f->wording == HKI_WORDS_PYTHON)
        (void)(positional_only_named(b) && complain(b, "got an unexpected keyword argument '%S'", name));
    else if (missing_clinic(b))
        hki_raise_error(b->rt, HK_TYPE_ERROR, "'%S' is an invalid keyword argument for %s()", name, short_name(b->f));
    hki_hint_keyword(b->rt, b->f, name);
    return false;
}

bool hki_words_twice(const hki_binding *b, unsigned param)
{
    hki_str *name = hki_str_new(b->rt, hki_param_name(b->f, param), b->f->params[param].size);
    if (!name) return false;
    if (b->f->wording == HKI_WORDS_PYTHON) return complain(b, "got multiple values for argument '%S'", name);
    return missing_clinic(b) && hki_raise(b->rt, HK_TYPE_ERROR, "argument for %s() given by name ('%S') and position (%d)",
        short_name(b->f), name, (int)param + 1);
}

static bool too_many(const hki_binding *b)
{
    const hki_function *f = b->f;
    unsigned hidden = f->flags & (HKI_FN_HIDDEN_FIRST | HKI_FN_CLASS) ? 1 : 0;
    size_t most = f->npositional + hidden, least = f->nrequired + hidden, given = b->args->npos + hidden, named = 0;
    for (unsigned i = f->npositional; i < f->nparams; i++) named += b->bound[i].type != HKI_REMOVED;
    hki_rt *rt = b->rt;
    size_t mark = hki_text_begin(rt);
    if (least < most) hki_format(rt, &rt->scratch, "from %z to %z", least, most);
    else hki_format(rt, &rt->scratch, "%z", most);
    hki_format(rt, &rt->scratch, " positional argument%s but %z", least < most ? "s" : plural(most), given);
    if (named)
        hki_format(rt, &rt->scratch, " positional argument%s (and %z keyword-only argument%s)", plural(given), named, plural(named));
    hk_value text;
    if (!hki_text_end(rt, mark, 0, &text)) return false;
    return complain(b, "takes %S %s given", hki_as_str(text), given == 1 && !named ? "was" : "were");
}

/* "'a'", "'a' and 'b'", "'a', 'b', and 'c'" */
static void put_list_item(hki_buf *out, const hki_function *f, unsigned i, size_t nth, size_t count)
{
    if (nth > 0) hki_buf_str(out, nth + 1 < count ? ", " : count == 2 ? " and " : ", and ");
    hki_buf_char(out, '\'');
    hki_buf_put(out, hki_param_name(f, i), f->params[i].size);
    hki_buf_char(out, '\'');
}

static bool is_missing(const hki_binding *b, unsigned i, bool positional)
{
    const hki_param *p = &b->f->params[i];
    return p->required && p->positional == positional && b->bound[i].type == HKI_REMOVED;
}

static bool missing(const hki_binding *b, bool positional)
{
    size_t count = 0, nth = 0;
    for (unsigned i = 0; i < b->f->nparams; i++) count += is_missing(b, i, positional);
    if (!count) return true;
    hki_rt *rt = b->rt;
    size_t mark = hki_text_begin(rt);
    for (unsigned i = 0; i < b->f->nparams; i++)
        if (is_missing(b, i, positional)) put_list_item(&rt->scratch, b->f, i, nth++, count);
    hk_value names;
    if (!hki_text_end(rt, mark, 0, &names)) return false;
    return complain(b, "missing %z required %s argument%s: %S", count, positional ? "positional" : "keyword-only", plural(count),
        hki_as_str(names));
}

bool hki_words_after(const hki_binding *b)
{
    if (b->f->wording != HKI_WORDS_PYTHON) return missing_clinic(b);
    if (b->args->npos > b->f->npositional && !b->f->takes_rest) return too_many(b);
    return missing(b, true) && missing(b, false);
}
