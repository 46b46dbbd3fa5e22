/* module.h: other templates: finding them by name, include, import. [jinja: Environment.get_template, TemplateModule] */
#ifndef HKI_MODULE_H
#define HKI_MODULE_H

#include "vm/state.h"

extern const hki_class hki_module_class;      /* its first slot: the dict of the exports */

/* The template that a value names. False after raising: TemplateNotFound, or what the value itself raises. */
bool hki_template_get(hki_vm *vm, hk_value name, const hki_template **out);

/* INCLUDE and IMPORT, with the names and registers that they hand over. HKI_YES: done; HKI_PUSHED; HKI_ERROR. */
enum { HKI_IGNORE_MISSING = 1, HKI_WITH_CONTEXT = 2 };
int hki_include(hki_vm *vm, hk_value name, unsigned mode, const hki_list *names, const hk_value *locals);
int hki_import(hki_vm *vm, hk_value name, unsigned mode, const hki_list *names, const hk_value *locals, hk_value *to);
/* The running frame's `from … import name`, on a line of its template. */
bool hki_import_name(hki_vm *vm, hk_value module, const hki_str *name, uint32_t line, hk_value *out);

/* The end of a module's root function (HKI_LEAVE_MODULE, HKI_LEAVE_BODY). */
bool hki_module_finish(hki_vm *vm, hki_frame *frame);

#endif
