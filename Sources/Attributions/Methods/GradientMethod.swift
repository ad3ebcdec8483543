extension NamedMethod {
  static let gradient = NamedMethod(
    name: "gradient", summary: "the derivative of the target's logit", keys: ["initial"]
  ) { LRP(composite: .gradient(RuleSettings()), initial: $0.initial ?? .number(1)) }
}
