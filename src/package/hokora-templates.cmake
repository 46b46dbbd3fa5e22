# Templates compiled while a program is built, so that it starts without parsing, and a mistake in one stops the build:
#
#   hokora_templates(TARGET NAME DIRECTORY FILE… [OPTIONS OPTION…])
#
# compiles the files of a directory with `hokora compile OPTION…` into the target, under the names that they have in the directory. The
# program includes "NAME.h" and calls, before its first template, in an environment with the same options (filters and tests that the
# program adds are named by --filter=NAME and --test=NAME; templates with tags of its own only the program itself can compile, and save by
# hk_template_save):
#
#   hk_status NAME_add(hk_env *env, hk_error *error);
#
# A page is then found by hk_env_get_template(env, "mail/letter.txt", …) after
#
#   find_package(hokora REQUIRED)
#   target_link_libraries(shop PRIVATE hokora::hokora)
#   hokora_templates(shop pages templates base.html index.html mail/letter.txt OPTIONS --autoescape=select)
function(hokora_templates target name directory)
  cmake_parse_arguments(PARSE_ARGV 3 arg "" "" "OPTIONS")
  get_filename_component(directory ${directory} ABSOLUTE)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/hokora-${name})
  file(MAKE_DIRECTORY ${folder})
  set(arrays "")
  set(rows "")
  set(count 0)
  foreach(file ${arg_UNPARSED_ARGUMENTS})
    set(symbol ${name}_${count})
    add_custom_command(OUTPUT ${folder}/${symbol}.c DEPENDS ${directory}/${file} $<TARGET_FILE:hokora::command> VERBATIM
      COMMAND hokora::command compile ${arg_OPTIONS} --c=${symbol} -o ${folder}/${symbol}.c -- ${directory}/${file}
      COMMENT "Compiling template ${file}")
    target_sources(${target} PRIVATE ${folder}/${symbol}.c)
    string(LENGTH ${file} size)
    string(APPEND arrays "extern const unsigned char ${symbol}[];\nextern const size_t ${symbol}_size;\n")
    string(APPEND rows "    if (status == HK_OK) status = hk_env_add_program(env, \"${file}\", ${size}, ${symbol}, ${symbol}_size, error);\n")
    math(EXPR count "${count} + 1")
  endforeach()
  set(declaration "hk_status ${name}_add(hk_env *env, hk_error *error)")
  file(CONFIGURE OUTPUT ${folder}/${name}.h @ONLY CONTENT
"/* Made by hokora_templates. */
#include <hokora.h>

#ifdef __cplusplus
extern \"C\"
#endif
@declaration@;
")
  file(CONFIGURE OUTPUT ${folder}/${name}.c @ONLY CONTENT
"/* Made by hokora_templates. */
#include \"@name@.h\"

@arrays@
@declaration@
{
    hk_status status = HK_OK;
@rows@    return status;
}
")
  target_sources(${target} PRIVATE ${folder}/${name}.c)
  target_include_directories(${target} PRIVATE ${folder})
endfunction()
