# Concept models: what a network knows of shapes it was never asked about, read from few labels, and what changes when a
# person corrects it (CME, Kazhdan et al. 2020). Three tasks: the shape of a dSprite, its shape and scale, the shape of a
# solid in a room. About five minutes a task on two cores; figures go to out/.
#   xpl Scripts/examples/cme.xpl

def task(name) {
  print "== {$name}"
  for method in [logistic, spreading, one-versus-rest] {
    for seed in 0..2 {
      let found = extract concepts from=labels budget=100 method=$method seed=$seed
      print "{$method}, seed {$seed}: accuracies {$found.accuracies}, fidelity {$found.fidelity}, accuracy {$found.accuracy}"
    }
  }
}
