/* structs.c: a page straight from an array of C structs: nothing is copied, members are read when the template asks for them. */
#include <hokora.h>

struct item { const char *name; int pieces; double price; };
struct order { unsigned number; const char *customer; const struct item *items; size_t nitems; };

static const hk_field item_members[] = {
    HK_FIELD(struct item, name, HK_KIND_CSTRING), HK_FIELD(struct item, pieces, HK_KIND_INT), HK_FIELD(struct item, price, HK_KIND_FLOAT)};
static const hk_fields item_fields = HK_FIELDS("Item", struct item, item_members);
static const hk_field order_members[] = {
    HK_FIELD(struct order, number, HK_KIND_UINT), HK_FIELD(struct order, customer, HK_KIND_CSTRING),
    HK_FIELD_ARRAY(struct order, items, nitems, HK_KIND_STRUCT, &item_fields)};
static const hk_fields order_fields = HK_FIELDS("Order", struct order, order_members);

static const char page_source[] =
    "{% for order in orders %}"
    "<h2>{{ order.number }}: {{ order.customer }}</h2>\n"
    "<ul>{% for item in order['items'] %}<li>{{ item.pieces }} × {{ item.name }}</li>{% endfor %}</ul>\n"
    "<p>{{ '%.2f' % order['items'] | map(attribute='price') | sum }} €</p>\n"
    "{% endfor %}";

int main(void)
{
    static const struct item tea[] = {{"Green <tea>", 2, 8.5}, {"Cup", 1, 12}}, book[] = {{"Book", 1, 29.9}};
    static const struct order orders[] = {{1, "Ada", tea, 2}, {2, "Tom & Jerry", book, 1}};
    const hk_template *page;
    hk_error error = HK_ERROR_NONE;
    hk_env *env = hk_env_new(NULL);
    hk_env_set_flag(env, "autoescape", true, NULL);
    hk_context *context = hk_context_new(env);
    hk_context_set(context, "orders", hk_structs(context, &order_fields, orders, 2));
    hk_status status = hk_env_from_string(env, page_source, HK_NUL, "orders", &page, &error);
    if (status == HK_OK) status = hk_render(page, context, hk_file_sink(stdout), &error);
    if (status != HK_OK) hk_error_write(&error, hk_file_sink(stderr));
    hk_error_clear(&error);
    hk_context_free(context);
    hk_env_free(env);
    return status;
}
