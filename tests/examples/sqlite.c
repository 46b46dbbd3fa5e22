/* sqlite.c: rows straight from an SQLite cursor. The cursor is an object that can be iterated; a row is the same cursor, whose columns
 * are attributes: each is read when the template asks for it, and no more than one row is in memory. */
#include <hokora.h>
#include <sqlite3.h>
#include <string.h>

static hk_value column(hk_call *call, sqlite3_stmt *rows, int i)
{
    switch (sqlite3_column_type(rows, i)) {
    case SQLITE_NULL: return hk_none();
    case SQLITE_INTEGER: return hk_int(sqlite3_column_int64(rows, i));
    case SQLITE_FLOAT: return hk_float(sqlite3_column_double(rows, i));
    default: {
        const char *text = (const char *)sqlite3_column_text(rows, i);
        return hk_string(hk_call_home(call), text, (size_t)sqlite3_column_bytes(rows, i));
    }
    }
}

static bool row_attribute(hk_call *call, void *self, const char *name, size_t size, hk_value *out)
{
    for (int i = 0; i < sqlite3_column_count(self); i++) {
        const char *title = sqlite3_column_name(self, i);
        if (strlen(title) != size || memcmp(title, name, size) != 0) continue;
        *out = column(call, self, i);
        return true;
    }
    return false;
}

static const hk_object_type row_type = {.name = "Row", .attribute = row_attribute};

static bool cursor_next(hk_call *call, void *self, size_t *at, hk_value *out)
{
    (void)at;
    int step = sqlite3_step(self);
    if (step == SQLITE_ROW) *out = hk_object(hk_call_home(call), &row_type, self);
    else if (step != SQLITE_DONE) *out = hk_call_fail(call, HK_RUNTIME_ERROR, "%s", sqlite3_errmsg(sqlite3_db_handle(self)));
    return step == SQLITE_ROW;
}

static void cursor_drop(void *self) { sqlite3_finalize(self); }

static const hk_object_type cursor_type = {.name = "Cursor", .next = cursor_next, .drop = cursor_drop};

/* The global function query(sql). */
static hk_value query(hk_call *call, void *db)
{
    size_t size;
    sqlite3_stmt *rows;
    const char *sql = hk_call_string(call, 0, &size);
    if (sqlite3_prepare_v2(db, sql, (int)size, &rows, NULL) == SQLITE_OK) return hk_object(hk_call_home(call), &cursor_type, rows);
    return hk_call_fail(call, HK_RUNTIME_ERROR, "%s", sqlite3_errmsg(db));
}

static const char page_source[] =
    "{% for star in query('SELECT name, planets, mass FROM star ORDER BY mass DESC') %}"
    "{{ star.name }}: {{ star.planets if star.planets is not none else '?' }} planets, {{ star.mass }} suns\n"
    "{% endfor %}";

int main(void)
{
    sqlite3 *db;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK) return 1;
    sqlite3_exec(db, "CREATE TABLE star (name, planets, mass); INSERT INTO star VALUES ('Sun', 8, 1.0), ('Sirius', NULL, 2.06), ('Trappist-1', 7, 0.09)",
        NULL, NULL, NULL);
    const hk_template *page;
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hk_env_new(NULL);
    hk_env_add_function(env, "query", "sql", query, db, NULL);
    hk_status status = hk_env_from_string(env, page_source, HK_NUL, "stars", &page, &error);
    if (status == HK_OK) status = hk_render(page, NULL, hk_file_sink(stdout), &error);
    if (status != HK_OK) hk_error_write(&error, hk_file_sink(stderr));
    hk_error_clear(&error);
    hk_env_free(env);
    sqlite3_close(db);
    return status;
}
