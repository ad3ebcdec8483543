import Attributions
import Execution
import Models
import Tensors
import Testing

/// What the papers promise: relevance is neither made nor lost, but for what the ledger names.
@Suite struct ConservationTests {
  let executor = Executor()

  private func explain(_ name: String, _ composite: String, _ settings: RuleSettings = RuleSettings()) throws
    -> Attribution
  {
    let rules = try Reference.rules()
    var propagation = RelevancePropagation(try #require(Composite.named(composite, settings)))
    propagation.wanted = [.input, .layers, .ledger]
    return try propagation.explain(
      Reference.model(name), samples: Inputs((name == "netA" ? rules.netA : rules.netB).x.tensor),
      conditions: [Condition()], executor: executor)
  }

  @Test(arguments: ["netA", "netB"], ["epsilon-plus", "epsilon-alpha2-beta1", "epsilon-gamma-box"])
  func withoutBiasesWhatStartsArrives(_ name: String, _ composite: String) throws {
    var settings = RuleSettings()
    settings.zeroBias = true
    // Small against every denominator of these networks, so that only rounding is left.
    (settings.epsilon, settings.stabilizer) = (1e-9, 1e-9)
    (settings.low, settings.high) = (.init(-3), .init(3))
    let attribution = try explain(name, composite, settings)
    for row in 0..<2 {
      let start = Double(try #require(attribution.ledger[row].first).arrived)
      let arrived = attribution.input[row].values.reduce(0) { $0 + Double($1) }
      let dropped = attribution.ledger[row].reduce(0.0) { $0 + Double($1.zeroDenominator) }
      #expect(abs(start - arrived - dropped) < 1e-3 * abs(start), "row \(row)")
    }
  }

  @Test(arguments: ["netA", "netB"], ["epsilon-plus-flat", "epsilon-alpha2-beta1"])
  func theLedgerAddsUp(_ name: String, _ composite: String) throws {
    let attribution = try explain(name, composite)
    for row in 0..<2 {
      let ledger = attribution.ledger[row]
      let start = Double(try #require(ledger.first).arrived)
      let end = attribution.input[row].values.reduce(0) { $0 + Double($1) }
      let gone = ledger.reduce(0.0) { $0 + Double($1.bias) + Double($1.zeroDenominator) + Double($1.rest) }
      #expect(abs(start - end - gone) < 1e-4 * abs(start), "row \(row)")
      // With biases in the rules something must be kept by them, or the ledger would not look.
      #expect(ledger.contains { abs($0.bias) > 1e-4 * Float(abs(start)) })
    }
  }

  @Test func aMaskIsInTheLedger() throws {
    let model = try Reference.model("netA")
    let layer = try #require(model.layer("conv2"))
    var propagation = RelevancePropagation(try #require(Composite.named("epsilon-plus")))
    propagation.wanted = [.layers, .ledger]
    let attribution = try propagation.explain(
      model, samples: Inputs(Reference.rules().netA.x.tensor),
      conditions: [Condition(units: [Unit(layer: layer, channels: [1])], target: .classes([1]))], executor: executor)
    for row in 0..<2 {
      let entry = try #require(attribution.ledger[row].first { $0.layer == layer })
      let relevance = try #require(attribution.relevance.first { $0.layer == layer }).values[row]
      let kept = relevance[1].values.reduce(0, +)
      let all = relevance.values.reduce(0, +)
      #expect(abs(entry.masked - (all - kept)) < 1e-4 * abs(all))
    }
  }
}
