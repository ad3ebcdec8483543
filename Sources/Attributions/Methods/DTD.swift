extension NamedMethod {
  static let dtd = NamedMethod(
    name: "dtd",
    summary: "deep Taylor decomposition of the positive part of the logit, by the composite deep-taylor",
    keys: ["high", "low", "stabilizer"], addsUp: true
  ) { LRP(composite: .deepTaylor($0.rules), initial: .positive) }
}
