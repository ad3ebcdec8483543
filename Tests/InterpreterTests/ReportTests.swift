import Foundation
import Testing

/// Sessions written as pages, as Markdown and as Jupyter notebooks.
struct ReportTests {
  private static let session = """
    # %% [markdown]
    # # Trousers & <others>
    #
    # - *one*, `two <b>`
    # - [three](https://example.org/?a=b&c=d), [four](javascript:alert(1))

    # %% The layers
    load
    show layers   # "all"
    condition layer=4 channel=50 y=1

    # %%
    expect .sum == 7 points=1 hint="a <hint>"
    let wrong = $args[7]

    # %%
    """

  /// Typed at the prompt, so that it goes on after what fails.
  private func run(saving names: [String], _ lines: [String]) throws -> Program {
    let saves = names.map { "save \"\($0)\"" }
    return try Program.run([], input: (lines + saves).joined(separator: "\n") + "\n")
  }

  private func text(_ run: Program, _ name: String) throws -> String {
    try String(contentsOf: run.folder.appending(path: name), encoding: .utf8)
  }

  private static let lines = [
    "load", "condition layer=4 channel=50 y=1", "show layers", "show $args[7]", "predict | save \"p.npy\"",
    "expect 1 == 7 points=1 hint=\"a <hint>\"",
  ]

  @Test func aPageHoldsCodeResultsNotesAndComplaints() throws {
    let page = try text(run(saving: ["report.html"], Self.lines), "report.html")
    #expect(page.hasPrefix("<!doctype html>") && page.contains("<title>report</title>"))
    #expect(
      page.contains(
        "<span class=\"verb\">condition</span> <span class=\"key\">layer=</span><span class=\"number\">4</span>"
      ))
    #expect(page.contains("<td>convolution</td>") && page.contains("relevance sums to 0.1174"))
    #expect(page.contains("<p class=\"note\">saved p.npy"))
    #expect(page.contains("<pre class=\"complaint\">cell 4:1:12: error:"))
    #expect(page.contains("a &lt;hint&gt;") && !page.contains("<hint>"))
    #expect(page.contains("seed 0") && page.contains("model fashion-cnn, digest <code>"))
    // One file, no scripts; light and dark.
    #expect(!page.contains("<script") && !page.contains("src=\"http") && !page.contains("<link"))
    #expect(page.contains("prefers-color-scheme: dark") && page.contains("@media print"))
    // The cell that saves is not told of.
    #expect(!page.contains("report.html"))
  }

  /// The letters of a drawing are defined in it by name, and another drawing on the page must not get them.
  @Test func namesInDrawingsAreTheirOwn() throws {
    let page = try text(run(saving: ["report.html"], Self.lines), "report.html")
    let names = page.matches(of: #/ id="([^"]+)"/#).map { String($0.1) }
    #expect(names.count > 20 && Set(names).count == names.count)
    let uses = page.matches(of: #/href="#([^"]+)"/#).map { String($0.1) }
    #expect(!uses.isEmpty && Set(uses).isSubset(of: Set(names)))
  }

  @Test func proseIsAPartOfTheScriptsPage() throws {
    let run = try Program.run(["-"], input: Self.session + "\nshow 3\n")
    #expect(run.status == 1)
    let short = Self.session.split(separator: "\n").filter {
      !$0.contains("wrong") && !$0.hasPrefix("expect")
    }
    let done = try Program.run(["-"], input: short.joined(separator: "\n") + "\nsave \"x.html\"\n")
    let page = try text(done, "x.html")
    #expect(page.contains("<h1>Trousers &amp; &lt;others&gt;</h1>"))
    #expect(page.contains("<title>Trousers &amp; &lt;others&gt;</title>"), "\(done.error)")
    #expect(page.contains("<li><em>one</em>, <code>two &lt;b&gt;</code></li>"))
    #expect(page.contains("<a href=\"https://example.org/?a=b&amp;c=d\">three</a>"))
    #expect(!page.contains("href=\"javascript"))
    #expect(page.contains("<h3>The layers</h3>"))
  }

  @Test func markdownHasTablesFencesAndPicturesBesideIt() throws {
    let run = try run(saving: ["my report.md"], Self.lines)
    let text = try text(run, "my report.md")
    #expect(text.contains("```xpl\nload\n```\n\n```text\nmodel fashion-cnn: 13 layers"))
    #expect(text.contains("| ---: | :--- |") && text.contains("| convolution |"))
    #expect(text.contains("> saved p.npy"))
    let links = text.matches(of: #/!\[[^\]]*\]\(([^)]+)\)/#).map { String($0.1) }
    #expect(links.count == 2)
    for link in links {
      #expect(link.hasPrefix("my%20report_files/"))
      let file = run.folder.appending(path: link.removingPercentEncoding ?? "")
      #expect(try Data(contentsOf: file).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
  }

  @Test func picturesOfBeforeGoAndOtherFilesStay() throws {
    let first = try run(saving: ["r.md"], ["load", "condition layer=4 channel=50 y=1"])
    let folder = first.folder.appending(path: "r_files")
    try Data([1]).write(to: folder.appending(path: "mine.png"))
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
      path: "xpl")
    process.arguments = ["-c", "load; condition layer=4 channel=51 y=1; save \"r.md\""]
    process.currentDirectoryURL = first.folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let after = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(before.count == 3 && after.count == 3 && after.contains("mine.png") && Set(before) != Set(after))
  }

  @Test func savedCellsAreStableAndTheirNamesUnique() throws {
    func notebook(_ lines: [String]) throws -> (text: String, cells: [[String: Any]]) {
      let text = try text(run(saving: ["r.ipynb"], lines), "r.ipynb")
      let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      #expect(object?["nbformat"] as? Int == 4 && object?["nbformat_minor"] as? Int == 5)
      return (text, object?["cells"] as? [[String: Any]] ?? [])
    }
    let lines = ["let a = 1", "show $a", "show $a", "load"]
    let (one, two) = (try notebook(lines), try notebook(lines))
    #expect(one.text == two.text && one.text.hasSuffix("}\n"))
    let names = one.cells.compactMap { $0["id"] as? String }
    #expect(names.count == 4 && Set(names).count == 4)
    // A cell more changes no other cell's name.
    let more = try notebook(["let b = 1"] + lines).cells.compactMap { $0["id"] as? String }
    #expect(more.count == 5 && Set(names).isSubset(of: more))
  }

  @Test func aCellOfANotebookHasItsOutputsInAllForms() throws {
    let text = try text(run(saving: ["r.ipynb"], Self.lines), "r.ipynb")
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let cells = try #require(object?["cells"] as? [[String: Any]])
    func outputs(_ cell: Int) -> [[String: Any]] { cells[cell]["outputs"] as? [[String: Any]] ?? [] }
    func data(_ cell: Int) -> [String: Any] { outputs(cell).first?["data"] as? [String: Any] ?? [:] }
    #expect(cells.map { $0["execution_count"] as? Int } == [1, 2, 3, 4, 5, 6])
    #expect(Set(data(1).keys) == ["text/plain", "image/png", "application/vnd.xpl+json"])
    #expect(Set(data(2).keys) == ["text/plain", "text/html", "application/vnd.xpl+json"])
    let heatmap = data(1)["application/vnd.xpl+json"] as? [String: Any]
    #expect(abs((heatmap?["sum"] as? Double ?? 0) - 0.1174) < 1e-3)
    let picture = Data(base64Encoded: data(1)["image/png"] as? String ?? "")
    #expect(picture?.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
    #expect(outputs(3).first?["output_type"] as? String == "error")
    #expect(outputs(4).first?["name"] as? String == "stderr")
    let own = (object?["metadata"] as? [String: Any])?["xpl"] as? [String: Any]
    #expect(
      (own?["model"] as? [String: Any])?["name"] as? String == "fashion-cnn" && own?["seed"] as? String == "0"
    )
  }

  static let hasFormat = (try? python(["-c", "import nbformat"])) == 0

  private static func python(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test(.enabled(if: hasFormat, "there is no python3 with nbformat"))
  func notebooksAreValid() throws {
    let done = try run(saving: ["r.ipynb"], Self.lines)
    let script = "import nbformat, sys; nbformat.validate(nbformat.read(sys.argv[1], 4))"
    #expect(try Self.python(["-c", script, done.folder.appending(path: "r.ipynb").path]) == 0)
    // And that it would say so.
    let broken = try text(done, "r.ipynb").replacingOccurrences(of: "\"execution_count\"", with: "\"count\"")
    let file = done.folder.appending(path: "broken.ipynb")
    try Data(broken.utf8).write(to: file)
    #expect(try Self.python(["-c", script, file.path]) != 0)
  }

  @Test func includedCellsStandWhereTheyAreIncluded() throws {
    let file = """
      # %% [markdown]
      # Prose of *a*.

      # %% Second
      let a = 4
      show $a

      # %%
      show ($a + 1)
      """
    let run = try Program.run(
      ["-c", "let b = 1; include \"a.xpl\"; show ($a + $b + 10); save \"a.ipynb\"; save \"a.html\""],
      files: ["a.xpl": Array(file.utf8)])
    #expect(run.status == 0, "\(run.error)")
    let object = try JSONSerialization.jsonObject(with: Data(text(run, "a.ipynb").utf8)) as? [String: Any]
    let cells = try #require(object?["cells"] as? [[String: Any]])
    let sources = cells.map { ($0["source"] as? [String] ?? []).joined() }
    #expect(
      sources == [
        "let b = 1", "Prose of *a*.", "### Second", "let a = 4\nshow $a", "show ($a + 1)",
        "show ($a + $b + 10); save \"a.ipynb\"; save \"a.html\"",
      ])
    let shown = cells.map { cell in
      (cell["outputs"] as? [[String: Any]] ?? []).compactMap {
        ($0["data"] as? [String: Any])?["text/plain"] as? [String]
      }
    }
    #expect(shown.map { $0.flatMap { $0 } } == [[], [], [], ["4"], ["5"], ["15"]])
    #expect(try text(run, "a.html").contains("<p>Prose of <em>a</em>.</p>"))
    // A file alone.
    let alone = try Program.run(
      ["-c", "include \"a.xpl\"; save \"a.md\""], files: ["a.xpl": Array(file.utf8)])
    #expect(
      try text(alone, "a.md").hasPrefix(
        "Prose of *a*.\n\n### Second\n\n```xpl\nlet a = 4\nshow $a\n```\n\n```text\n4\n```"))
  }

  @Test func aValueIsSavedAsItsTableOrItsWords() throws {
    let run = try Program.run([
      "-c",
      "load; show layers | save \"layers.md\"; condition layer=4 channel=50 y=1 | save \"heat.md\"; save 3 \"three.md\"",
    ])
    #expect(run.status == 0, "\(run.error)")
    #expect(try text(run, "layers.md").hasPrefix("| index | name |"))
    let heat = try text(run, "heat.md")
    #expect(heat.hasPrefix("```text\nheatmap [1, 28, 28]") && heat.contains("](heat_files/cell-0-0-"))
    #expect(try text(run, "three.md") == "```text\n3\n```\n")
  }
}
