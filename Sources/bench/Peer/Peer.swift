import Foundation
import Tensors

/// Other tools in an environment of their own, on the same weights, images, conditions and threads.
struct Peer {
  private let python: URL
  private let scripts: URL
  private let folder: URL

  /// `Scripts/bench` says where the environment is that it has made.
  init() throws {
    let environment = ProcessInfo.processInfo.environment
    guard let root = environment["XPL_ROOT"] else { throw Failure("--peer needs what Scripts/bench sets up") }
    python = URL(filePath: "\(root)/.build/peer/bin/python")
    scripts = URL(filePath: "\(root)/Scripts/peer")
    folder = URL(filePath: "\(root)/.build/peer/work")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func duels(_ measurements: [Measurement]) throws -> [Duel] {
    var duels: [Duel] = []
    for measurement in measurements {
      guard let counterpart = measurement.counterpart else { continue }
      if duels.isEmpty { say(Duel.header) }
      let duel = try duel(measurement.name, counterpart)
      say(duel.line)
      duels.append(duel)
    }
    return duels
  }

  /// Both in new processes, one right after the other. The fastest repetition of each counts: whatever else
  /// runs here only takes time away.
  private func duel(_ name: String, _ counterpart: Counterpart) throws -> Duel {
    var tensors: [String: String] = [:]
    for (name, tensor) in counterpart.tensors() {
      tensors[name] = file(name).path
      try NPY.write(NumericArray(tensor), to: file(name).path)
    }
    let (ours, theirs, finer) = (file("ours"), file("theirs"), file("finer"))
    var row = try Programs.row(name, result: ours)
    var best: (reply: PeerReply, time: Double, accuracy: Accuracy?)?
    var difference = 0.0
    for (turn, work) in Array(repeating: counterpart.work, count: counterpart.rounds).joined().enumerated() {
      if turn >= counterpart.work.count, turn % counterpart.work.count == 0 {
        let again = try Programs.row(name, result: ours)
        if again.minimum < row.minimum { row = again }
      }
      let request = PeerRequest(
        network: counterpart.network, work: work,
        weights: counterpart.isStored ? try Networks.path(counterpart.network) : nil,
        tensors: tensors, result: theirs.path, reference: counterpart.standard.map { _ in finer.path },
        layer: counterpart.layer, channels: counterpart.channels, target: counterpart.target,
        rows: counterpart.rows, threads: Machine.cores, repetitions: counterpart.repetitions)
      let script = scripts.appending(path: counterpart.script)
      let output = try Programs.output(of: python, [script.path], input: JSONEncoder().encode(request))
      let reply = try JSONDecoder().decode(PeerReply.self, from: output)
      var (time, accuracy) = (reply.fastest, Accuracy?.none)
      if let standard = counterpart.standard, let differences = reply.differences {
        let result = try NPY.read(ours.path).tensor
        accuracy = try Accuracy(
          result, try NPY.read(theirs.path).tensor, reference: try NPY.read(finer.path).tensor,
          differences: differences, standard: standard)
        time *= Double(result.shape[0]) / Double(differences.count)
      } else {
        difference = max(difference, try Self.difference(ours, from: theirs))
      }
      if best.map({ time < $0.time }) ?? true { best = (reply, time, accuracy) }
    }
    guard let best else { throw Failure("\(name) has no counterpart") }
    return Duel(
      name: name, tool: best.reply.tool, time: [row.minimum, best.time],
      memory: [row.memory ?? 0, best.reply.memory], difference: best.accuracy?.errors[0] ?? difference,
      accuracy: best.accuracy, bound: counterpart.tolerance == Duel.tolerance ? nil : counterpart.tolerance)
  }

  private func file(_ name: String) -> URL { folder.appending(path: "\(name).npy") }

  private static func difference(_ path: URL, from reference: URL) throws -> Double {
    let (ours, theirs) = (try NPY.read(path.path).tensor, try NPY.read(reference.path).tensor)
    guard ours.shape == theirs.shape else {
      throw Failure("our result has the shape \(ours.shape), the peer's \(theirs.shape)")
    }
    let scale = theirs.values.reduce(0) { max($0, abs($1)) }
    let largest = zip(ours.values, theirs.values).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
    return scale > 0 ? Double(largest / scale) : largest == 0 ? 0 : .infinity
  }
}
