#include <chafa.h>

// g_string_free is a macro in newer versions of GLib.
static inline void xpl_free_string(GString *string) {
  g_string_free(string, TRUE);
}
