extension NamedMethod {
  static let guidedBackprop = NamedMethod(
    name: "guided-backprop", summary: "the gradient, with only positive signals through active ReLUs",
    keys: ["initial"]
  ) { LRP(composite: .guidedBackprop(RuleSettings()), initial: $0.initial ?? .number(1)) }
}
