/* methods_number.c: methods of integers and floats.
 *
 * In:  a bound call whose receiver is a number (int methods: also bool and big integers).   Out: its result, or Python's error. */
#include <math.h>

#include "base/bigint.h"
#include "base/limits.h"
#include "value/bytes.h"
#include "value/iter.h"
#include "value/list.h"
#include "value/methods_text.h"
#include "value/number.h"

static bool pair(hki_call *c, hk_value a, hk_value b)
{
    hki_list *tuple = hki_tuple_new(c->rt, (hk_value[]){a, b}, 2);
    if (tuple) c->result = hki_list_value(tuple);
    return tuple != NULL;
}

/* ---- int */

bool hki_INT_as_integer_ratio(hki_call *c)
{
    hk_value self;
    return hki_number_pos(c->self, &self) && pair(c, self, hki_int(1));
}

bool hki_INT_conjugate(hki_call *c)
{
    return hki_number_pos(c->self, &c->result);
}

bool hki_INT_bit_length(hki_call *c)
{
    uint32_t words[2];
    c->result = hki_int((int64_t)hki_big_bits(hki_int_big(c->self, words)));
    return true;
}

bool hki_INT_bit_count(hki_call *c)
{
    uint32_t words[2];
    hki_big big = hki_int_big(c->self, words);
    int64_t bits = 0;
    for (uint32_t i = 0; i < big.size; i++) bits += __builtin_popcount(big.limb[i]);
    c->result = hki_int(bits);
    return true;
}

/* `what` names the argument in the TypeError. */
static bool byte_order(hki_call *c, unsigned i, const char *what, bool *little)
{
    const hki_str *order = hki_text_bound_arg(c, i, what);
    if (!order) return false;
    *little = hki_str_is(order, "little", 6);
    if (*little || hki_str_is(order, "big", 3)) return true;
    return hki_raise(c->rt, HK_VALUE_ERROR, "byteorder must be either 'little' or 'big'");
}

/* The bytes of a two's complement number, least significant first; beyond the magnitude the sign goes on. */
static void put_complement(unsigned char *to, size_t size, hki_big big, bool little)
{
    unsigned carry = big.negative;
    for (size_t i = 0; i < size; i++) {
        unsigned byte = i / 4 < big.size ? big.limb[i / 4] >> (i % 4 * 8) & 0xff : 0;
        if (big.negative) {
            byte = (byte ^ 0xff) + carry;
            carry = byte >> 8;
        }
        to[little ? i : size - 1 - i] = (unsigned char)byte;
    }
}

/* Whether -2^(bits-1) <= big < 2^(bits-1). [python] -1 fits no bits at all. */
static bool fits_signed(hki_big big, size_t bits)
{
    size_t need = hki_big_bits(big);
    if (need == 0 || need < bits || (big.negative && need == 1)) return true;
    if (!big.negative || need > bits) return false;
    for (uint32_t i = 0; i + 1 < big.size; i++)
        if (big.limb[i]) return false;
    uint32_t top = big.limb[big.size - 1];
    return (top & (top - 1)) == 0;      /* just -2^(bits-1) */
}

bool hki_INT_to_bytes(hki_call *c)
{
    int64_t length;
    bool little, with_sign;
    uint32_t words[2];
    hki_big big = hki_int_big(c->self, words);
    if (!hki_arg_int(c, 0, &length) || !byte_order(c, 1, "to_bytes() argument 'byteorder' ", &little)) return false;
    if (!hki_arg_truth(c, 2, &with_sign)) return false;
    if (length < 0) return hki_raise(c->rt, HK_VALUE_ERROR, "length argument must be non-negative");
    if (length > HKI_MAX_STRING_SIZE) return hki_raise_memory(c->rt);
    if (big.negative && !with_sign) return hki_raise(c->rt, HK_OVERFLOW_ERROR, "can't convert negative int to unsigned");
    if (with_sign ? !fits_signed(big, (size_t)length * 8) : hki_big_bits(big) > (size_t)length * 8)
        return hki_raise(c->rt, HK_OVERFLOW_ERROR, "int too big to convert");
    hki_bytes *bytes = hki_bytes_new(c->rt, NULL, (size_t)length);
    if (!bytes) return false;
    put_complement(bytes->data, bytes->size, big, little);
    c->result = hki_bytes_value(bytes);
    return true;
}

/* What int.from_bytes reads: bytes, or an iterable of small integers, collected in rt->scratch. */
static bool put_source(hki_call *c, hk_value source)
{
    hki_rt *rt = c->rt;
    if (source.type == HKI_BYTES) {
        hki_buf_put(&rt->scratch, (const char *)hki_as_bytes(source)->data, hki_as_bytes(source)->size);
        return true;
    }
    if (source.type == HKI_STRING || !hki_iterable(rt, source))
        return hki_failed(rt) ? false : hki_raise(rt, HK_TYPE_ERROR, "cannot convert '%t' object to bytes", source);
    hki_cursor cursor;
    hk_value item;
    int64_t byte;
    int got;
    if (!hki_cursor_open(rt, source, &cursor)) return false;
    while ((got = hki_cursor_next(rt, &cursor, &item)) == HKI_YES) {
        if (!hki_index(rt, item, &byte)) return false;
        if (byte < 0 || byte > 255) return hki_raise(rt, HK_VALUE_ERROR, "bytes must be in range(0, 256)");
        hki_buf_char(&rt->scratch, (char)byte);
    }
    return got == HKI_NO;
}

static bool read_bytes(hki_call *c, const char *bytes, size_t size, bool little, bool with_sign)
{
    if (size > HKI_MAX_INT_BITS / 8) return hki_raise(c->rt, HK_LIMIT, "integer too large");
    bool negative = with_sign && size && (bytes[little ? size - 1 : 0] & 0x80);
    size_t count = size / 4 + 1;
    hki_bigint *big = hki_object_alloc(c->rt, HKI_BIGINT, sizeof *big + count * sizeof *big->limb);
    if (!big) return false;
    memset(big->limb, 0, count * sizeof *big->limb);
    unsigned carry = 1;
    for (size_t i = 0; i < size; i++) {
        unsigned byte = (unsigned char)bytes[little ? i : size - 1 - i];
        if (negative) {
            byte = (byte ^ 0xff) + carry;
            carry = byte >> 8;
            byte &= 0xff;
        }
        big->limb[i / 4] |= (uint32_t)byte << (i % 4 * 8);
    }
    if (negative && carry) big->limb[size / 4] |= (uint32_t)1 << (size % 4 * 8);
    while (count && !big->limb[count - 1]) count--;
    big->size = (uint32_t)count;
    big->negative = negative;
    int64_t small;
    bool fits = hki_big_to_int((hki_big){big->limb, big->size, big->negative}, &small);
    c->result = fits ? hki_int(small) : hki_pointer(HKI_BIGINT, big);
    return true;
}

bool hki_INT_from_bytes(hki_call *c)
{
    bool little, with_sign;
    if (!byte_order(c, 1, "from_bytes() argument 'byteorder' ", &little) || !hki_arg_truth(c, 2, &with_sign)) return false;
    hki_rt *rt = c->rt;
    size_t mark = hki_text_begin(rt);
    bool ok = put_source(c, c->arg[0]);
    if (ok && rt->scratch.failed) ok = hki_raise_memory(rt);
    ok = ok && read_bytes(c, hki_buf_from(&rt->scratch, mark), rt->scratch.size - mark, little, with_sign);
    hki_text_drop(rt, mark);
    return ok;
}

/* ---- float */

bool hki_FLOAT_conjugate(hki_call *c)
{
    c->result = c->self;
    return true;
}

bool hki_FLOAT_is_integer(hki_call *c)
{
    double d = c->self.as.d;
    c->result = hki_bool(isfinite(d) && d == floor(d));
    return true;
}

/* d = mantissa * 2^exponent with an odd mantissa, so the ratio is in lowest terms. */
bool hki_FLOAT_as_integer_ratio(hki_call *c)
{
    double d = c->self.as.d;
    if (isinf(d)) return hki_raise(c->rt, HK_OVERFLOW_ERROR, "cannot convert Infinity to integer ratio");
    if (isnan(d)) return hki_raise(c->rt, HK_VALUE_ERROR, "cannot convert NaN to integer ratio");
    int exponent = 0;
    double fraction = frexp(d, &exponent);
    int64_t mantissa = (int64_t)ldexp(fraction, 53);
    exponent -= 53;
    if (!mantissa) return pair(c, hki_int(0), hki_int(1));
    while (!(mantissa & 1)) {
        mantissa /= 2;
        exponent++;
    }
    hk_value power, top = hki_int(mantissa);
    if (!hki_number_binary(c->rt, HKI_NUM_POW, hki_int(2), hki_int(exponent < 0 ? -exponent : exponent), &power)) return false;
    if (exponent < 0) return pair(c, top, power);
    return hki_number_binary(c->rt, HKI_NUM_MUL, top, power, &top) && pair(c, top, hki_int(1));
}

bool hki_FLOAT_hex(hki_call *c)
{
    double d = c->self.as.d;
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    if (isnan(d)) return hki_make_str(c->rt, "nan", 3, &c->result);
    if (isinf(d)) return hki_make_str(c->rt, d < 0 ? "-inf" : "inf", d < 0 ? 4 : 3, &c->result);
    int exponent = (int)(bits >> 52 & 0x7ff);
    uint64_t mantissa = bits & (((uint64_t)1 << 52) - 1);
    hki_buf *out = &c->rt->scratch;
    size_t mark = hki_text_begin(c->rt);
    hki_buf_str(out, bits >> 63 ? "-0x" : "0x");
    hki_buf_char(out, exponent ? '1' : '0');
    hki_buf_char(out, '.');
    if (!exponent && !mantissa) hki_buf_char(out, '0');
    else
        for (int shift = 48; shift >= 0; shift -= 4) hki_buf_char(out, "0123456789abcdef"[mantissa >> shift & 15]);
    int power = exponent ? exponent - 1023 : mantissa ? -1022 : 0;
    hki_buf_str(out, power < 0 ? "p" : "p+");
    hki_buf_int(out, power);
    return hki_text_end(c->rt, mark, 0, &c->result);
}
