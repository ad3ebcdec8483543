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
        "activation/4", "activation/7", "heatmap", "prediction", "relevance/4", "relevance/7",
      ])
    #expect(try archive.header("heatmap").shape == [2, 28, 28])
    #expect(try archive.header("relevance/4").shape == [2, 64, 14, 14])
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
    let run = try Program.run(["-c", "load; predict | save \"p.npy\"; predict | save \"nowhere/p.npy\""])
    #expect(run.status == 1)
    let names = try FileManager.default.contentsOfDirectory(atPath: run.folder.path).filter {
      !$0.hasPrefix(".")
    }
    #expect(names == ["p.npy"])
  }
}
