/* catalogue.c: message catalogues in the format of GNU gettext's .mo files.
 *
 * In:  the bytes of a file, of either byte order.   Out: a dict of its messages and the rule for its plurals.
 * Always: nothing in the file is believed: each offset and length is checked against the size, each text is checked to be UTF-8. */
#include "lib/catalogue.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "value/list.h"
#include "value/str.h"

typedef struct file {
    hki_rt *rt;
    const unsigned char *bytes;
    size_t size;
    size_t left;                /* bytes that texts may still take: hostile rows may stand for the same bytes many times */
    bool big;                   /* big-endian */
    hki_catalogue *catalogue;
} file;

typedef struct slice { const char *text; size_t size; } slice;

static bool corrupt(const file *f)
{
    return hki_raise(f->rt, HK_VALUE_ERROR, "the message catalogue is damaged");
}

static uint32_t number_at(const file *f, size_t offset)
{
    const unsigned char *b = f->bytes + offset;
    if (f->big) return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
    return (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

/* The text that a row of a table (length, offset) stands for. [python] A NUL must follow it. */
static bool text_at(file *f, size_t row, slice *out)
{
    size_t size = number_at(f, row), offset = number_at(f, row + 4);
    if (offset >= f->size || size >= f->size - offset || size > f->left) return corrupt(f);
    f->left -= size;
    *out = (slice){(const char *)f->bytes + offset, size};
    return true;
}

/* ---- the header: the text of the empty message */

/* Whether `text` begins with `name`, which is in lower case, whatever its own case is. */
static bool begins(const char *text, const char *end, const char *name)
{
    for (; *name && text < end; name++, text++)
        if ((*text >= 'A' && *text <= 'Z' ? *text + 32 : *text) != *name) return false;
    return !*name;
}

/* The value of a line "Name: value"; false: there is none. */
static bool header_field(slice header, const char *name, slice *value)
{
    const char *at = header.text, *end = at + header.size;
    size_t size = strlen(name);
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop) stop = end;
        if ((size_t)(stop - at) > size && begins(at, stop, name) && at[size] == ':') {
            *value = (slice){at + size + 1, (size_t)(stop - at) - size - 1};
            return true;
        }
        at = stop < end ? stop + 1 : end;
    }
    return false;
}

/* What follows `key` in a field, up to `until` or the end, without white space around it. */
static bool part_after(slice field, const char *key, char until, slice *part)
{
    size_t found = hki_str_find(field.text, field.size, key, strlen(key));
    if (found == SIZE_MAX) return false;
    const char *at = field.text + found + strlen(key), *end = field.text + field.size;
    const char *stop = memchr(at, until, (size_t)(end - at));
    if (stop) end = stop;
    while (at < end && strchr(" \t\r", *at)) at++;
    while (at < end && strchr(" \t\r", end[-1])) end--;
    *part = (slice){at, (size_t)(end - at)};
    return true;
}

static bool is_utf8(slice charset)
{
    static const char *const names[] = {"utf-8", "utf8", "us-ascii", "ascii"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == charset.size && begins(charset.text, charset.text + charset.size, names[i])) return true;
    return false;
}

static bool read_header(file *f, slice header)
{
    slice field, part;
    if (header_field(header, "content-type", &field) && part_after(field, "charset=", ';', &part) && !is_utf8(part))
        return hki_raise(f->rt, HK_VALUE_ERROR, "the message catalogue is not in UTF-8");
    if (!header_field(header, "plural-forms", &field)) return true;
    if (!part_after(field, "plural=", ';', &part)) return hki_raise(f->rt, HK_VALUE_ERROR, "the message catalogue has no rule for plurals");
    if (part.size > HKI_MAX_PLURAL_SIZE || !hki_plural_check(part.text, part.size))
        return hki_raise(f->rt, HK_VALUE_ERROR, "the message catalogue has a rule for plurals that cannot be read");
    f->catalogue->plural = hki_region_text(f->rt->region, part.text, part.size);
    f->catalogue->plural_size = part.size;
    return f->catalogue->plural || hki_raise_memory(f->rt);
}

/* ---- messages */

static bool make_text(file *f, const char *text, size_t size, hk_value *out)
{
    if (hki_utf8_check(text, size) < size) return hki_raise(f->rt, HK_VALUE_ERROR, "the message catalogue is not in UTF-8");
    return hki_make_str(f->rt, text, size, out);
}

/* The texts between NUL bytes, as a tuple. */
static bool make_plurals(file *f, slice texts, hk_value *out)
{
    const char *at = texts.text, *end = at + texts.size;
    size_t count = 1;
    for (const char *c = at; c < end; c++) count += !*c;
    hki_list *forms = hki_tuple_new(f->rt, NULL, count);
    if (!forms) return false;
    for (size_t i = 0; i < count; i++) {
        const char *stop = memchr(at, '\0', (size_t)(end - at));
        if (!stop) stop = end;
        if (!make_text(f, at, (size_t)(stop - at), &forms->items[i])) return false;
        at = stop < end ? stop + 1 : end;
    }
    *out = hki_list_value(forms);
    return true;
}

static bool read_message(file *f, size_t message_row, size_t text_row)
{
    slice message, text;
    hk_value key, value;
    if (!text_at(f, message_row, &message) || !text_at(f, text_row, &text)) return false;
    if (!message.size) return read_header(f, text);
    const char *plural = memchr(message.text, '\0', message.size);
    if (plural) message.size = (size_t)(plural - message.text);
    if (!make_text(f, message.text, message.size, &key)) return false;
    if (!(plural ? make_plurals(f, text, &value) : make_text(f, text.text, text.size, &value))) return false;
    return hki_dict_set(f->rt, f->catalogue->messages, key, value);
}

/* Header of the file: magic, version, number of messages, where their table is, where that of the texts is. */
enum { MAGIC_AT = 0, VERSION_AT = 4, COUNT_AT = 8, MESSAGES_AT = 12, TEXTS_AT = 16, HEAD_SIZE = 20, ROW_SIZE = 8 };

static bool read_file(file *f)
{
    static const char default_rule[] = "n != 1";
    static const uint32_t magic = 0x950412de, swapped = 0xde120495;
    if (f->size < HEAD_SIZE || (number_at(f, MAGIC_AT) != magic && number_at(f, MAGIC_AT) != swapped))
        return hki_raise(f->rt, HK_VALUE_ERROR, "this is not a message catalogue");
    f->big = number_at(f, MAGIC_AT) == swapped;
    if (number_at(f, VERSION_AT) >> 16 > 1) return hki_raise(f->rt, HK_VALUE_ERROR, "the message catalogue has an unknown version");
    size_t count = number_at(f, COUNT_AT), messages = number_at(f, MESSAGES_AT), texts = number_at(f, TEXTS_AT);
    size_t room = count * ROW_SIZE;     /* of 32 bits, so that this fits 64 */
    if (messages > f->size || texts > f->size || room > f->size - messages || room > f->size - texts) return corrupt(f);
    f->catalogue->plural = default_rule;
    f->catalogue->plural_size = sizeof default_rule - 1;
    for (size_t i = 0; i < count; i++)
        if (!read_message(f, messages + i * ROW_SIZE, texts + i * ROW_SIZE)) return false;
    return true;
}

hki_catalogue *hki_catalogue_read(hki_rt *rt, const char *bytes, size_t size)
{
    hki_catalogue *catalogue = hki_region_alloc(rt->region, sizeof *catalogue);
    if (!catalogue) {
        hki_raise_memory(rt);
        return NULL;
    }
    *catalogue = (hki_catalogue){.messages = hki_dict_new(rt, 0)};
    file f = {.rt = rt, .bytes = (const unsigned char *)bytes, .size = size, .left = size * 2, .catalogue = catalogue};
    return catalogue->messages && read_file(&f) ? catalogue : NULL;
}
