/* refuse.c: every case of the files named on the command line again, with the first, the second, … request for memory refused:
 * each time the call fails with HK_NO_MEMORY, or succeeds with the right text, and nothing is left alive. */
#include <stdlib.h>
#include <string.h>

#include "cases.h"
#include "check.h"
#include "mem.h"

/* Refusing every single request of a long case would take too long: beyond the first ones, steps grow. */
static size_t next_request(size_t nth) { return nth < 300 ? nth + 1 : nth + nth / 40; }

static bool refused_once(const hkt_case *c, size_t nth, bool from_here_on, bool *reached)
{
    hkt_mem mem;
    hkt_mem_init(&mem);
    mem.fail_at = nth;
    mem.fail_on = from_here_on;
    hkt_result r = hkt_case_run(c, &mem.hooks);
    *reached = mem.failed;
    bool ok = mem.live == 0 && !mem.wrong_size && (r.status == HK_NO_MEMORY || hkt_case_holds(c, &r));
    if (!mem.failed) ok = ok && hkt_case_holds(c, &r);
    free(r.text);
    return ok;
}

static void run_file(const char *path)
{
    hkt_cases cases;
    CHECK(hkt_cases_read(&cases, path));
    for (size_t i = 0; i < cases.count; i++) {
        bool once = true, reached = true;
        for (size_t nth = 1; once; nth = next_request(nth)) {
            hkt_check(refused_once(&cases.item[i], nth, false, &once), path, cases.item[i].line, cases.item[i].title);
            if (once) hkt_check(refused_once(&cases.item[i], nth, true, &reached), path, cases.item[i].line, cases.item[i].title);
        }
    }
    hkt_cases_free(&cases);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) run_file(argv[i]);
    return hkt_done();
}
