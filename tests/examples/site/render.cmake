# Renders every page of the site: a data file data/NAME.json is rendered by templates/NAME.html into PAGES/NAME.html.
#   cmake -DHOKORA=command -DSITE=this folder -DPAGES=output folder -P render.cmake
file(GLOB data ${SITE}/data/*.json)
foreach(file ${data})
  get_filename_component(name ${file} NAME_WE)
  execute_process(COMMAND ${HOKORA} --autoescape=select -o ${PAGES}/${name}.html ${SITE}/templates/${name}.html ${file} RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${name}.html was not rendered")
  endif()
  message(STATUS "${PAGES}/${name}.html")
endforeach()
