# Third-party libraries. A target that the parent project already has wins over find_package.

function(xrep_need target package)
  if(NOT TARGET ${target})
    find_package(${package} REQUIRED ${ARGN})
  endif()
endfunction()

# cpp-httplib comes from Debian with a pkg-config file only.
function(xrep_need_httplib)
  if(TARGET httplib::httplib)
    return()
  endif()
  find_package(PkgConfig REQUIRED)
  find_package(Threads REQUIRED)
  pkg_check_modules(XREP_HTTPLIB REQUIRED IMPORTED_TARGET GLOBAL cpp-httplib)
  add_library(httplib::httplib ALIAS PkgConfig::XREP_HTTPLIB)
endfunction()
