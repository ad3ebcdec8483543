public import Tensors

public enum AttributionError: Error, Hashable, Sendable, CustomStringConvertible {
  case inputCount(model: String, expected: Int, found: Int)
  case noSuchInput(Int, inputs: Int)
  case severalReferences(Int)
  case referenceShape(expected: Shape, found: Shape)
  case sampleShape(model: String, expected: Shape, found: Shape)
  case noSamples
  case noConditions
  case noSuchLayer(Int, layers: Int)
  case noSuchChannel(Int, layer: String, channels: Int)
  case noSuchPosition(Int, layer: String, positions: Int)
  case noSuchClass(Int, classes: Int)
  case parallelLayers(String, String)
  case placeAbove(String, unit: String)
  case noChannels(method: String, layer: String, Shape)
  case mapsOfOtherRank(Int, input: Int)
  case unitNeeded(method: String)
  case layerNeeded(method: String)
  case nothingToStartFrom
  case noTruth(samples: Int, Shape)
  case pairs(samples: Int, conditions: Int)
  case tooManyAxes(String, Int, rank: Int)
  case notFinite(String)
  case groups(String)
  case notDense(String)
  case singleSample
  case betweenTokens
  case tooFewDraws(Int, groups: Int)
  case tooManyGroups(Int, most: Int)
  case tooManyPairs(Int, most: Int)
  case bentBetweenKinks(String)
  case tooManyKinks(Int)
  case tooManyNodes(Int, most: Int)
  case noSuchGroup(Int, groups: Int)

  public var description: String {
    switch self {
    case .inputCount(let model, let expected, let found):
      "'\(model)' reads \(expected) values for each sample, these have \(found): load data with one array "
        + "for each input"
    case .noSuchInput(let input, let inputs):
      "there is no input \(input): the model has \(inputs): 0 to \(inputs - 1)"
    case .severalReferences(let count):
      "this compares with one baseline, not with \(count): give one, or take expected gradients (eg) over all"
    case .referenceShape(let expected, let found):
      "a baseline holds values of shape \(expected) here, one or many; this has the shape \(found)"
    case .sampleShape(let model, let expected, let found):
      "'\(model)' takes samples of shape \(expected), these have \(found); load data that fits, or resize it "
        + "on loading"
    case .noTruth(let samples, let shape):
      "which parts make the class is not known of \(samples) samples with values of shape \(shape): truth is of the "
        + "input of data such as fashion-maj"
    case .noSamples: "there is no sample to explain; choose one with sample=0"
    case .noConditions: "there is no condition to explain under"
    case .noSuchLayer(let layer, let layers): "there is no layer \(layer): the model has 0 to \(layers - 1)"
    case .noSuchChannel(let channel, let layer, let channels):
      "there is no channel \(channel): layer \(layer) has \(channels) channels: 0 to \(channels - 1)"
    case .noSuchPosition(let position, let layer, let positions):
      "there is no position \(position): a channel of layer \(layer) has \(positions) positions: 0 to "
        + "\(positions - 1)"
    case .noSuchClass(let label, let classes):
      "there is no class \(label): the model has \(classes) classes: 0 to \(classes - 1)"
    case .parallelLayers(let upper, let lower):
      "no path leads from layer \(upper) down to layer \(lower): they lie on parallel branches; "
        + "add parallel=true to let relevance flow through both"
    case .placeAbove(let place, let unit):
      "layer \(place) comes after layer \(unit), whose unit is explained: name a layer below it, or a unit "
        + "above"
    case .noChannels(let method, let layer, let shape):
      "\(method) needs channels of one map each, and layer \(layer) has the shape \(shape): name a "
        + "convolution, or a layer right after one"
    case .mapsOfOtherRank(let axes, let input):
      "the layer's maps have \(axes) axes and those of the input \(input): name a layer whose maps can be "
        + "laid over the input"
    case .unitNeeded(let method): "\(method) needs at=: name the unit of a hidden layer, such as conv2:50"
    case .layerNeeded(let method): "\(method) needs layer=: name a layer"
    case .groups(let fault):
      "\(fault): give groups=grid:4, groups=slic:50, groups=rows, or lists of values such as "
        + "groups=[[0,1],[2,3]]"
    case .singleSample:
      "samples get values from one another here, and there is only one: choose several, as in sample=0..9"
    case .betweenTokens:
      "this needs values between tokens, which are whole numbers with nothing between: take a method that starts from "
        + "the vectors of tokens, such as ig or lrp, or judge by deletion or infidelity"
    case .tooFewDraws(let count, let groups):
      "\(count) draws do not determine \(groups) groups: raise n=, or put values together by groups="
    case .tooManyGroups(let count, let most):
      "all sets of \(count) groups are too many, \(most) groups are the most: "
        + "put values together by groups=, or estimate from a part of the sets (shapley-sampling, "
        + "kernel-shap)"
    case .notDense(let place):
      "nid reads the weights of dense layers from the input to the logits, and \(place) is not one of them: "
        + "take archipelago, smooth-hess or shapley-interaction, which run the network"
    case .tooManyPairs(let count, let most):
      "the pairs of \(count) groups are too many, \(most) groups are the most: put values together by groups="
    case .bentBetweenKinks(let model):
      "'\(model)' has kinks (ReLUs or maxima) and is curved between them: its interactions can't be followed "
        + "from kink to kink; add smooth=10 to explain the network with softplus in place of each kink"
    case .tooManyKinks(let most):
      "a path crosses more than \(most) kinks: take fewer samples or references at a time, or add smooth=10"
    case .tooManyNodes(let count, let most):
      "\(count) nodes are too many for this integral: give at most steps=\(most)"
    case .noSuchGroup(let group, let groups):
      "there is no group \(group): there are \(groups), 0 to \(groups - 1)"
    case .nothingToStartFrom: "relevance has nowhere to start: name a class with y= or a layer with layer="
    case .pairs(let samples, let conditions):
      "pair=true needs as many conditions as samples, not \(conditions) for \(samples)"
    case .tooManyAxes(let key, let count, let rank):
      "\(key)= has \(count) numbers for samples of \(rank) axes: give one number, or at most one for each "
        + "axis"
    case .notFinite(let place):
      "\(place) holds NaN or infinity: look for damaged weights or data, or for values so large that they "
        + "overflow"
    }
  }
}
