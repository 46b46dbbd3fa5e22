/* complex.c: complex numbers. [python: complexobject.c]
 *
 * In:  numbers.   Out: what Python computes, to the last bit: the order of the operations is Python's.
 * Always: an object of two floats. */
#include "value/complex.h"

#include <math.h>

#include "base/number_text.h"
#include "value/class.h"
#include "value/number.h"
#include "value/ops.h"
#include "value/str.h"

typedef struct number { double re, im; } number;

static bool is_complex(hk_value v) { return hki_is_a(v, &hki_complex_class); }

static number parts(const hki_object *o) { return (number){o->slots[0].as.d, o->slots[1].as.d}; }

bool hki_complex_new(hki_rt *rt, double real, double imaginary, hk_value *out)
{
    hki_object *o = hki_object_new(rt, &hki_complex_class, 2);
    if (!o) return false;
    o->slots[0] = hki_float(real);
    o->slots[1] = hki_float(imaginary);
    *out = hki_object_value(o);
    return true;
}

/* HKI_NO: v is no number. */
static int read(hki_rt *rt, hk_value v, number *out)
{
    *out = (number){0, 0};
    if (is_complex(v)) *out = parts(hki_as_object(v));
    else if (!hki_is_number(v)) return HKI_NO;
    else if (!hki_number_double(rt, v, &out->re)) return HKI_ERROR;
    return HKI_YES;
}

/* ---- arithmetic */

static number times(number a, number b) { return (number){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }

static number over(number a, number b)
{
    if (fabs(b.re) >= fabs(b.im)) {
        double ratio = b.im / b.re, scale = b.re + b.im * ratio;
        return (number){(a.re + a.im * ratio) / scale, (a.im - a.re * ratio) / scale};
    }
    if (fabs(b.im) >= fabs(b.re)) {
        double ratio = b.re / b.im, scale = b.re * ratio + b.im;
        return (number){(a.re * ratio + a.im) / scale, (a.im * ratio - a.re) / scale};
    }
    return (number){NAN, NAN};
}

static number whole_power(number a, unsigned n)
{
    number result = {1, 0}, power = a;
    for (unsigned mask = 1; n >= mask; mask <<= 1) {
        if (n & mask) result = times(result, power);
        power = times(power, power);
    }
    return result;
}

static number power(number a, number b)
{
    enum { FEW = 100 };
    if (b.im == 0 && b.re == floor(b.re) && fabs(b.re) <= FEW) {
        int n = (int)b.re;
        return n > 0 ? whole_power(a, (unsigned)n) : over((number){1, 0}, whole_power(a, (unsigned)-n));
    }
    if (a.re == 0 && a.im == 0) return a;
    double size = hypot(a.re, a.im), length = pow(size, b.re), angle = atan2(a.im, a.re), phase = angle * b.re;
    if (b.im != 0) {
        length /= exp(angle * b.im);
        phase += b.im * log(size);
    }
    return (number){length * cos(phase), length * sin(phase)};
}

bool hki_complex_pow(hki_rt *rt, hk_value a, hk_value b, hk_value *out)
{
    number x, y;
    if (read(rt, a, &x) != HKI_YES || read(rt, b, &y) != HKI_YES) return false;
    if (x.re == 0 && x.im == 0 && (y.im != 0 || y.re < 0))
        return hki_raise(rt, HK_ZERO_DIVISION_ERROR, "0.0 to a negative or complex power");
    number p = power(x, y);
    if (isinf(p.re) || isinf(p.im)) return hki_raise(rt, HK_OVERFLOW_ERROR, "complex exponentiation");
    return hki_complex_new(rt, p.re, p.im, out);
}

bool hki_complex_neg(hki_rt *rt, hk_value a, hk_value *out)
{
    number x = parts(hki_as_object(a));
    return hki_complex_new(rt, -x.re, -x.im, out);
}

bool hki_complex_abs(hki_rt *rt, hk_value a, hk_value *out)
{
    number x = parts(hki_as_object(a));
    double d = hypot(x.re, x.im);
    if (isinf(d) && isfinite(x.re) && isfinite(x.im)) return hki_raise(rt, HK_OVERFLOW_ERROR, "absolute value too large");
    *out = hki_float(d);
    return true;
}

static int operate(hki_rt *rt, enum hki_number_op op, hk_value a, hk_value b, hk_value *out)
{
    number x, y;
    int ok = read(rt, a, &x);
    if (ok == HKI_YES) ok = read(rt, b, &y);
    if (ok != HKI_YES) return ok;
    switch (op) {
    case HKI_NUM_ADD: return hki_complex_new(rt, x.re + y.re, x.im + y.im, out) ? HKI_YES : HKI_ERROR;
    case HKI_NUM_SUB: return hki_complex_new(rt, x.re - y.re, x.im - y.im, out) ? HKI_YES : HKI_ERROR;
    case HKI_NUM_MUL: x = times(x, y); break;
    case HKI_NUM_DIV:
        if (y.re == 0 && y.im == 0) {
            hki_raise(rt, HK_ZERO_DIVISION_ERROR, "complex division by zero");
            return HKI_ERROR;
        }
        x = over(x, y);
        break;
    case HKI_NUM_POW: return hki_complex_pow(rt, a, b, out) ? HKI_YES : HKI_ERROR;
    case HKI_NUM_FLOORDIV:
    case HKI_NUM_MOD: return HKI_NO;
    }
    return hki_complex_new(rt, x.re, x.im, out) ? HKI_YES : HKI_ERROR;
}

/* ---- as a value */

static void put_float(hki_buf *out, double d, bool sign)
{
    char text[32];
    size_t size = hki_float_repr(text, d);
    if (size > 2 && memcmp(text + size - 2, ".0", 2) == 0) size -= 2;
    if (sign && !(signbit(d) && !isnan(d))) hki_buf_char(out, '+');
    hki_buf_put(out, text, size);
}

static bool repr(hki_rt *rt, hki_object *o, hki_buf *out)
{
    (void)rt;
    number x = parts(o);
    bool real = x.re != 0 || signbit(x.re);
    if (real) hki_buf_char(out, '(');
    if (real) put_float(out, x.re, false);
    put_float(out, x.im, real);
    hki_buf_str(out, real ? "j)" : "j");
    return true;
}

static int truth(hki_rt *rt, hki_object *o)
{
    (void)rt;
    return parts(o).re != 0 || parts(o).im != 0;
}

static int equal(hki_rt *rt, hki_object *o, hk_value b)
{
    number x = parts(o), y;
    if (is_complex(b)) {
        y = parts(hki_as_object(b));
        return x.re == y.re && x.im == y.im;
    }
    return hki_is_number(b) && x.im == 0 ? hki_equal(rt, hki_float(x.re), b) : HKI_NO;
}

bool hki_complex_hash(hki_rt *rt, hk_value v, uint32_t *out)
{
    if (!is_complex(v)) return false;
    number x = parts(hki_as_object(v));
    uint32_t imaginary = x.im == 0 ? 0 : hki_number_hash(rt->hash_seed, hki_float(x.im));
    *out = hki_number_hash(rt->hash_seed, hki_float(x.re)) ^ imaginary;
    return true;
}

static int attr(hki_rt *rt, hki_object *o, const hki_str *name, hk_value *out)
{
    (void)rt;
    if (hki_str_is(name, "real", 4)) *out = o->slots[0];
    else if (hki_str_is(name, "imag", 4)) *out = o->slots[1];
    else return HKI_NO;
    return HKI_YES;
}

const hki_class hki_complex_class = {.name = "complex", .attr = attr, .truth = truth, .repr = repr, .equal = equal, .operate = operate};
