// libedit's settings are variadic functions, which Swift can't call: one inline function for each that is used.
// stdin, stdout and stderr are macros over mutable globals, which Swift 6 refuses: el_init is called here.
#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <stdio.h>
#include <wchar.h>

typedef wchar_t *(*xpl_prompt)(EditLine *);
typedef unsigned char (*xpl_command)(EditLine *, wint_t);

static inline EditLine *xpl_editor(const char *program) { return el_init(program, stdin, stdout, stderr); }
static inline void xpl_set_editor(EditLine *el, const wchar_t *name) { el_wset(el, EL_EDITOR, name); }
// Prompts go through the wide call: the narrow one crashes on text that the locale can't convert.
static inline void xpl_set_prompt(EditLine *el, xpl_prompt prompt) { el_wset(el, EL_PROMPT_ESC, prompt, L'\1'); }
static inline void xpl_set_history(EditLine *el, HistoryW *history) { el_wset(el, EL_HIST, history_w, history); }
static inline void xpl_set_signals(EditLine *el, int handled) { el_wset(el, EL_SIGNAL, handled); }
static inline void xpl_set_client(EditLine *el, void *client) { el_wset(el, EL_CLIENTDATA, client); }
static inline void *xpl_client(EditLine *el) {
  void *client = NULL;
  el_wget(el, EL_CLIENTDATA, &client);
  return client;
}
static inline void xpl_add_command(EditLine *el, const wchar_t *name, const wchar_t *help, xpl_command command) {
  el_wset(el, EL_ADDFN, name, help, command);
}
static inline void xpl_bind(EditLine *el, const wchar_t *key, const wchar_t *command) {
  el_wset(el, EL_BIND, key, command, NULL);
}
static inline HistoryW *xpl_history(int size) {
  HistoryW *history = history_winit();
  HistEventW event;
  if (history) {
    history_w(history, &event, H_SETSIZE, size);
    history_w(history, &event, H_SETUNIQUE, 1);
  }
  return history;
}
static inline void xpl_remember(HistoryW *history, const wchar_t *line) {
  HistEventW event;
  history_w(history, &event, H_ENTER, line);
}
// A line, or NULL: `interrupted` tells Ctrl-C from the end of input. errno is read before anything can change it.
static inline const wchar_t *xpl_read_line(EditLine *el, int *count, int *interrupted) {
  errno = 0;
  const wchar_t *line = el_wgets(el, count);
  *interrupted = line == NULL && errno == EINTR;
  return line;
}
