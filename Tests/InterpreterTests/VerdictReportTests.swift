import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `xpl --report`: what a teacher or a build server reads.
struct VerdictReportTests {
  private static let script = """
    show 1
    expect (1 + 1) == 2 points=2 name="sum"
    expect (1 + 1) == 3 points=3 name="a <b> & \\"c\\" # d" hint="count again"
    expect 2 == 3
    expect 3 == 3
    """

  @Test func resultsGiveWayToALineForEachExpectation() throws {
    let run = try Program.run(["--report=tap", "a.xpl"], files: ["a.xpl": Array(Self.script.utf8)])
    #expect(run.status == 3)
    #expect(
      run.output == """
        TAP version 14
        ok 1 - sum
          ---
          at: "a.xpl:2"
          points: 2
          worth: 2
          ...
        not ok 2 - a <b> & "c" \\# d
          ---
          message: "expected (1 + 1) == 3, and (1 + 1) is 2"
          at: "a.xpl:3"
          hint: "count again"
          points: 0
          worth: 3
          ...
        not ok 3 - 2 == 3
          ---
          message: "expected 2 == 3"
          at: "a.xpl:4"
          ...
        ok 4 - 3 == 3
        1..4
        # points: 2 of 5

        """)
  }

  @Test func errorsAreReportedAsSuch() throws {
    let failed = try Program.run([
      "--report=tap", "-c", "expect 1 == 1; load data \"nowhere.npy\"; expect 1 == 2",
    ])
    #expect(failed.status == 1)
    #expect(failed.output.hasPrefix("TAP version 14\nok 1 - 1 == 1\nBail out! there is no file"))
    #expect(!failed.output.contains("1.."))
    let invalid = try Program.run(["--report=tap", "-c", "expect 1 == 1; lode"])
    #expect(invalid.status == 2)
    #expect(invalid.output == "TAP version 14\nBail out! there is no verb \"lode\" (-c:1)\n")
    let missing = try Program.run(["--report=junit", "nowhere.xpl"])
    #expect(missing.status == 1 && missing.output.contains("<error message=\"there is no file"))
    #expect(try Program.run(["--report=tap"]).status == 2)
    #expect(try Program.run(["--report=csv", "a.xpl"]).status == 2)
  }

  @Test(arguments: [
    ".clas == 1", "(.probs[0][99]) > 0.5", "$nothing > 1", "(1 / 0) > 1", "(predict sample=9999) > 1",
  ])
  func aConditionThatMakesNoSenseIsNotMet(_ condition: String) throws {
    let run = try Program.run([
      "--report=tap", "-c", "load; predict sample=2; expect \(condition) points=2; expect .class == 1",
    ])
    #expect(run.status == 3 && run.error.components(separatedBy: "error:").count == 1, "\(run.error)")
    #expect(run.output.contains("not ok 1 - \(condition)\n") && run.output.contains("\nok 2 - .class == 1\n"))
    #expect(run.output.hasSuffix("1..2\n# points: 0 of 2\n"), "\(run.output)")
  }

  @Test func outsideOfAnExamAConditionThatMakesNoSenseIsRefused() throws {
    #expect(try Program.run(["-c", "load; predict; expect .clas == 1"]).status == 2)
  }

  @Test func aDefThatFailsInAConditionLeavesTheExamWhereItWas() throws {
    let script = """
      let x = 1
      def wrong(x) {
        load data "nowhere.npy"
        return $x
      }
      expect (wrong x=5) == 5
      expect $x == 1
      """
    let run = try Program.run(["--report=tap", "a.xpl"], files: ["a.xpl": Array(script.utf8)])
    #expect(run.output.contains("not ok 1 - ") && run.output.contains("\nok 2 - $x == 1\n"), "\(run.output)")
  }

  @Test func everyRoundCounts() throws {
    let run = try Program.run([
      "--report=tap", "-c", "def check(x) { expect $x < 2 points=1 }; for i in 0..3 { check $i }",
    ])
    #expect(run.status == 3)
    #expect(run.output.contains("ok 1 - $x < 2\n") && run.output.contains("not ok 4 - $x < 2\n"))
    #expect(run.output.hasSuffix("1..4\n# points: 2 of 4\n"))
    #expect(try Program.run(["--report=tap", "-c", "expect 1 == 1"]).status == 0)
  }

  @Test func theReportOfJUnitIsXML() throws {
    let run = try Program.run(["--report=junit", "a.xpl"], files: ["a.xpl": Array(Self.script.utf8)])
    #expect(run.status == 3)
    let read = try Suite(run.output)
    #expect(read.suite["tests"] == "4" && read.suite["failures"] == "2" && read.suite["errors"] == "0")
    #expect(read.cases.map { $0["name"] } == ["sum", "a <b> & \"c\" # d", "2 == 3", "3 == 3"])
    #expect(read.cases[1]["line"] == "3")
    #expect(read.failures == ["expected (1 + 1) == 3, and (1 + 1) is 2", "expected 2 == 3"])
    #expect(read.properties == ["points": "2", "points.most": "5"])

    let odd = try Program.run([
      "--report=junit", "-c", "expect 1 == 2 name=\"\u{1}]]>\u{FFFF}'\" hint=\"é\\n\\t\"",
    ])
    #expect(try Suite(odd.output).cases[0]["name"] == "\u{FFFD}]]>\u{FFFD}'")
  }

  /// What a reader of XML finds in a report.
  private final class Suite: NSObject, XMLParserDelegate {
    private(set) var suite: [String: String] = [:]
    private(set) var cases: [[String: String]] = []
    private(set) var failures: [String] = []
    private(set) var properties: [String: String] = [:]

    init(_ text: String) throws {
      super.init()
      let parser = XMLParser(data: Data(text.utf8))
      parser.delegate = self
      if !parser.parse() { throw parser.parserError ?? CocoaError(.coderReadCorrupt) }
    }

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      switch name {
      case "testsuite": suite = attributes
      case "testcase": cases.append(attributes)
      case "failure": failures.append(attributes["message"] ?? "")
      case "property": properties[attributes["name"] ?? ""] = attributes["value"]
      default: break
      }
    }
  }
}
