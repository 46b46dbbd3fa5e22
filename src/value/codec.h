/* codec.h: the names of text encodings. */
#ifndef HKI_CODEC_H
#define HKI_CODEC_H

#include "value/rt.h"

enum hki_codec { HKI_UTF_8, HKI_UTF_8_SIG, HKI_UTF_16, HKI_UTF_16_LE, HKI_UTF_16_BE, HKI_UTF_32, HKI_UTF_32_LE, HKI_UTF_32_BE,
                 HKI_ASCII, HKI_LATIN_1 };

/* The encoding that Python knows under this name or alias; false after raising LookupError "unknown encoding: x". */
bool hki_codec_find(hki_rt *rt, const hki_str *name, enum hki_codec *out);

#endif
