package import Programs
public import Tensors

extension Model {
  public struct Input: Hashable, Sendable {
    /// What an input holds.
    public enum Content: Hashable, Sendable {
      case numbers
      /// Whole numbers from 0 to `vocabulary` - 1, which index the rows of a table: an embedding.
      case tokens(vocabulary: Int)
      /// Whole numbers that index nothing by themselves, such as a mask.
      case wholeNumbers
    }

    public let name: String
    /// The shape of one sample: [channels, height, width], [features], [tokens], ...
    public let shape: Shape
    public let content: Content

    public init(name: String, shape: Shape, content: Content = .numbers) {
      self.name = name
      self.shape = shape
      self.content = content
    }

    /// What programs call this input: nothing else that they read is called so, whatever the file's name is.
    package var programName: String { "input \(name)" }

    /// The input as a program reads it, for each sample.
    package func term(in builder: Builder) -> Term {
      builder.input(programName, Type(shape, varying: .sample))
    }

    /// Whether these samples can be given to the network here.
    ///
    /// - Parameter samples: [samples] and then the input's shape.
    /// - Throws: ``InputError``, for another shape, and for what is no token where the input holds tokens.
    public func check(_ samples: Tensor) throws(InputError) {
      let found = Shape(Array(samples.shape.extents.dropFirst()))
      guard samples.rank > 0, found == shape else {
        throw .shape(input: name, expected: shape, found: samples.rank > 0 ? found : samples.shape)
      }
      if content == .numbers { return }
      let wrong = samples.values.firstIndex { value in
        if case .tokens(let vocabulary) = content, !(value >= 0 && value < Float(vocabulary)) { return true }
        return value.rounded() != value || !value.isFinite
      }
      guard let wrong else { return }
      let (sample, position) = wrong.quotientAndRemainder(dividingBy: max(1, shape.count))
      let vocabulary: Int? = if case .tokens(let vocabulary) = content { vocabulary } else { nil }
      throw .notAToken(
        input: name, value: samples.values[wrong], sample: sample, position: position, vocabulary: vocabulary)
    }
  }
}

/// What keeps samples from being given to a network.
public enum InputError: Error, Hashable, Sendable, CustomStringConvertible {
  case shape(input: String, expected: Shape, found: Shape)
  /// - Parameter vocabulary: how many tokens there are; nil where any whole number will do.
  case notAToken(input: String, value: Float, sample: Int, position: Int, vocabulary: Int?)

  public var description: String {
    switch self {
    case .shape(let input, let expected, let found):
      "input '\(input)' takes samples of shape \(expected), these have \(found)"
    case .notAToken(let input, let value, let sample, let position, let vocabulary):
      "input '\(input)' takes whole numbers\(vocabulary.map { " from 0 to \($0 - 1)" } ?? ""): "
        + "sample \(sample) holds \(value) at position \(position)"
    }
  }
}
