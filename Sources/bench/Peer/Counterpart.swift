import Tensors

/// What another tool does that compares with a row.
struct Counterpart: Sendable {
  /// Which file of `Scripts/peer` does it.
  var script = "run.py"
  /// The network, by its name here and there.
  let network: String
  /// Whether the network's weights come as a file; else they are among the tensors.
  var isStored = true
  /// Ways to do it, by their names in the script; the fastest counts.
  let work: [String]
  var layer = ""
  /// The channels of the layer that are conditions, one each.
  var channels: [Int] = []
  var target = Networks.target
  /// What a finer integral decides; nil where the peer's numbers are the reference.
  var standard: Accuracy.Standard?
  /// How far the results may differ where the peer's numbers are the reference.
  var tolerance = Duel.tolerance
  /// How many rows the peer does; its time is then stretched to all of them. All where it is not given.
  var rows: Int?
  var repetitions = 3
  /// How often each side is asked, in turn.
  var rounds = 1
  /// What both sides read, by the names that the script knows.
  let tensors: @Sendable () -> [String: Tensor]

  static func samples(
    _ count: Int, of network: Networks.Entry, work: [String], channels: [Int] = []
  ) -> Counterpart {
    Counterpart(network: network.name, work: work, layer: network.layer, channels: channels) {
      ["images": Networks.images(count, repetition: 0)]
    }
  }
}

/// What a script of `Scripts/peer` reads from its standard input.
struct PeerRequest: Codable {
  let network: String
  let work: String
  /// Paths: the network with its weights, what is read, where the result goes, and where the finer integral does.
  let weights: String?
  let tensors: [String: String]
  let result: String
  let reference: String?
  let layer: String
  let channels: [Int]
  let target: Int
  let rows: Int?
  let threads: Int
  let repetitions: Int
}

/// What it writes to its standard output: seconds of each repetition after the first, and bytes.
struct PeerReply: Codable {
  let tool: String
  let times: [Double]
  let memory: Int
  /// The differences of outputs that the rows of the result should sum to, where there is a finer integral.
  let differences: [Double]?

  var fastest: Double { times.min() ?? .infinity }
}
