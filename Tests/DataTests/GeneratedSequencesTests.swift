import Data
import Tensors
import Testing

/// Sequences that are made up.
struct GeneratedSequencesTests {
  private func data(
    _ name: String, subset: String? = nil, count: Int? = nil, seed: UInt64 = 0, language: Int? = nil,
    standardize: Bool? = nil
  ) throws -> Dataset {
    var (simulation, sequence, table) = (Simulation.Options(), SequenceOptions(), TableOptions())
    (simulation.samples, sequence.seed, sequence.language) = (count, seed, language)
    table.standardize = standardize
    let data = try Dataset.load(
      name, selection: Selection(subset: subset), table: table, simulation: simulation, sequence: sequence)
    let header = try Dataset.header(
      name, selection: Selection(subset: subset), table: table, simulation: simulation, sequence: sequence)
    #expect(header == data.header)
    return data
  }

  @Test func aRoomIsLitWhileSomebodyIsThere() throws {
    let (train, test) = (try data("room"), try data("room", subset: "test"))
    #expect(train.count == 288 && test.count == 72 && train.shape == [60, 4])
    #expect(train.features == ["Temperature", "Humidity", "Light", "CO2"])
    #expect(train.groups.map(\.unit) == ["°C", "%", "lux", "ppm"] && train.classes == ["empty", "occupied"])
    #expect(train.name == "synthetic-room" && train.remarks[0].hasPrefix("synthetic: no sensor"))
    for data in [train, test] {
      let (labels, values) = (try #require(data.stepLabels), try data.samples(0..<data.count).values)
      #expect(data.labels == stride(from: 59, to: labels.count, by: 60).map { labels[$0] })
      let share = Double(labels.reduce(0, +)) / Double(labels.count)
      #expect(share > 0.28 && share < 0.42)
      // In the real room, too, the lamp tells nearly all.
      let right = labels.indices.count { (values[$0 * 4 + 2] > 200) == (labels[$0] == 1) }
      let accuracy = Double(right) / Double(labels.count)
      #expect(accuracy > 0.97 && accuracy < 0.995)
    }
    let scaled = try data("room", subset: "test", standardize: true)
    #expect(try scaled.inOwnUnits(scaled.samples([9]), of: [9]) == test.samples([9]))
    #expect(try data("room", seed: 1).digest != train.digest && data("room").digest == train.digest)
  }

  @Test func halfOfThePatientsAreSickAtTheEnd() throws {
    let (train, test) = (try data("hospital", count: 200), try data("hospital", subset: "test", count: 200))
    #expect(train.count == 200 && test.count == 50 && train.shape == [48, 17])
    #expect(train.labels?.reduce(0, +) == 100 && train.classes == ["healthy", "sick"])
    let labels = try #require(train.stepLabels)
    #expect(train.labels == stride(from: 47, to: labels.count, by: 48).map { labels[$0] })
    #expect(train.groups[8].name == "heart-rate" && train.groups[8].unit == "1/min")
    let values = try train.samples(0..<200).values
    func mean(_ feature: Int, _ label: Int) -> Double {
      let steps = labels.indices.filter { labels[$0] == label }
      return steps.reduce(0.0) { $0 + Double(values[$1 * 17 + feature]) } / Double(steps.count)
    }
    #expect(mean(8, 1) > mean(8, 0) + 5 && mean(13, 1) < mean(13, 0) - 5)
    #expect(try test.sample(1) != train.sample(1))
    // More patients begin with the same ones.
    #expect(try data("hospital", count: 300).sample(199) == train.sample(199))
  }

  /// What each language says of short words, by its definition.
  private func accepts(_ language: Int, _ word: String) -> Bool {
    let zeros = word.count { $0 == "0" }
    let ones = word.count - zeros
    var runs: [(symbol: Character, length: Int)] = []
    for symbol in word {
      if runs.last?.symbol == symbol { runs[runs.count - 1].length += 1 } else { runs.append((symbol, 1)) }
    }
    let order = String(runs.map(\.symbol))
    switch language {
    case 1: return zeros == 0
    case 2: return word.count % 2 == 0 && word == String(repeating: "10", count: word.count / 2)
    case 3:
      return !zip(runs, runs.dropFirst()).contains {
        $0.symbol == "1" && $0.length % 2 == 1 && $1.length % 2 == 1
      }
    case 4: return !word.contains("000")
    case 5: return zeros % 2 == 0 && ones % 2 == 0
    case 6: return (zeros - ones) % 3 == 0
    default: return ["", "0", "1", "01", "10", "010", "101", "0101"].contains(order)
    }
  }

  @Test(arguments: 1...7) func wordsAreLabelledAsTheirPrefixesAre(_ language: Int) throws {
    let data = try data("tomita", count: 300, language: language)
    #expect(data.shape == [16, 3] && data.name == "tomita-\(language)")
    #expect(data.features == ["symbol=0", "symbol=1", "symbol=end"])
    #expect(data.labels?.reduce(0, +) == 150)
    let (values, labels) = (try data.samples(0..<300).values, try #require(data.stepLabels))
    var empty = 0
    for row in 0..<300 {
      var word = ""
      for step in row * 16..<(row + 1) * 16 {
        let symbol = try #require(values[step * 3..<step * 3 + 3].firstIndex(of: 1)) - step * 3
        if symbol < 2 { word.append(symbol == 0 ? "0" : "1") }
        #expect(labels[step] == (accepts(language, word) ? 1 : 0), "\(word)")
      }
      if word.isEmpty { empty += 1 }
    }
    // All of the languages have the empty word.
    #expect((1...50).contains(empty))
    #expect(try self.data("tomita", subset: "test", count: 300, language: language).count == 75)
  }
}
