import Concepts
import Data
import Execution
import Models

/// One place of a session and what a statement left in it.
enum Change: Sendable {
  case model(Model?)
  case data(Dataset?)
  case tokenizer(Tokenizer?)
  case samples([Int]?)
  case explanation(Executor.Computation?, recalled: String?)
  case concepts(ModelFindings?, ExtractedAutomaton?)
  case seed(UInt64)
  case name(String, Value)
  case definition(String, Definition)
  case last(Value?)
  case cell(Int, Value)
}

extension Session {
  /// What a statement left in places, in no order.
  func changes(in places: Set<Slot>) -> [Change] {
    places.compactMap { place in
      switch place {
      case .part(.model): .model(model)
      case .part(.data): .data(data)
      case .part(.tokenizer): .tokenizer(tokenizer)
      case .part(.samples): .samples(chosen)
      case .part(.explanation): .explanation(explanation, recalled: recalled)
      case .part(.concepts): .concepts(findings, automaton)
      case .part(.seed): .seed(seed)
      // What is outside the session can't be taken along.
      case .part(.files), .part(.engine): nil
      case .name(let name): bindings[name].map { .name(name, $0) }
      case .definition(let name): definitions[name].map { .definition(name, $0) }
      case .last: .last(last)
      case .cell(let number): results[number].map { .cell(number, $0) }
      }
    }
  }

  mutating func apply(_ changes: [Change]) {
    for change in changes {
      switch change {
      case .model(let model): self.model = model
      case .data(let data): self.data = data
      case .tokenizer(let tokenizer): self.tokenizer = tokenizer
      case .samples(let samples): chosen = samples
      case .explanation(let explanation, let recalled):
        (self.explanation, self.recalled) = (explanation, recalled)
      case .concepts(let findings, let automaton): (self.findings, self.automaton) = (findings, automaton)
      case .seed(let seed): self.seed = seed
      case .name(let name, let value): bindings[name] = value
      case .definition(let name, let definition): definitions[name] = definition
      case .last(let value): last = value
      case .cell(let number, let value): results[number] = value
      }
    }
  }
}
