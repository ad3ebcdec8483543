/// What another tool does that compares with a row.
struct Counterpart: Sendable {
  let network: Networks.Entry
  /// Ways to do it, by their names in `Scripts/peer/run.py`; the fastest counts.
  let work: [String]
  let samples: Int
  /// The channels of the network's layer that are conditions, one each.
  var channels: [Int] = []
}

/// What `Scripts/peer/run.py` reads from its standard input.
struct PeerRequest: Codable {
  let network: String
  let work: String
  /// Paths: the network with its weights, the images, and where the result goes.
  let weights: String
  let images: String
  let result: String
  let layer: String
  let channels: [Int]
  let target: Int
  let threads: Int
  let repetitions: Int
}

/// What it writes to its standard output: seconds of each repetition after the first, and bytes.
struct PeerReply: Codable {
  let tool: String
  let times: [Double]
  let memory: Int

  var fastest: Double { times.min() ?? .infinity }
}
