import Glibc
import Tensors

/// Patients over 48 hours: 17 measurements that follow a severity which nobody sees, a walk at random that is drawn back
/// to its mean, and whether that is above it.
///
/// Made up with the measurements of the MIMIC-III benchmarks, whose data may not be handed on.
enum Hospital {
  static let features = FeatureGroup.numbers(
    Array(
      zip(
        ReadableColumns.names,
        [
          nil, "mmHg", nil, nil, nil, nil, nil, "mg/dL", "1/min", "cm", "mmHg", "%", "1/min", "mmHg", "°C",
          "kg",
          nil,
        ] as [String?])
    ).map { (name: $0.0, unit: $0.1) })
  static let classes = ["healthy", "sick"]
  static let hours = 48

  /// One patient who is sick at the end, or is not: [hours, features], and whether sick in each hour.
  static func patient(_ number: UInt64, isSick: Bool, seed: UInt64) -> (values: [Float], sick: [Int]) {
    var random = Random(seed: seed, stream: number)
    var severity: [Double] = []
    // Half of all walks end above the mean.
    while (severity.last ?? 0 > 0) != isSick || severity.isEmpty {
      severity = []
      var level = Double(random.normal())
      for _ in 0..<hours {
        level += -0.05 * level + 0.3 * Double(random.normal())
        severity.append(level)
      }
    }
    func normal(_ mean: Double, _ deviation: Double) -> Double { mean + deviation * Double(random.normal()) }
    let (height, weight) = (normal(170, 9), normal(78, 14))
    let own = (pulse: normal(0, 5), pressure: normal(0, 6), glucose: normal(0, 10))
    var values: [Float] = []
    values.reserveCapacity(hours * features.count)
    for level in severity {
      let high = max(0, level)
      let diastolic = normal(66 + own.pressure / 2 - 6 * level, 4)
      let systolic = normal(120 + own.pressure - 10 * level, 7)
      func scale(_ best: Double, _ slope: Double) -> Double {
        min(best, max(1, (best - slope * high + 0.4 * Double(random.normal())).rounded()))
      }
      let (eye, motor, verbal) = (scale(4, 0.8), scale(6, 1), scale(5, 1.2))
      values += [
        Double(random.uniform()) < 1 / (1 + exp(3 - 2 * level)) ? 1 : 0,
        diastolic,
        min(1, max(0.21, normal(0.25 + 0.15 * high, 0.02))),
        eye, motor, eye + motor + verbal, verbal,
        normal(130 + own.glucose + 15 * level, 12),
        normal(86 + own.pulse + 10 * level, 5),
        height,
        (systolic + 2 * diastolic) / 3,
        min(100, normal(97 - 1.8 * high, 0.8)),
        normal(18 + 3 * level, 1.8),
        systolic,
        normal(37 + 0.35 * level, 0.25),
        weight,
        normal(7.39 - 0.04 * level, 0.02),
      ].map { Float($0) }
    }
    return (values, severity.map { $0 > 0 ? 1 : 0 })
  }
}

extension CatalogueEntry {
  /// Made up patients, as many healthy at the end as sick.
  static let hospital = CatalogueEntry(
    name: "hospital",
    summary:
      "synthetic patients over 48 hours with 17 measurements, healthy or sick: n= of them for training, by default "
      + "1000, and a quarter as many for testing",
    subsets: ["train", "test"],
    header: { subset, loading in hospitalHeader(count(subset, loading)) },
    read: { subset, loading in
      let (count, seed) = (count(subset, loading), loading.sequence.seed)
      func patients(_ range: Range<Int>) throws -> [(values: [Float], sick: [Int])] {
        try range.map { number in
          if number % 100 == 0 { try loading.check() }
          return Hospital.patient(UInt64(number), isSick: number % 2 == 1, seed: seed)
        }
      }
      // Patients for testing are none of those for training, whatever their count.
      let first = subset == "test" ? 1 << 32 : 0
      let drawn = try patients(first..<first + count)
      let training =
        subset == "test" && loading.table.standardize == true ? try patients(0..<number(loading)) : drawn
      return try Dataset(
        hospitalHeader(count), source: "synthetic data", .numbers(drawn.flatMap(\.values)),
        labels: drawn.map { $0.sick.last ?? 0 }, stepLabels: drawn.flatMap(\.sick),
        remarks: ["synthetic: no patient was measured for this; \(count) of them, seed \(seed)"],
        preparation: loading.standardizing { Hospital.features.moments(training.flatMap(\.values)) })
    },
    keys: ["n", "standardize"])
}

private func number(_ loading: Loading) -> Int { loading.simulation.samples ?? 1000 }

private func count(_ subset: String?, _ loading: Loading) -> Int {
  subset == "test" ? max(1, number(loading) / 4) : number(loading)
}

private func hospitalHeader(_ count: Int) -> DatasetHeader {
  DatasetHeader(
    name: "synthetic-hospital", count: count, shape: [Hospital.hours, Hospital.features.count],
    classes: Hospital.classes, isLabelledByStep: true, groups: Hospital.features)
}
