extension NamedMethod {
  static let deconvnet = NamedMethod(
    name: "deconvnet", summary: "the gradient, with only positive signals through every ReLU", keys: ["initial"]
  ) { LRP(composite: .deconvnet(RuleSettings()), initial: $0.initial ?? .number(1)) }
}
