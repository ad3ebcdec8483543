// libedit's settings are variadic functions, which Swift can't call: one inline function for each that is used.
// stdin, stdout and stderr are macros over mutable globals, which Swift 6 refuses: they are used here.
#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <stdio.h>
#include <wchar.h>

typedef wchar_t *(*xpl_prompt)(EditLine *);
typedef unsigned char (*xpl_command)(EditLine *, wint_t);

static inline EditLine *xpl_editor(const char *program) { return el_init(program, stdin, stdout, stderr); }
static inline void xpl_set_editor(EditLine *el, const wchar_t *name) { el_wset(el, EL_EDITOR, name); }
// "emacs" or "vi"; NULL where it does not say.
static inline const wchar_t *xpl_editor_name(EditLine *el) {
  const wchar_t *name = NULL;
  return el_wget(el, EL_EDITOR, &name) == 0 ? name : NULL;
}
// Prompts go through the wide call: the narrow one crashes on text that the locale can't convert.
static inline void xpl_set_prompt(EditLine *el, xpl_prompt prompt) { el_wset(el, EL_PROMPT_ESC, prompt, L'\1'); }
static inline void xpl_set_history(EditLine *el, HistoryW *history) { el_wset(el, EL_HIST, history_w, history); }
static inline void xpl_set_reader(EditLine *el, el_rfunc_t reader) { el_wset(el, EL_GETCFN, reader); }
// Draws prompt and text anew, from where the cursor is.
static inline void xpl_refresh(EditLine *el) { el_wset(el, EL_REFRESH); }
// Single keys without echo (1), or the terminal as it was (0).
static inline void xpl_prepare_terminal(EditLine *el, int raw) { el_wset(el, EL_PREP_TERM, raw); }
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
// In the command mode of vi.
static inline void xpl_bind_command_mode(EditLine *el, const wchar_t *key, const wchar_t *command) {
  el_wset(el, EL_BIND, L"-a", key, command, NULL);
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
// Columns of a character, -1 for controls. wchar.h declares wcwidth for XOPEN sources only.
static inline int xpl_width(wchar_t character) {
  extern int wcwidth(wchar_t);
  return wcwidth(character);
}
