/* lib.h: the vocabulary: builtin filters, tests and globals, made from grammar/filters.def, tests.def and globals.def. */
#ifndef HKI_LIB_H
#define HKI_LIB_H

#include "value/call.h"
#include "value/dict.h"

/* Names to entries, prepared: one for the filters, one for the tests of an environment. */
typedef struct hki_vocabulary hki_vocabulary;

/* All builtin filters (tests). In rt->region; NULL after raising. */
hki_vocabulary *hki_filters_new(hki_rt *rt);
hki_vocabulary *hki_tests_new(hki_rt *rt);
const hki_function *hki_vocabulary_find(const hki_vocabulary *v, const char *name, size_t size);
/* Adds or replaces one (a host's; the preset's tojson). `f` is copied. */
bool hki_vocabulary_add(hki_rt *rt, hki_vocabulary *v, const hki_function *f);
/* Tries all names. */
void hki_vocabulary_suggest(const hki_vocabulary *v, hki_suggest *s);
/* The extension that brings a filter or test; NULL: none does. */
const char *hki_extension_of(bool test, const char *name, size_t size);
/* The names in alphabetical order, as a dict name -> None; for {% debug %} and listings. */
hki_dict *hki_vocabulary_names(hki_rt *rt, const hki_vocabulary *v);

/* Adds range, dict, lipsum, cycler, joiner and namespace to `globals`, which has none of these names. */
bool hki_globals_add(hki_rt *rt, hki_dict *globals);

/* Where translations come from; what one source does not have, the next one is asked for. */
struct hki_catalogue;
typedef struct hki_translations {
    const hk_translator *host;
    const struct hki_catalogue *catalogues;
    const hki_dict *messages;   /* message -> text, context, U+0004, message -> text; a plural is chosen by n == 1 */
} hki_translations;

/* i18n: adds _, gettext, ngettext, pgettext, npgettext over `translations`, which must outlive them. Without (NULL) only _, which calls
 * what `globals` has as gettext. */
bool hki_i18n_add(hki_rt *rt, hki_dict *globals, const hki_translations *translations, bool newstyle);

/* The extension "extras": what other engines have beyond Jinja2; and its globals. */
bool hki_extras_add(hki_rt *rt, hki_vocabulary *filters, hki_vocabulary *tests);
bool hki_extras_globals_add(hki_rt *rt, hki_dict *globals);

/* The extension "regex": Ansible's filters and tests; they keep their patterns in rt->regexes. Only in a build with
 * HOKORA_REGEX. */
bool hki_regex_add(hki_rt *rt, hki_vocabulary *filters, hki_vocabulary *tests);

/* The preset "huggingface": filter tojson, globals raise_exception and strftime_now. */
bool hki_huggingface_add(hki_rt *rt, hki_vocabulary *filters, hki_dict *globals);

/* json.dumps. `indent` NONE, an int or a str; separators NULL for the defaults; `html`: < > & ' as escapes, for use in pages.
 * (json_text.c) */
typedef struct hki_json_style { hk_value indent; const char *item, *key; bool sort_keys, ascii, html; } hki_json_style;
bool hki_json_text(hki_rt *rt, hki_buf *out, hk_value v, const hki_json_style *style);

/* pprint.pformat: at most 80 columns where that can be, dicts sorted; appended. With a depth only so many levels are shown, and lists are
 * compact; 0: all, one item a line. (pprint.c) */
bool hki_pprint(hki_rt *rt, hki_buf *out, hk_value v, unsigned depth);

#endif
