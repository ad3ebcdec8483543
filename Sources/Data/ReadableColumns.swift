import Tensors

/// The 76 columns of the MIMIC-III benchmarks as the 17 measurements that they were made from: of a category the number
/// of its column that is largest, of numbers the number; what says whether a value was measured is left out.
///
/// Source: Harutyunyan, Khachatrian, Kale, Ver Steeg, Galstyan (2019), "Multitask learning and benchmarking with
/// clinical time series data".
struct ReadableColumns {
  /// What was measured, and in how many columns a category is written.
  private static let measurements: [(name: String, columns: Int)] = [
    ("capillary-refill", 2), ("diastolic-pressure", 1), ("inspired-oxygen", 1), ("gcs-eye", 8),
    ("gcs-motor", 12),
    ("gcs-total", 13), ("gcs-verbal", 12), ("glucose", 1), ("heart-rate", 1), ("height", 1),
    ("mean-pressure", 1),
    ("oxygen-saturation", 1), ("respiratory-rate", 1), ("systolic-pressure", 1), ("temperature", 1),
    ("weight", 1),
    ("ph", 1),
  ]
  private static let width = measurements.reduce(0) { $0 + $1.columns } + measurements.count

  static let names = measurements.map(\.name)

  let groups: [FeatureGroup] = measurements.enumerated().map { index, measurement in
    FeatureGroup(
      name: measurement.name, columns: index..<index + 1,
      content: measurement.columns == 1 ? .number : .code((0..<measurement.columns).map(String.init)))
  }

  let remark =
    "76 columns became 17: of each category the number of its column, without those that say what was measured"

  /// For samples of this shape.
  init(_ shape: Shape) throws(DataError) {
    guard shape.rank == 2, shape[1] == Self.width else {
      throw .badKey(
        key: "columns", value: "readable",
        reason:
          "it is for sequences of the \(Self.width) columns of the MIMIC-III benchmarks, and a sample is \(shape)"
      )
    }
  }

  func header(_ header: DatasetHeader) -> DatasetHeader {
    DatasetHeader(
      name: header.name, count: header.count, shape: [header.shape[0], groups.count], classes: header.classes,
      isLabelledByStep: header.isLabelledByStep, groups: groups)
  }

  /// [N, T, 76] as [N, T, 17].
  func converted(_ array: NumericArray) -> NumericArray {
    let values = array.tensor.values
    var result: [Float] = []
    result.reserveCapacity(values.count / Self.width * groups.count)
    for row in stride(from: 0, to: values.count, by: Self.width) {
      var start = row
      for measurement in Self.measurements {
        let own = values[start..<start + measurement.columns]
        let largest = own.max() ?? 0
        result.append(
          measurement.columns == 1 ? largest : Float((own.firstIndex(of: largest) ?? start) - start))
        start += measurement.columns
      }
    }
    return NumericArray([array.shape[0], array.shape[1], groups.count], .floats(result))
  }
}
