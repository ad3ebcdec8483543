import Tensors

extension CatalogueEntry {
  /// Numbers whose target is known to be made of pairs of them. Janizek et al. 2021.
  static let simulated = CatalogueEntry(
    name: "simulated",
    summary: "random numbers and a target made of pairs of them, by kind=, features=, pairs=, n= and seed=",
    subsets: [],
    header: { _, loading in
      try loading.simulation.check()
      return simulatedHeader(
        loading.simulation, count: try simulatedSplit(loading).part?.count ?? loading.simulation.count)
    },
    read: { _, loading in
      let split = try simulatedSplit(loading)
      let drawn = try Simulation.drawn(loading.simulation, check: loading.check)
      let rows = split.part ?? Array(0..<loading.simulation.count)
      return try Dataset(
        simulatedHeader(loading.simulation, count: rows.count), source: "simulated data",
        .numbers(drawn.samples.rows(rows).values), targets: rows.map { drawn.targets[$0] },
        simulation: drawn.simulation,
        remarks: [drawn.simulation.text + ", seed \(loading.simulation.seed)"]
          + (split.remark.map { [$0] } ?? []))
    },
    isSimulated: true)
}

private func simulatedHeader(_ options: Simulation.Options, count: Int) -> DatasetHeader {
  DatasetHeader(
    name: "simulated-\(options.form.rawValue)", count: count, shape: [options.width], classes: [],
    groups: (0..<options.width).map { FeatureGroup(name: "x\($0)", columns: $0..<$0 + 1) })
}

/// Rows for training and testing, as of tables; other keys of tables say nothing here.
private func simulatedSplit(_ loading: Loading) throws(DataError) -> TableSplit {
  if let (key, value) = loading.table.keys.first(where: { $0.key != "split" }) {
    throw .badKey(key: key, value: value, reason: "simulated data is no table from a file")
  }
  return try TableSplit(count: loading.simulation.count, loading: loading)
}
