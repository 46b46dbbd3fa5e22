/* dates.c: dates and times of the extension "extras": datetimeformat, dateformat, timeformat and now.
 *
 * In:  seconds since 1970, or a text such as "2024-05-06T07:08:09.5+02:00" (ISO 8601; without an offset it is UTC).   Out: text.
 * Always: proleptic Gregorian calendar, years 1 to 9999, English names; neither the locale nor the time zone of the machine counts. */
#include <time.h>

#include "lib/natives.h"
#include "value/ops.h"
#include "value/str.h"

enum { DAY = 86400, FIRST_DAY = -719162, LAST_DAY = 2932896 };  /* 0001-01-01 and 9999-12-31 as days since 1970 */

/* A moment, and how far from UTC it is shown. */
typedef struct moment { int64_t seconds; int micro; int offset; } moment;
typedef struct calendar { int year, month, day, hour, minute, second, weekday, yearday; } calendar;

static bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

static int days_before(int year, int month)
{
    static const short days[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    return days[month - 1] + (month > 2 && is_leap(year));
}

/* Days from 1970-01-01 to the first day of a year. */
static int64_t year_start(int year)
{
    int64_t y = year - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + FIRST_DAY;
}

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

static bool to_calendar(const moment *m, calendar *c)
{
    int64_t local = m->seconds + m->offset, day = floor_div(local, DAY), rest = local - day * DAY;
    if (day < FIRST_DAY || day > LAST_DAY) return false;
    int year = (int)((day - FIRST_DAY) / 366) + 1;          /* never too late, at most 20 years too early */
    while (year < 9999 && year_start(year + 1) <= day) year++;
    int yearday = (int)(day - year_start(year)), month = 12;
    while (days_before(year, month) > yearday) month--;
    *c = (calendar){year, month, yearday - days_before(year, month) + 1, (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60),
        (int)((day - FIRST_DAY + 1) % 7), yearday + 1};    /* 0001-01-01 was a Monday; Sunday is 0 */
    return true;
}

/* ---- reading */

typedef struct reader { const char *at, *end; } reader;

static bool skip(reader *r, char c)
{
    if (r->at == r->end || *r->at != c) return false;
    r->at++;
    return true;
}

static bool digits(reader *r, int count, int *out)
{
    if (r->end - r->at < count) return false;
    *out = 0;
    for (; count; count--, r->at++) {
        if (*r->at < '0' || *r->at > '9') return false;
        *out = *out * 10 + (*r->at - '0');
    }
    return true;
}

/* Z, UTC, +hh, +hhmm or +hh:mm, as seconds. */
static bool read_offset(reader *r, int *offset)
{
    int hours, minutes = 0;
    *offset = 0;
    if (skip(r, 'Z')) return true;
    if (r->end - r->at == 3 && memcmp(r->at, "UTC", 3) == 0) {
        r->at = r->end;
        return true;
    }
    bool west = r->at < r->end && *r->at == '-';
    if (!west && !(r->at < r->end && *r->at == '+')) return false;
    r->at++;
    if (!digits(r, 2, &hours)) return false;
    bool more = skip(r, ':') || r->at < r->end;
    if (more && !digits(r, 2, &minutes)) return false;
    *offset = (hours * 60 + minutes) * 60 * (west ? -1 : 1);
    return hours < 24 && minutes < 60;
}

static bool read_clock(reader *r, int64_t *seconds, int *micro)
{
    int hour, minute, second = 0, unit = 100000;
    if (!digits(r, 2, &hour) || !skip(r, ':') || !digits(r, 2, &minute)) return false;
    if (skip(r, ':')) {
        if (!digits(r, 2, &second)) return false;
        if (skip(r, '.') || skip(r, ',')) {
            const char *start = r->at;
            for (; r->at < r->end && *r->at >= '0' && *r->at <= '9'; r->at++, unit /= 10) *micro += (*r->at - '0') * unit;
            if (r->at == start) return false;
        }
    }
    *seconds = hour * 3600 + minute * 60 + second;
    return hour < 24 && minute < 60 && second < 60;
}

static bool read_iso(const hki_str *text, moment *m)
{
    reader r = {text->data, text->data + text->size};
    int year, month, day, offset = 0;
    int64_t clock = 0;
    *m = (moment){0};
    if (!digits(&r, 4, &year) || !skip(&r, '-') || !digits(&r, 2, &month) || !skip(&r, '-') || !digits(&r, 2, &day)) return false;
    if (year < 1 || month < 1 || month > 12 || day < 1) return false;
    int length = (month == 12 ? 365 + is_leap(year) : days_before(year, month + 1)) - days_before(year, month);
    if (day > length) return false;
    if ((skip(&r, 'T') || skip(&r, ' ')) && !read_clock(&r, &clock, &m->micro)) return false;
    if (r.at < r.end && !read_offset(&r, &offset)) return false;
    m->seconds = (year_start(year) + days_before(year, month) + day - 1) * DAY + clock - offset;
    return r.at == r.end;
}

static bool read_moment(hki_rt *rt, hk_value v, moment *m)
{
    double d;
    *m = (moment){0};
    if (v.type == HKI_UNDEFINED) return hki_undefined_raise(rt, v);
    if (v.type == HKI_STRING)
        return read_iso(hki_as_str(v), m) || hki_raise(rt, HK_VALUE_ERROR, "%r is not a date (2024-05-06 or 2024-05-06T07:08:09+00:00)", v);
    if (!hki_is_number(v) || v.type == HKI_BOOL)
        return hki_raise(rt, HK_TYPE_ERROR, "a date is a number of seconds or a text, not %t", v);
    if (!hki_as_double(rt, v, &d)) return false;
    if (!(d > -1e12 && d < 1e12)) return hki_raise(rt, HK_VALUE_ERROR, "year is out of range");
    m->seconds = (int64_t)d - (d < (double)(int64_t)d);
    m->micro = (int)((d - (double)m->seconds) * 1e6 + 0.5);
    if (m->micro < 1000000) return true;
    m->micro = 0;
    m->seconds++;
    return true;
}

/* ---- writing */

/* `width` digits, filled up with `fill`; '\0': no filling. */
static void put_number(hki_buf *out, int64_t n, int width, char fill)
{
    int64_t edge = 1;
    for (int i = 1; i < width; i++) edge *= 10;
    for (; fill && edge > 1 && n < edge; edge /= 10) hki_buf_char(out, fill);
    hki_buf_int(out, n);
}

static void put_offset(hki_buf *out, int offset)
{
    int size = offset < 0 ? -offset : offset;
    hki_buf_char(out, offset < 0 ? '-' : '+');
    put_number(out, size / 3600, 2, '0');
    put_number(out, size / 60 % 60, 2, '0');
}

static void put_name(hki_buf *out, const char *name, bool whole)
{
    hki_buf_put(out, name, whole ? strlen(name) : 3);
}

static void put_format(hki_buf *out, const char *format, const calendar *c, const moment *m);

/* One directive; false: there is no such one. `fill` of numbers: '0', or '\0' after "%-". */
static bool put_directive(hki_buf *out, char directive, char fill, const calendar *c, const moment *m)
{
    static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December"};
    int hour12 = c->hour % 12 ? c->hour % 12 : 12;
    switch (directive) {
    case 'Y': put_number(out, c->year, 4, fill); return true;
    case 'y': put_number(out, c->year % 100, 2, fill); return true;
    case 'm': put_number(out, c->month, 2, fill); return true;
    case 'd': put_number(out, c->day, 2, fill); return true;
    case 'e': put_number(out, c->day, 2, fill ? ' ' : fill); return true;
    case 'H': put_number(out, c->hour, 2, fill); return true;
    case 'I': put_number(out, hour12, 2, fill); return true;
    case 'M': put_number(out, c->minute, 2, fill); return true;
    case 'S': put_number(out, c->second, 2, fill); return true;
    case 'f': put_number(out, m->micro, 6, '0'); return true;
    case 'j': put_number(out, c->yearday, 3, fill); return true;
    case 'u': put_number(out, c->weekday ? c->weekday : 7, 1, fill); return true;
    case 'w': put_number(out, c->weekday, 1, fill); return true;
    case 's': hki_buf_int(out, m->seconds); return true;
    case 'a': case 'A': put_name(out, days[c->weekday], directive == 'A'); return true;
    case 'b': case 'B': put_name(out, months[c->month - 1], directive == 'B'); return true;
    case 'p': hki_buf_str(out, c->hour < 12 ? "AM" : "PM"); return true;
    case 'z': put_offset(out, m->offset); return true;
    case 'F': put_format(out, "%Y-%m-%d", c, m); return true;
    case 'T': put_format(out, "%H:%M:%S", c, m); return true;
    case 'R': put_format(out, "%H:%M", c, m); return true;
    case '%': hki_buf_char(out, '%'); return true;
    default: return false;
    }
}

/* A format of the library's own. */
static void put_format(hki_buf *out, const char *format, const calendar *c, const moment *m)
{
    for (; *format; format++) {
        if (*format == '%') (void)put_directive(out, *++format, '0', c, m);
        else hki_buf_char(out, *format);
    }
}

static bool put_text(hki_rt *rt, const hki_str *format, const calendar *c, const moment *m)
{
    for (const char *at = format->data, *end = at + format->size; at < end; at++) {
        if (*at != '%') {
            hki_buf_char(&rt->scratch, *at);
            continue;
        }
        bool bare = ++at < end && *at == '-';
        at += bare;
        if (at == end || !put_directive(&rt->scratch, *at, bare ? '\0' : '0', c, m))
            return hki_raise(rt, HK_VALUE_ERROR, "unknown directive in the format %r", hki_str_value(format));
    }
    return true;
}

/* datetimeformat(format, tz='UTC'), and under two more names with other formats: tz is an offset such as +02:00. */
bool hki_filter_datetimeformat(hki_call *c)
{
    hki_str *format, *zone;
    moment m;
    calendar date;
    if (!read_moment(c->rt, c->arg[0], &m) || !hki_arg_str(c, 1, &format) || !hki_arg_str(c, 2, &zone)) return false;
    reader r = {zone->data, zone->data + zone->size};
    if (!read_offset(&r, &m.offset) || r.at != r.end)
        return hki_raise(c->rt, HK_VALUE_ERROR, "tz is UTC or an offset such as +02:00, not %r", c->arg[2]);
    if (!to_calendar(&m, &date)) return hki_raise(c->rt, HK_VALUE_ERROR, "year is out of range");
    size_t mark = hki_text_begin(c->rt);
    if (put_text(c->rt, format, &date, &m)) return hki_text_end(c->rt, mark, 0, &c->result);
    hki_text_drop(c->rt, mark);
    return false;
}

/* now(): seconds since 1970, as a float. */
bool hki_global_now(hki_call *c)
{
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return hki_raise(c->rt, HK_IO_ERROR, "the clock cannot be read");
    c->result = hki_float((double)now.tv_sec + (double)(now.tv_nsec / 1000) / 1e6);
    return true;
}
