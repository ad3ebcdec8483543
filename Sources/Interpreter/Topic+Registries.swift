import Attributions
import Figures
import Models

// Help on what the registries of the engine name, from the registries themselves.
extension Topic {
  /// What a name stands for: a method, a way of looking at pairs, a score, a composite or a rule; several of these where
  /// they share it.
  ///
  /// - Parameter model: the network for which the rules of a composite are told.
  static func registered(_ name: String, model: Model?) -> [Topic] {
    methods(name) + interactions(name) + scores(name) + composites(name, model) + rules(name)
  }

  static var registeredNames: [String] {
    let names =
      NamedMethod.all.map(\.name) + NamedInteraction.all.map(\.name) + Verb.allScores.map(\.name)
      + Composite.all.map(\.name) + Rule.all.map(\.name)
    return Set(names).sorted()
  }

  private static func methods(_ name: String) -> [Topic] {
    NamedMethod.all.filter { $0.name == name }.map { method in
      let place =
        switch method.site {
        case .anywhere: ""
        case .layer, .inputByLayer: " layer=4"
        case .inputThroughUnit: " at=4:50"
        }
      let groups = method.keys.contains(Keys.groups.name) ? " groups=grid:14 sample=0..3" : ""
      return Topic(
        "attribute \(name)", method.summary, nil,
        keyed(.attribute, Attributing.used(by: method), name),
        example: "attribute \(name) y=1\(place)\(groups)")
    }
  }

  private static func interactions(_ name: String) -> [Topic] {
    NamedInteraction.all.filter { $0.name == name }.map { method in
      Topic(
        "interact \(name)", method.summary, nil,
        keyed(.interact, Interacting.common.map(\.name) + method.keys, name),
        example: "interact \(name) y=1 groups=[[0,1,2],[3,4],[5,6]]")
    }
  }

  private static func scores(_ name: String) -> [Topic] {
    Verb.allScores.filter { $0.name == name }.map { score in
      let ofAttributions = NamedScore.all.first { $0.name == name }
      return Topic(
        "score \(name)", score.summary, nil, keyed(.score, score.keys, name),
        example: ofAttributions.map {
          $0.needsTruth ? "score \(name) method=dtd" : "attribute ig y=1 | score \(name)"
        }
          ?? "score \(name)")
    }
  }

  private static func composites(_ name: String, _ model: Model?) -> [Topic] {
    Composite.all.filter { $0.name == name }.map { composite in
      let rules = model.map { model in
        var lines: [String] = []
        for (layer, assignment) in zip(model.layers, composite.make(RuleSettings()).assignments(in: model)) {
          let kind = layer.operation.kind.rawValue
          let line =
            switch assignment.reason {
            case .readsInput: "\(kind) that reads the input: \(assignment.rule.name)"
            case .first: "the first \(kind): \(assignment.rule.name)"
            case .none: "\(kind): plain gradient"
            case .kind, .named: "\(kind): \(assignment.rule.name)"
            case .noSignal, .onlyDivisor: ""
            }
          if !line.isEmpty, !lines.contains(line) { lines.append(line) }
        }
        return "In \(model.name):\n" + lines.map { "  \($0)" }.joined(separator: "\n")
      }
      return Topic(
        "composite=\(name)", "which layer hands on relevance by which rule", nil,
        [rules ?? "Which layer gets which rule is told once a network is loaded.", paper(name)].compactMap {
          $0
        }
        .joined(separator: "\n\n"), example: "show rules composite=\(name)")
    }
  }

  private static func rules(_ name: String) -> [Topic] {
    Rule.all.filter { $0.name == name }.map { rule in
      let usual = rule.make(RuleSettings()).name
      let facts = [
        "For \(rule.fits.text)." + (usual == name ? "" : " Unless set otherwise: \(usual)."), paper(name),
      ]
      let example =
        switch rule.fits {
        case .affine, .any: "condition y=1 rule=[0:\(name)]"
        case .activation, .sameShape: "condition y=1 rule=[1:\(name)]"
        case .factors, .of: "show rules composite=attn-lrp"
        }
      return Topic(
        "rule=[LAYER:\(name)]", "how relevance passes a layer", nil,
        facts.compactMap { $0 }.joined(separator: "\n\n"), example: example)
    }
  }

  /// `verb name key=...`, the keys that matter, where it comes from.
  private static func keyed(_ verb: Verb, _ keys: [String], _ name: String) -> String {
    let parameters = verb.keys.filter { keys.contains($0.name) }
    let width = parameters.map(\.name.count).max() ?? 0
    let usage = ([verb.name, name] + parameters.map { "[\($0.name)=]" }).joined(separator: " ")
    let rows = parameters.map { "  \($0.name.padded(to: width))  \($0.helpText)" }
    let paper = paper("\(verb.name) \(name)") ?? paper(name)
    return ["  \(usage)", rows.isEmpty ? nil : rows.joined(separator: "\n"), paper].compactMap { $0 }
      .joined(separator: "\n\n")
  }

  private static func paper(_ name: String) -> String? { papers[name].map { "From \($0)." } }

  /// Where what the registries name was published, as far as it was.
  private static let papers = [
    "alpha-beta": "Bach et al. 2015",
    "archipelago": "Tsang et al. 2020",
    "attribute sensitivity": "Gevrey et al. 2003, Simonyan et al. 2014",
    "attn-lrp": "Achtibat et al. 2024",
    "beta-smooth": "Dombrowski et al. 2019",
    "completeness": "Sundararajan et al. 2017",
    "conductance": "Dhamdhere et al. 2019",
    "cosine": "Chormai 2018",
    "deconvnet": "Zeiler and Fergus 2014",
    "deep-taylor": "Montavon et al. 2017",
    "deeplift": "Shrikumar et al. 2017",
    "deeplift-shap": "Lundberg and Lee 2017",
    "deletion": "Petsiuk et al. 2018",
    "dtd": "Montavon et al. 2017",
    "eg": "Erion et al. 2021",
    "eh": "Janizek et al. 2021",
    "epsilon": "Bach et al. 2015",
    "excitation-backprop": "Zhang et al. 2016",
    "faith-shap": "Tsai et al. 2023",
    "feature-permutation": "Breiman 2001, Fisher et al. 2019",
    "flat": "Lapuschkin et al. 2019",
    "gamma": "Montavon et al. 2019",
    "grad-cam": "Selvaraju et al. 2017",
    "gradient-shap": "Lundberg and Lee 2017",
    "guided-backprop": "Springenberg et al. 2015",
    "guided-grad-cam": "Selvaraju et al. 2017",
    "ig": "Sundararajan et al. 2017",
    "ih": "Janizek et al. 2021",
    "infidelity": "Yeh et al. 2019",
    "input-x-gradient": "Shrikumar et al. 2016",
    "insertion": "Petsiuk et al. 2018",
    "internal-influence": "Leino et al. 2018",
    "kernel-shap": "Lundberg and Lee 2017",
    "lime": "Ribeiro et al. 2016",
    "lrp": "Bach et al. 2015",
    "neuron-conductance": "Dhamdhere et al. 2019",
    "nid": "Tsang et al. 2018",
    "occlusion": "Zeiler and Fergus 2014",
    "pixel-flipping": "Bach et al. 2015, Samek et al. 2017",
    "randomization": "Adebayo et al. 2018",
    "remove-and-retrain": "Hooker et al. 2019",
    "saliency": "Simonyan et al. 2014",
    "sensitivity": "Yeh et al. 2019",
    "shapley": "Shapley 1953",
    "shapley-interaction": "Grabisch and Roubens 1999",
    "shapley-sampling": "Castro et al. 2009",
    "shapley-taylor": "Sundararajan et al. 2020",
    "smooth-hess": "Torop et al. 2023",
    "smoothgrad": "Smilkov et al. 2017",
    "softmax": "Achtibat et al. 2024",
    "sparseness": "Chalasani et al. 2020",
    "uniform": "Achtibat et al. 2024",
    "w-square": "Montavon et al. 2017",
    "z-box": "Montavon et al. 2017",
    "z-plus": "Montavon et al. 2017",
  ]
}
