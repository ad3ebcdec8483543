// What Graphviz found out stands behind macros over its own records, which Swift does not see: one inline function for
// each that is read.
#include <gvc.h>

static inline pointf xpl_node_place(Agnode_t *node) { return ND_coord(node); }
static inline pointf xpl_graph_size(Agraph_t *graph) { return GD_bb(graph).UR; }
// NULL where an edge has no label.
static inline const textlabel_t *xpl_edge_label(Agedge_t *edge) { return ED_label(edge); }
// NULL where an edge was not drawn.
static inline const splines *xpl_edge_curves(Agedge_t *edge) { return ED_spl(edge); }
// Graphviz's functions take mutable text and change none of it.
static inline Agraph_t *xpl_graph(void) { return agopen((char *)"", Agdirected, NULL); }
static inline void xpl_set(void *object, const char *name, const char *value) {
  agsafeset(object, (char *)name, (char *)value, (char *)"");
}
static inline void xpl_set_default(Agraph_t *graph, int kind, const char *name, const char *value) {
  agattr(graph, kind, (char *)name, (char *)value);
}
static inline void xpl_set_markup(Agraph_t *graph, void *object, const char *name, const char *value) {
  char *markup = agstrdup_html(graph, (char *)value);
  agsafeset(object, (char *)name, markup, (char *)"");
  agstrfree(graph, markup);
}
// Complaints would go to standard error.
static inline void xpl_be_silent(void) { agseterr(AGMAX); }
