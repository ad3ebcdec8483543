/// A line `:name text` that changes how the session works.
struct Setting: Sendable {
  let name: String
  let summary: String
  let apply: @Sendable (String, inout Session) throws(Mistake) -> Void

  static let all: [Setting] = [
    Setting(name: "seed", summary: "the number that all random choices follow from: :seed 7") {
      (text, session) throws(Mistake) in
      guard let seed = UInt64(text) else {
        throw .settingNeeds("seed", what: "a whole number from 0, such as :seed 7")
      }
      session.seed = seed
    }
  ]

  static func apply(_ name: String, _ text: String, to session: inout Session) throws(Mistake) {
    try check(name).apply(text, &session)
  }

  static func check(_ name: String) throws(Mistake) -> Setting {
    guard let setting = all.first(where: { $0.name == name }) else {
      throw .noSetting(name, names: all.map(\.name))
    }
    return setting
  }
}
