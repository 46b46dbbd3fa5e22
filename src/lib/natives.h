/* natives.h: the functions behind the builtin filters, tests and globals, from their tables in grammar/. */
#ifndef HKI_NATIVES_H
#define HKI_NATIVES_H

#include "value/call.h"

#define FILTER(name, python, flags, signature, native) bool hki_filter_##native(hki_call *c);
#include "grammar/filters.def"
#define FILTER(name, python, flags, signature, native) bool hki_filter_##native(hki_call *c);
#include "grammar/filters_regex.def"
#define FILTER(name, python, flags, signature, native) bool hki_filter_##native(hki_call *c);
#include "grammar/filters_extras.def"
#define TEST(name, python, flags, signature, native) bool hki_test_##native(hki_call *c);
#include "grammar/tests.def"
#define TEST(name, python, flags, signature, native) bool hki_test_##native(hki_call *c);
#include "grammar/tests_regex.def"
#define TEST(name, python, flags, signature, native) bool hki_test_##native(hki_call *c);
#include "grammar/tests_extras.def"
#define GLOBAL(name, python, wording, flags, signature) bool hki_global_##name(hki_call *c);
#include "grammar/globals.def"
#define GLOBAL(name, python, wording, flags, signature) bool hki_global_##name(hki_call *c);
#include "grammar/globals_extras.def"

#endif
