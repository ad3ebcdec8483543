import Attributions
import Models

/// The conditions that a command names: which channels relevance passes, and what it starts from.
enum Conditioning {
  static let layer = Key("layer", optional: .layer, "the layer that relevance has to pass through")
  static let channel = Key(
    "channel", optional: .channels,
    "which of its channels; a list is kept together, all and a list of lists make one condition for each",
    otherwise: "all together")
  static let at = Key(
    "at", optional: Kind<Unit>.unit.list,
    "channels of several layers at once: [conv2:50, conv1:3], neurons: conv2:50@[3,7]")
  static let y = Key(
    "y", optional: .classes,
    "the class, by number or name; a list is added up, all makes one condition for each",
    otherwise: "relevance starts at the layer, or without one at the predicted class")
  static let keys: [any Parameter] = [layer, channel, at, y]

  static func check(_ arguments: Arguments) throws {
    if arguments.isGiven(layer), arguments.isGiven(at) {
      throw ArgumentError(at, .notTogether("layer=", "at="))
    }
  }

  /// One condition for each list of channels and of classes; a single one goes with all of the other.
  static func conditions(_ arguments: Arguments, _ model: Model) throws -> [Condition] {
    let units: [[Unit]] =
      if let layer = arguments[layer] {
        (arguments[channel] ?? .each([Array(0..<model.channelCount(of: layer))]))
          .lists(of: model.channelCount(of: layer)).map { [Unit(layer: layer, channels: $0)] }
      } else {
        [merged(arguments[at] ?? [])]
      }
    let hasUnits = units.contains { !$0.isEmpty }
    let targets: [Condition.Target] =
      arguments[y]?.lists(of: model.classCount).map { .classes($0) } ?? [hasUnits ? .layer : .predicted]
    guard units.count == targets.count || units.count == 1 || targets.count == 1 else {
      throw ArgumentError(
        y, .differentCounts("lists of channels", units.count, "lists of classes", targets.count))
    }
    return (0..<max(units.count, targets.count)).map { index in
      Condition(
        units: units[units.count == 1 ? 0 : index], target: targets[targets.count == 1 ? 0 : index])
    }
  }

  /// Whole channels of one layer make one unit.
  private static func merged(_ units: [Unit]) -> [Unit] {
    var merged: [Unit] = []
    for unit in units {
      if unit.positions == nil,
        let same = merged.firstIndex(where: { $0.layer == unit.layer && $0.positions == nil })
      {
        merged[same] = Unit(layer: unit.layer, channels: merged[same].channels + unit.channels)
      } else {
        merged.append(unit)
      }
    }
    return merged
  }
}

extension Choice {
  func lists(of count: Int) -> [[Int]] {
    switch self {
    case .all: (0..<count).map { [$0] }
    case .each(let lists): lists
    }
  }
}
