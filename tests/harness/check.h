/* check.h: counting checks. A test program is a main() of CHECKs that ends with `return hkt_done();`. */
#ifndef HKT_CHECK_H
#define HKT_CHECK_H

#include <stdbool.h>
#include <stddef.h>

void hkt_check(bool ok, const char *file, int line, const char *what);
void hkt_check_text(const char *got, size_t got_size, const char *want, size_t want_size, const char *file, int line, const char *what);
/* Shows on standard error what was wanted and what came. */
void hkt_show(const char *want, size_t want_size, const char *got, size_t got_size);
/* Prints "N passed, N failed" and gives the exit status. */
int hkt_done(void);

#define CHECK(condition) hkt_check((condition), __FILE__, __LINE__, #condition)
/* `what` names the row of a table that failed. */
#define CHECK_ROW(what, condition) hkt_check((condition), __FILE__, __LINE__, what)
#define CHECK_TEXT(what, got, got_size, want) hkt_check_text(got, got_size, want, sizeof want - 1, __FILE__, __LINE__, what)
#define CHECK_BYTES(what, got, got_size, want, want_size) hkt_check_text(got, got_size, want, want_size, __FILE__, __LINE__, what)

#endif
