/* codec.h: the names of text encodings, and what is said of bytes that are none. */
#ifndef HKI_CODEC_H
#define HKI_CODEC_H

#include "value/rt.h"

enum hki_codec { HKI_UTF_8, HKI_UTF_8_SIG, HKI_UTF_16, HKI_UTF_16_LE, HKI_UTF_16_BE, HKI_UTF_32, HKI_UTF_32_LE, HKI_UTF_32_BE,
                 HKI_ASCII, HKI_LATIN_1 };

/* The encoding that Python knows under this name or alias; false after raising LookupError "unknown encoding: x". */
bool hki_codec_find(hki_rt *rt, const hki_str *name, enum hki_codec *out);

/* Raises UnicodeDecodeError for `count` bytes that are bad. */
bool hki_codec_raise(hki_rt *rt, const char *codec, const void *bytes, size_t from, size_t count, const char *why);
/* The same for the first mistake in UTF-8, which is at `from`. */
bool hki_codec_raise_utf8(hki_rt *rt, const char *bytes, size_t size, size_t from);

#endif
