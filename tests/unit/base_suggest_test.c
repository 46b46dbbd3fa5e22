#include "base/suggest.h"

#include <string.h>

#include "check.h"

static const struct { const char *wanted, *candidates, *want; } rows[] = {
    {"uper", "lower upper title", "upper"},
    {"Upper", "upper", "upper"},
    {"usr", "users user order", "user"},
    {"tilte", "title trim", "title"},                   /* neighbours changed places */
    {"upper", "upper", ""},                             /* the name itself is no suggestion */
    {"x", "y X", "X"},                                  /* of one letter only the case may be wrong */
    {"id", "is ID", "ID"},
    {"abc", "xyz", ""},
    {"lenght", "last length list", "length"},
    {"name", "nam named names", "nam"},                 /* of equals the first */
    {"a_name_that_is_longer_than_any_that_is_ever_suggested_to_anyone", "a_name_that_is_longer_than_any_that_is_ever_suggested_to_anyon", ""},
    {"line_comment", "line_statement_prefix line_comment_prefix", "line_comment_prefix"},
    {"uppercase", "lower upper", "upper"},
    {"int", "integer", ""},                             /* three letters begin too much */
    {"", "a", ""},
    {"größe", "grösse groesse größen", "größen"},
};

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hki_suggest s;
        hki_suggest_start(&s, rows[i].wanted, strlen(rows[i].wanted));
        for (const char *at = rows[i].candidates, *end; *at; at = end + (*end == ' ')) {
            end = at + strcspn(at, " ");
            hki_suggest_try(&s, at, (size_t)(end - at));
        }
        CHECK_BYTES(rows[i].wanted, s.best, strlen(s.best), rows[i].want, strlen(rows[i].want));
        CHECK_ROW(rows[i].wanted, hki_suggest_found(&s) == (*rows[i].want != '\0'));
    }
    return hkt_done();
}
