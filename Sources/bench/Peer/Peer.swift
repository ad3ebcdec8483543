import Foundation
import Tensors

/// zennit-crp and PyTorch in an environment of their own, on the same weights, images, conditions and threads.
struct Peer {
  private let python: URL
  private let script: URL
  private let folder: URL

  /// `Scripts/bench` says where the environment is that it has made.
  init() throws {
    let environment = ProcessInfo.processInfo.environment
    guard let root = environment["XPL_ROOT"] else { throw Failure("--peer needs what Scripts/bench sets up") }
    python = URL(filePath: "\(root)/.build/peer/bin/python")
    script = URL(filePath: "\(root)/Scripts/peer/run.py")
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
    let (images, result) = (file("images"), file("ours"))
    try NPY.write(NumericArray(Networks.images(counterpart.samples, repetition: 0)), to: images.path)
    let ours = try Programs.row(name, result: result)
    var best: PeerReply?
    var difference = 0.0
    for work in counterpart.work {
      let theirs = file("theirs")
      let request = PeerRequest(
        network: counterpart.network.name, work: work, weights: try Networks.path(counterpart.network.name),
        images: images.path, result: theirs.path, layer: counterpart.network.layer,
        channels: counterpart.channels, target: Networks.target, threads: Machine.cores, repetitions: 3)
      let output = try Programs.output(
        of: python, [script.path], input: JSONEncoder().encode(request))
      let reply = try JSONDecoder().decode(PeerReply.self, from: output)
      difference = max(difference, try Self.difference(result, from: theirs))
      if best.map({ reply.fastest < $0.fastest }) ?? true { best = reply }
    }
    guard let best else { throw Failure("\(name) has no counterpart") }
    return Duel(
      name: name, tool: best.tool, time: [ours.minimum, best.fastest],
      memory: [ours.memory ?? 0, best.memory],
      difference: difference)
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
