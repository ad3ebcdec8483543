import Foundation
import Tensors
import Testing

struct SavingTests {
  @Test func conditionsSaveWhatTheyAreAskedFor() throws {
    let condition = "load; condition layer=4 channel=50 y=1 sample=0..1 record=7"
    let saved = try Program.run([
      "-c", condition + " | save \"all.npz\"; save \"heat.npy\"; save \"heat.json\"",
    ])
    #expect(saved.status == 0, "\(saved.error)")
    let archive = try NPZ(saved.folder.appending(path: "all.npz").path)
    #expect(
      try archive.keys.sorted() == [
        "activation/relu2", "activation/relu3", "heatmap", "prediction", "relevance/relu2", "relevance/relu3",
      ])
    #expect(try archive.header("heatmap").shape == [2, 28, 28])
    #expect(try archive.header("relevance/relu2").shape == [2, 64, 14, 14])
    #expect(try NPY.header(saved.folder.appending(path: "heat.npy").path).shape == [2, 28, 28])
    let json = try Data(contentsOf: saved.folder.appending(path: "heat.json"))
    let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    #expect((object["heatmap"] as? [[[Double]]])?.count == 2)
  }

  @Test func logitsHaveARowForEachSample() throws {
    let run = try Program.run([
      "-c", "load; predict sample=0..6 | save \"p.npy\"; predict sample=0..6 | save \"p.csv\"",
    ])
    #expect(try NPY.header(run.folder.appending(path: "p.npy").path).shape == [7, 10])
    let table = try String(contentsOf: run.folder.appending(path: "p.csv"), encoding: .utf8).split(
      separator: "\n")
    #expect(table.count == 8)
    #expect(table[0] == "sample,class,name,probability,label")
  }

  @Test func whatIsSavedIsWhole() throws {
    let run = try Program.run(["-c", "load; predict | save \"p.npy\"; predict | save \"p.npy/p.npy\""])
    #expect(run.status == 1)
    let names = try FileManager.default.contentsOfDirectory(atPath: run.folder.path).filter {
      !$0.hasPrefix(".")
    }
    #expect(names == ["p.npy"])
  }

  /// A row for each sample and target, a column for each feature, with its name; pictures have none.
  @Test func attributionsOfTablesHaveNamesAndSamples() throws {
    let run = try Program.run([
      "-c",
      """
      load tabular
      attribute ig y=0 sample=[0,3] | save "one.csv"
      attribute ig y=all sample=[0,3] | save "all.csv"
      attribute ig y=0 sample=3 | save "third.npy"
      attribute feature-ablation groups=columns y=0 | save "groups.csv"
      """,
    ])
    #expect(run.status == 0, "\(run.error)")
    func lines(_ name: String) throws -> [[Substring]] {
      try String(contentsOf: run.folder.appending(path: name), encoding: .utf8).split(separator: "\n").map {
        $0.split(separator: ",")
      }
    }
    let (one, all) = (try lines("one.csv"), try lines("all.csv"))
    #expect(
      one.count == 3 && one[0].count == 31 && one[0].prefix(2) == ["sample", "mean-radius"], "\(one[0])")
    #expect(one.map(\.[0]) == ["sample", "0", "3"])
    let third = try NPY.read(run.folder.appending(path: "third.npy").path).tensor
    let saved = zip(one[2].dropFirst(), third.values)
    #expect(saved.allSatisfy { abs((Float($0) ?? .nan) - $1) <= 1e-5 * abs($1) }, "\(one[2])")
    #expect(all.map(\.[0]) == ["sample", "0", "0", "3", "3"] && all[0].prefix(2) == ["sample", "target"])
    #expect(
      all.map(\.[1]).dropFirst() == ["y=0 (malignant)", "y=1 (benign)", "y=0 (malignant)", "y=1 (benign)"])
    #expect(all[1].dropFirst(2) == one[1].dropFirst())
    #expect(try lines("groups.csv")[0].prefix(2) == ["sample", "mean-radius"])
    let pictures = try Program.run(["-c", "load\nattribute ig | save \"x.csv\""])
    #expect(pictures.status == 1 && pictures.error.contains(".npy"), "\(pictures.error)")
  }
}
