#pragma once

/// Marks what a shared build of xrep exports; everything else is hidden.
#if defined(XREP_STATIC)
#define XREP_API
#elif defined(_WIN32)
#if defined(XREP_BUILDING)
#define XREP_API __declspec(dllexport)
#else
#define XREP_API __declspec(dllimport)
#endif
#else
#define XREP_API __attribute__((visibility("default")))
#endif
