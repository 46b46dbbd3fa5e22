/* Objects of a host, and structs. */
#include "render.h"

/* ---- a counter that gives its numbers, counted from 0, and knows how often it was let go */

typedef struct counter { int64_t limit; int dropped; } counter;

static bool counter_attribute(hk_call *call, void *self, const char *name, size_t size, hk_value *out)
{
    counter *c = self;
    if (size == 5 && memcmp(name, "limit", 5) == 0) *out = hk_int(c->limit);
    else if (size == 6 && memcmp(name, "broken", 6) == 0) *out = hk_call_fail(call, HK_RUNTIME_ERROR, "out of order");
    else return false;
    return true;
}

static bool counter_item(hk_call *call, void *self, hk_value key, hk_value *out)
{
    (void)call;
    if (hk_type_of(key) != HK_TYPE_INT || hk_as_int(key) < 0 || hk_as_int(key) >= ((counter *)self)->limit) return false;
    *out = hk_int(hk_as_int(key) * 10);
    return true;
}

static bool counter_next(hk_call *call, void *self, size_t *at, hk_value *out)
{
    (void)call;
    if ((int64_t)*at >= ((counter *)self)->limit) return false;
    *out = hk_int((int64_t)(*at)++);
    return true;
}

static size_t counter_length(hk_call *call, void *self) { return (void)call, (size_t)((counter *)self)->limit; }
static bool counter_truth(hk_call *call, void *self) { return (void)call, ((counter *)self)->limit != 7; }
static bool counter_equal(hk_call *call, void *a, void *b) { return (void)call, ((counter *)a)->limit == ((counter *)b)->limit; }
static hk_value counter_text(hk_call *call, void *self) { return (void)self, hk_string(hk_call_home(call), "<counter>", 9); }
static hk_value counter_html(hk_call *call, void *self) { return (void)self, hk_string(hk_call_home(call), "<b>counter</b>", 14); }
static void counter_drop(void *self) { ((counter *)self)->dropped++; }

static hk_value counter_call(hk_call *call, void *self)
{
    const hk_value *items;
    return hk_call_rest(call, &items) == 1 ? hk_int(hk_as_int(items[0]) + ((counter *)self)->limit) : hk_call_arg(call, 0);
}

static const hk_object_type counter_type = {"Counter", counter_attribute, counter_item, counter_next, counter_length, counter_call,
    counter_text, counter_html, counter_truth, counter_equal, counter_drop};
static const hk_object_type row_type = {"Row", NULL, counter_item, NULL, counter_length, NULL, NULL, NULL, NULL, NULL, NULL};
static const hk_object_type bare_type = {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL};

static void test_objects(void)
{
    api a;
    counter three = {3, 0}, again = {3, 0}, seven = {7, 0};
    api_open(&a);
    hk_value c = hk_object(a.context, &counter_type, &three);
    hk_context_set(a.context, "c", c);
    hk_context_set(a.context, "same", hk_object(a.context, &counter_type, &again));
    hk_context_set(a.context, "seven", hk_object(a.context, &counter_type, &seven));
    hk_context_set(a.context, "row", hk_object(a.context, &row_type, &three));
    hk_context_set(a.context, "bare", hk_object(a.context, &bare_type, &three));
    CHECK_RENDER(&a, "{{ c.limit }} {{ c[2] }} {{ c[5] is defined }} {{ c.nothing is defined }}", "3 20 False False");
    CHECK_RENDER(&a, "{% for i in c %}{{ loop.index }}/{{ loop.length }}:{{ i }} {% endfor %}{{ c|length }} {{ c|list }}", "1/3:0 2/3:1 3/3:2 3 [0, 1, 2]");
    CHECK_RENDER(&a, "{{ c(4) }} {{ c == same }} {{ c == seven }} {{ c == 3 }} {{ not seven }} {{ c }}", "7 True False False True <counter>");
    CHECK_RENDER(&a, "{{ c|e }} {% autoescape true %}{{ c }}{% endautoescape %}", "<b>counter</b> <b>counter</b>");
    CHECK_RENDER(&a, "{{ row|list }} {{ row|last is defined }} {{ row is sequence }} {{ row[0] }} {{ bare.x is defined }}", "[0, 10, 20] True True 0 False");
    CHECK_FAILS(&a, "{{ c.broken }}", HK_RUNTIME_ERROR, "out of order");
    CHECK_FAILS(&a, "{{ bare() }}", HK_TYPE_ERROR, "'object' object is not callable");
    CHECK_FAILS(&a, "{{ bare|list }}", HK_TYPE_ERROR, "'object' object is not iterable");
    CHECK_FAILS(&a, "{{ row.x.y }}", HK_UNDEFINED_ERROR, "'Row object' has no attribute 'x'");
    CHECK_FAILS(&a, "{{ c() }}", HK_ARGUMENT_ERROR, "'__call__' has no parameter 0");
    CHECK(hk_object_self(c, &counter_type) == &three);
    CHECK(hk_object_self(c, &row_type) == NULL && hk_object_self(hk_none(), &row_type) == NULL && hk_object_self(c, NULL) == NULL);
    CHECK(three.dropped == 0);
    api_close(&a);
    CHECK(three.dropped == 1 && again.dropped == 1 && seven.dropped == 1);
}

/* An object that has keys and items is a mapping to dict.update(); one without keys is an iterable of pairs. */
static bool square_attribute(hk_call *call, void *self, const char *name, size_t size, hk_value *out)
{
    (void)self;
    if (size != 4 || memcmp(name, "keys", 4) != 0) return false;
    *out = hk_list(hk_call_home(call));
    return true;
}

static void test_merging(void)
{
    static const hk_object_type squares = {.name = "Squares", .attribute = square_attribute, .item = counter_item, .next = counter_next};
    api a;
    counter three = {3, 0};
    api_open(&a);
    hk_context_set(a.context, "squares", hk_object(a.context, &squares, &three));
    hk_context_set(a.context, "c", hk_object(a.context, &counter_type, &three));
    CHECK_RENDER(&a, "{% set d = {'a': 1} %}{% if d.update(squares) %}{% endif %}{{ d }}", "{'a': 1, 0: 0, 1: 10, 2: 20}");
    CHECK_FAILS(&a, "{{ {}.update(c) }}", HK_TYPE_ERROR, "cannot convert dictionary update sequence element #0 to a sequence");
    api_close(&a);
}

static hk_value make_counter(hk_call *call, void *user) { return hk_object(hk_call_home(call), &counter_type, user); }

/* What a render makes ends with it; what could not be made ends at once. */
static void test_drops(void)
{
    api a;
    counter c = {2, 0};
    api_open(&a);
    CHECK(hk_env_add_function(a.env, "counter", "", make_counter, &c, &a.error) == HK_OK);
    CHECK_RENDER(&a, "{{ counter()|list }}{{ counter().limit }}", "[0, 1]2");
    CHECK(c.dropped == 2);
    CHECK(hk_type_of(hk_object(NULL, &counter_type, &c)) == HK_TYPE_NONE && c.dropped == 3);
    CHECK(hk_type_of(hk_object(a.context, NULL, &c)) == HK_TYPE_NONE && c.dropped == 3);
    api_close(&a);
}

/* ---- structs */

typedef struct point { double x; float y; } point;
typedef struct order { uint64_t number; int16_t pieces; } order;
typedef struct user {
    const char *name;
    char code[4];
    hk_text note;
    uint8_t age;
    bool active;
    int32_t balance;
    point home;
    const point *work;
    order *orders;
    int norders;
    const char **tags;
    size_t ntags;
    hk_value extra;
} user;

static const hk_field point_members[] = {HK_FIELD(point, x, HK_KIND_FLOAT), HK_FIELD(point, y, HK_KIND_FLOAT)};
static const hk_fields point_fields = HK_FIELDS("Point", point, point_members);
static const hk_field order_members[] = {HK_FIELD(order, number, HK_KIND_UINT), HK_FIELD(order, pieces, HK_KIND_INT)};
static const hk_fields order_fields = HK_FIELDS("Order", order, order_members);
static const hk_field user_members[] = {
    HK_FIELD(user, name, HK_KIND_CSTRING),
    HK_FIELD(user, code, HK_KIND_CHARS),
    HK_FIELD(user, note, HK_KIND_TEXT),
    HK_FIELD(user, age, HK_KIND_UINT),
    HK_FIELD(user, active, HK_KIND_BOOL),
    HK_FIELD(user, balance, HK_KIND_INT),
    HK_FIELD_OF(user, home, HK_KIND_STRUCT, &point_fields),
    HK_FIELD_OF(user, work, HK_KIND_POINTER, &point_fields),
    HK_FIELD_ARRAY(user, orders, norders, HK_KIND_STRUCT, &order_fields),
    HK_FIELD_ARRAY(user, tags, ntags, HK_KIND_CSTRING, NULL),
    HK_FIELD(user, extra, HK_KIND_VALUE),
};
static const hk_fields user_fields = HK_FIELDS("User", user, user_members);

static void test_structs(void)
{
    static order orders[] = {{1, -2}, {UINT64_MAX, 5}};
    static const char *tags[] = {"new", "vip"};
    static const point office = {1.5, 2.5f};
    api a;
    api_open(&a);
    const user users[] = {
        {"Ann", "abcd", {"hi there", 2}, 200, true, -7, {0.25, 1}, &office, orders, 2, tags, 2, hk_string(a.context, "more", 4)},
        {NULL, "x", {NULL, 0}, 3, false, 8, {0, 0}, NULL, NULL, -1, NULL, 0, hk_none()},
    };
    hk_context_set(a.context, "u", hk_struct(a.context, &user_fields, &users[0]));
    hk_context_set(a.context, "users", hk_structs(a.context, &user_fields, users, 2));
    CHECK_RENDER(&a, "{{ u.name }} {{ u['code'] }} {{ u.note }} {{ u.age }} {{ u.active }} {{ u.balance }} {{ u.extra }}", "Ann abcd hi 200 True -7 more");
    CHECK_RENDER(&a, "{{ u.home.x }} {{ u.work.y }} {{ u.orders[1].number }} {{ u.orders[-2].pieces }} {{ u.tags|join(',') }}",
        "0.25 2.5 18446744073709551615 -2 new,vip");
    CHECK_RENDER(&a, "{% for x in users %}{{ loop.revindex }}{{ x.name }}{{ x.work is none }}{{ x.note }}{{ x.orders|length }}{% endfor %}",
        "2AnnFalsehi21NoneTrueNone0");
    CHECK_RENDER(&a, "{{ users[1:]|map(attribute='age')|list }} {{ (users|last).age }} {{ users|reverse|map(attribute='age')|list }}", "[3] 3 [3, 200]");
    CHECK_RENDER(&a, "{{ users|map(attribute='balance')|sum }} {{ users[5] is defined }} {{ users|sort(attribute='balance', reverse=true)|map(attribute='age')|list }}",
        "1 False [3, 200]");
    CHECK_RENDER(&a, "{{ u.home == u.home }} {{ u == users[0] }} {{ u == users[1] }} {{ u.nothing is defined }}", "True True False False");
    CHECK_FAILS(&a, "{{ u.nothing.x }}", HK_UNDEFINED_ERROR, "'User object' has no attribute 'nothing'");
    CHECK(hk_type_of(hk_struct(a.context, &user_fields, NULL)) == HK_TYPE_NONE);
    CHECK(hk_type_of(hk_structs(NULL, &user_fields, users, 2)) == HK_TYPE_NONE);
    CHECK(hk_context_status(a.context) == HK_OK);
    CHECK(hk_type_of(hk_structs(a.context, NULL, users, 2)) == HK_TYPE_NONE && hk_context_status(a.context) == HK_ARGUMENT_ERROR);
    api_close(&a);
}

/* A number that fits 64 bits is a plain one. */
static void test_large_numbers(void)
{
    static const order numbers[] = {{INT64_MAX, 0}, {(uint64_t)INT64_MAX + 1, 0}};
    static const hk_type types[] = {HK_TYPE_INT, HK_TYPE_BIG_INT};
    api a;
    hk_value row, number;
    api_open(&a);
    hk_value rows = hk_structs(a.context, &order_fields, numbers, 2), name = hk_cstring(a.context, "number");
    for (int i = 0; i < 2; i++) {
        CHECK(hk_get(a.context, rows, hk_int(i), &row, NULL) == HK_OK && hk_get(a.context, row, name, &number, NULL) == HK_OK);
        CHECK(hk_type_of(number) == types[i]);
    }
    hk_context_set(a.context, "rows", rows);
    CHECK_RENDER(&a, "{{ rows[0].number }} {{ rows[1].number }}", "9223372036854775807 9223372036854775808");
    api_close(&a);
}

/* Items of an array are no arrays themselves, and members have the sizes that their kinds can have. */
static void test_bad_fields(void)
{
    static const hk_field members[] = {HK_FIELD_ARRAY(user, tags, ntags, HK_KIND_ARRAY, NULL),
        {"odd", HK_KIND_INT, 0, 3, NULL, 0, 0, HK_KIND_COUNT, 0}, {"nothing", HK_KIND_COUNT, 0, 1, NULL, 0, 0, HK_KIND_COUNT, 0}};
    static const hk_fields fields = HK_FIELDS("User", user, members);
    static const char *tags[] = {"new"};
    const user u = {.tags = tags, .ntags = 1, .extra = hk_none()};
    api a;
    api_open(&a);
    hk_context_set(a.context, "u", hk_struct(a.context, &fields, &u));
    CHECK_RENDER(&a, "{{ u.tags|length }}", "1");
    CHECK_FAILS(&a, "{{ u.tags[0] }}", HK_ARGUMENT_ERROR, "an array of arrays");
    api_text out;
    CHECK(api_render(&a, "{{ u.odd }}", &out) == HK_ARGUMENT_ERROR && api_render(&a, "{{ u.nothing }}", &out) == HK_ARGUMENT_ERROR);
    api_close(&a);
}

static void test_bad_text(void)
{
    api a;
    api_open(&a);
    const user u = {.name = "\xff", .extra = hk_none()};
    hk_context_set(a.context, "u", hk_struct(a.context, &user_fields, &u));
    hk_context_set(a.context, "s", hk_string_borrowed(a.context, "borrowed text", 8));
    CHECK_RENDER(&a, "{{ s }}", "borrowed");
    CHECK_FAILS(&a, "{{ u.name }}", HK_UNICODE_DECODE_ERROR, "a string that is not valid UTF-8");
    CHECK(hk_type_of(hk_string_borrowed(a.context, "\xff", 1)) == HK_TYPE_NONE);
    CHECK(hk_context_status(a.context) == HK_UNICODE_DECODE_ERROR);
    CHECK(hk_type_of(hk_string_borrowed(NULL, "x", 1)) == HK_TYPE_NONE);
    api_close(&a);
}

int main(void)
{
    test_merging();
    test_objects();
    test_drops();
    test_structs();
    test_large_numbers();
    test_bad_fields();
    test_bad_text();
    return hkt_done();
}
