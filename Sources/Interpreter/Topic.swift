import Attributions
import Data
import Models

/// What help knows beside verbs: statements, and the words that keys take.
struct Topic: Sendable {
  let name: String
  let summary: String
  let text: String

  static let statements: [Topic] = [
    Topic(
      "def", "makes a verb", "def name(parameter, key=default) { ... }",
      """
      The body sees its parameters and what was named before it. It gives what return says, else its last
      result. A pipe fills the first parameter.
      """, example: "def mass(x) { return ($x.heatmap * 2) }"),
    Topic(
      "for", "repeats statements", "for name in values { ... }",
      "Goes through a range, a list or the rows of a tensor. Names made inside end with it.",
      example: "for i in 0..3 { predict sample=$i }"),
    Topic(
      "help", "explains", "? or ?name",
      "A question mark lists everything; with names it explains these: verbs, statements, topics, methods, composites, "
        + "rules, scores. Help is no cell and takes no number.",
      example: "?condition"),
    Topic(
      "if", "chooses statements", "if condition { ... } else { ... }",
      "Conditions compare by == != < <= > >= and are joined by and, or, not.",
      example: "if (1 < 2) { show 1 } else { show 2 }"),
    Topic(
      "include", "runs another script", "include \"script.xpl\"",
      "Its names and defs stay. The path counts from the script that includes it.",
      example: "include \"parts/load.xpl\""),
    Topic(
      "let", "gives a value a name", "let name = value",
      "The value is a number, a text, a list, a range, a calculation in brackets, or what a command gives. "
        + "$name is the value, $name.field a field of it, $_ the last result, $_3 that of cell 3.",
      example: "let p = predict sample=0"),
  ]

  /// Computed when it is asked for: most runs never do.
  static var words: [Topic] {
    [
      Topic(
        "composites", "tables of rules by kind of layer, for composite=", nil,
        listing(Composite.all.map(\.name)) + "\n\nWhich layer gets which rule: show rules composite=NAME",
        example: "show rules composite=epsilon-plus"),
      Topic(
        "data", "what can be loaded", nil,
        listing(catalogue.map { "\($0.name): \($0.summary)" })
          + "\n\nFiles: .npy, .npz with the keys images or x and labels or y, IDX, PNG, JPEG, a folder of pictures "
          + "with a folder for each class, tables (.csv, .tsv) with target= for the column that is to be predicted. "
          + "Sequences are arrays [samples, steps, features], or tables with window= for the rows of each. "
          + "More by: ?load",
        example: "load data fashion-mnist-512 limit=100"),
      Topic(
        "layers", "how layers are named", nil,
        "A layer is given by its name or its index, counted from 0: layer=4, layer=conv2. Kinds of layers: "
          + LayerKind.allCases.map(\.rawValue).joined(separator: ", ") + ".",
        example: "show layers"),
      Topic(
        "methods", "what attribute can do", nil,
        listing(NamedMethod.all.map { "\($0.name): \($0.summary)" }), example: "attribute gradient y=1"),
      Topic(
        "networks", "networks that are built in", nil,
        listing(Architecture.all.map { "\($0.name): \($0.summary)" })
          + "\n\n\(Architecture.all.filter(\.isMeasured).map(\.name).joined(separator: ", ")) is made to the "
          + "measure of data, by train. The others are torchvision's for pictures [3, 224, 224] and 1000 "
          + "classes, in its names. Weights are random, from seed=; trained ones come from a file.",
        example: "load model resnet18 weights=random seed=1"),
      Topic(
        "pager", "how what is taller than the screen is shown", nil,
        "At the prompt it goes to $PAGER, or less: a blank goes on, b goes back, q leaves. PAGER=cat in the "
          + "environment shows everything at once. Pictures are never paged, and the time beside the prompt and in "
          + ":cells does not count the reading.",
        example: "?pager"),
      Topic(
        "rules", "how relevance passes a layer, for rule=", nil,
        listing(Rule.all.map { "\($0.name), for \($0.fits.text)" }), example: "condition y=1 rule=[0:gamma]"),
      Topic(
        "scores", "what score can do", nil,
        listing(
          Verb.allScores.map { score in
            let keys = score.keys.map { "\($0)=" }.joined(separator: " ")
            return "\(score.name): \(score.summary)" + (keys.isEmpty ? "" : "\n      \(keys)")
          })
          + "\n\nWith method=, keys of that method can be given, too: ?attribute",
        example: "attribute ig y=1 | score deletion"),
      Topic(
        "units", "channels and neurons, for at=", nil,
        "layer:channel is a channel of a layer, layer:channel@[positions] some neurons of it; positions "
          + "count row by row from 0.",
        example: "condition at=[4:50, 1:3] y=1"),
    ]
  }

  init(_ name: String, _ summary: String, _ form: String?, _ text: String, example: String) {
    self.name = name
    self.summary = summary
    self.text =
      (["\(name): \(summary)", ""] + (form.map { ["  \($0)", ""] } ?? []) + [text, "", "Example: \(example)"])
      .joined(separator: "\n")
  }

  private static func listing(_ lines: [String]) -> String {
    lines.map { "  \($0)" }.joined(separator: "\n")
  }
}

extension Rule.Fit {
  var text: String {
    switch self {
    case .of(let kind): "layers of kind \(kind.rawValue)"
    case .affine: "convolutions and dense layers"
    case .activation: "ReLUs and other activations"
    case .sameShape: "layers that keep the shape"
    case .factors: "products of signals, and gates"
    case .any: "any layer"
    }
  }
}
