import Figures
import Foundation
import Tensors
import Testing

private func sample() throws -> Table {
  try Table(
    columns: ["name", "count", "share"],
    rows: [
      [.text("a, \"b\""), .integer(3), .number(Float(0.1))],
      [.text("pipe|\nline"), .integer(12), .number(-2.5)],
      [.text("none"), .empty, .number(Double.nan)],
    ])
}

@Test func aTableIsAlignedInPlainText() throws {
  #expect(
    try sample().summary == """
      name        count  share
      a, "b"          3    0.1
      pipe| line     12   -2.5
      none                 nan
      """)
}

@Test func csvQuotesWhatItMust() throws {
  #expect(
    try sample().csv == """
      name,count,share
      "a, ""b""\",3,0.1
      "pipe|\nline",12,-2.5
      none,,nan

      """)
}

@Test func jsonIsReadBackByAnotherParser() throws {
  let table = try Table(
    columns: ["t\"", "n"],
    rows: [
      [.text("\u{1}\t\\ ünï\u{1F600}\n"), .number(1e-7)], [.empty, .number(Double.infinity)],
      [.text(""), .integer(.max)],
    ])
  let rows = try #require(JSONSerialization.jsonObject(with: Data(table.json.utf8)) as? [[String: Any]])
  #expect(rows[0]["t\""] as? String == "\u{1}\t\\ ünï\u{1F600}\n")
  #expect(rows[0]["n"] as? Double == 1e-7)
  #expect(rows[1].values.allSatisfy { $0 is NSNull })
  #expect(rows[2]["n"] as? Int == .max)
}

@Test func markdownAlignsNumbersRightAndEscapesPipes() throws {
  #expect(
    try sample().markdown == """
      | name | count | share |
      | :--- | ---: | ---: |
      | a, "b" | 3 | 0.1 |
      | pipe\\| line | 12 | -2.5 |
      | none |  | nan |

      """)
}

@Test func aTableWithoutRowsIsItsHeaders() throws {
  let table = try Table(columns: ["a", "b"], rows: [])
  #expect(table.summary == "a  b")
  #expect(table.csv == "a,b\n")
  #expect(table.json == "[]\n")
  #expect(try !table.draw().png().isEmpty)
  let nothing = try Table(columns: [], rows: [])
  #expect(try !nothing.draw().png().isEmpty)
  #expect(nothing.csv == "\n")
}

@Test func aRaggedOrAmbiguousTableIsRefused() {
  #expect(throws: FigureError.unequalCounts("row 1 of the table", 2, "its header", 1)) {
    try Table(columns: ["a"], rows: [[.empty], [.empty, .empty]])
  }
  #expect(throws: FigureError.repeatedColumn("a")) { try Table(columns: ["a", "a"], rows: []) }
}
