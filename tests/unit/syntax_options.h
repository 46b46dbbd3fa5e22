/* syntax_options.h: the options of a row as flags, and running a row with them. */
#ifndef HKT_SYNTAX_OPTIONS_H
#define HKT_SYNTAX_OPTIONS_H

#include "check.h"
#include "values.h"
#include "syntax/syntax.h"

enum {
    TRIM = 1,
    LSTRIP = 2,
    KEEP = 4,           /* keep_trailing_newline */
    LINES = 8,          /* line statements with #, line comments with ## */
    CRLF = 16,          /* newline_sequence */
    ASP = 32,           /* <% %> <%= %> <%# %> */
    EXTENSIONS = 64,    /* all of them */
    NEWSTYLE = 128,     /* gettext functions format */
    TRIMMED = 256,      /* policy ext.i18n.trimmed */
    EXPRESSION = 512    /* the source is a lone expression */
};

static inline hki_syntax_options hkt_options(unsigned flags)
{
    hki_syntax_options o = hki_syntax_defaults;
    o.trim_blocks = flags & TRIM;
    o.lstrip_blocks = flags & LSTRIP;
    o.keep_trailing_newline = flags & KEEP;
    o.newstyle_gettext = flags & NEWSTYLE;
    o.i18n_trimmed = flags & TRIMMED;
    if (flags & LINES) {
        o.line_statement = (hki_slice_text){"#", 1};
        o.line_comment = (hki_slice_text){"##", 2};
    }
    if (flags & CRLF) memcpy(o.newline, "\r\n", 3);
    if (flags & ASP) {
        o.block_start = (hki_slice_text){"<%", 2};
        o.variable_start = (hki_slice_text){"<%=", 3};
        o.comment_start = (hki_slice_text){"<%#", 3};
        o.block_end = o.variable_end = o.comment_end = (hki_slice_text){"%>", 2};
    }
    if (flags & EXTENSIONS) o.extensions = HKI_EXT_DO | HKI_EXT_LOOPCONTROLS | HKI_EXT_I18N | HKI_EXT_DEBUG | HKI_EXT_GENERATION;
    return o;
}

static inline hki_node *hkt_parse(hkt_rt *t, unsigned flags, const char *source, size_t size)
{
    const hki_syntax_options o = hkt_options(flags);
    return flags & EXPRESSION ? hki_parse_expression(&t->rt, &o, source, size) : hki_parse_template(&t->rt, &o, source, size, "t.html");
}

#endif
