import Execution
package import Models
import Programs
import Tensors

/// The way that a condition's relevance takes. Conditions of one route share a program.
package struct Route: Hashable {
  /// The conditioned layers from the top down.
  let waypoints: [Waypoint]
  let startsAtLayer: Bool
  /// Whether all conditions start from the same classes: they then share the pass down to the first waypoint.
  let sharesTarget: Bool

  /// A conditioned layer, and how its units are told to a program.
  struct Waypoint: Hashable {
    let layer: Int
    /// Whether single positions are chosen there.
    let choosesPositions: Bool
    /// How many channels are kept at most, where that is few: only those are then propagated.
    let kept: Int?
  }

  /// The routes of these conditions, each with the places of its conditions, in the order of their first ones.
  package static func routes(
    of conditions: [Condition], in model: Model
  ) -> [(route: Route, members: [Int])] {
    struct Key: Hashable {
      let positions: [Int: Bool]
      let startsAtLayer: Bool
    }
    let groups = Dictionary(grouping: conditions.indices) { index in
      Key(
        positions: Dictionary(grouping: conditions[index].units, by: \.layer).mapValues { units in
          units.contains { $0.positions != nil }
        }, startsAtLayer: conditions[index].target == .layer)
    }
    return groups.sorted { $0.value[0] < $1.value[0] }.map { key, members in
      let units = members.map { Dictionary(grouping: conditions[$0].units, by: \.layer) }
      let waypoints = key.positions.sorted { $0.key > $1.key }.map { layer, choosesPositions in
        let most = units.map { Set(($0[layer] ?? []).flatMap(\.channels)).count }.max() ?? 0
        return Waypoint(
          layer: layer, choosesPositions: choosesPositions, kept: model.kept(most, of: layer))
      }
      let targets = Set(members.map { conditions[$0].target })
      return (
        Route(waypoints: waypoints, startsAtLayer: key.startsAtLayer, sharesTarget: targets.count == 1),
        members
      )
    }
  }
}

extension Model {
  /// The room for so many kept channels of a layer: a whole number of vectors, so that there are few programs. Nil where
  /// those are too many, or where no product follows that would gain.
  fileprivate func kept(_ count: Int, of layer: Int) -> Int? {
    let vector = Executor.vector
    let room = max(1, (count + vector - 1) / vector) * vector
    let channels = layers[layer].shape.extents.first ?? 1
    return room * 4 <= channels && endsInProduct(layer) ? room : nil
  }

  /// Whether relevance at a layer's output meets the weights of a product first, ungrouped.
  private func endsInProduct(_ layer: Int) -> Bool {
    let operation = layers[layer].operation
    if let convolution = operation as? Convolution { return convolution.groups == 1 }
    if operation is Linear { return layers[layer].shape.rank == 1 }
    guard [.relu, .batchNorm].contains(operation.kind), case .layer(let below) = layers[layer].operands.first
    else {
      return false
    }
    return endsInProduct(below)
  }
}

extension Route.Waypoint {
  /// The mask of a conditioned layer, as inputs of a program.
  func mask(in builder: Builder, _ model: Model) -> Mask {
    let mask = builder.input(maskName, Type(maskShape(in: model), varying: .condition))
    guard let kept else { return .all(mask) }
    return .channels(builder.input(channelsName, Type([kept], varying: .condition)), mask)
  }

  /// The values of those inputs.
  func inputs(_ conditions: [Condition], in model: Model) -> [String: Tensor] {
    let shape = maskShape(in: model)
    let positions = shape.count / max(1, shape.extents.first ?? 1)
    var masks: [Tensor] = []
    var channels: [Tensor] = []
    for condition in conditions {
      let units = condition.units.filter { $0.layer == layer }
      let listed = Set(units.flatMap(\.channels)).sorted()
      // Where there is room for more channels than are kept, the rest names channel 0 and lets nothing pass.
      let places =
        kept == nil
        ? Dictionary(uniqueKeysWithValues: listed.map { ($0, $0) })
        : Dictionary(uniqueKeysWithValues: zip(listed, listed.indices))
      var mask = Tensor(shape, repeating: 0)
      for unit in units {
        for channel in unit.channels {
          for position in unit.positions ?? Array(0..<positions) {
            mask.values[(places[channel] ?? 0) * positions + position] = 1
          }
        }
      }
      masks.append(mask)
      if let kept {
        channels.append(
          Tensor([kept], listed.map(Float.init) + [Float](repeating: 0, count: kept - listed.count)))
      }
    }
    var inputs = [maskName: Tensor.stacked(masks)]
    if kept != nil { inputs[channelsName] = Tensor.stacked(channels) }
    return inputs
  }

  private var maskName: String { "mask of layer \(layer)" }
  private var channelsName: String { "channels of layer \(layer)" }

  private func maskShape(in model: Model) -> Shape {
    var shape = model.layers[layer].shape
    if shape.rank == 0 { return shape }
    if !choosesPositions { shape = Shape([shape[0]] + Array(repeating: 1, count: shape.rank - 1)) }
    if let kept { shape[0] = kept }
    return shape
  }
}

/// What a condition lets pass at a layer.
enum Mask {
  /// A factor for each unit.
  case all(Term)
  /// The channels that are kept, and a factor for each unit of theirs.
  case channels(Term, Term)

  func callAsFunction(_ relevance: Term) -> Term {
    switch self {
    case .all(let factors): relevance * factors
    case .channels(let channels, let factors):
      (relevance.gathered(channels, axis: 0) * factors).scattered(
        channels, axis: 0, extent: relevance.shape[0])
    }
  }
}
