import Glibc
import Tensors

/// An office of one person, minute by minute: what its sensors say, and whether somebody is there.
///
/// Made up after the measurements of Candanedo, Feldheim (2016), "Accurate occupancy detection of an office room from
/// light, temperature, humidity and CO2 measurements using statistical learning models": arrival, lunch, a few short
/// absences and departure are drawn, the lamp is on while somebody is there and a while longer, CO2 flows in and out, and
/// temperature and humidity follow slowly.
enum Room {
  static let features = FeatureGroup.numbers([
    ("Temperature", "°C"), ("Humidity", "%"), ("Light", "lux"), ("CO2", "ppm"),
  ])
  static let classes = ["empty", "occupied"]
  static let minutes = 24 * 60
  /// The days for training, then those for testing.
  static let days = (train: 0..<12, test: 12..<15)

  /// One day: [minutes, features], and whether somebody is there.
  static func day(_ number: Int, seed: UInt64) -> (values: [Float], occupied: [Int]) {
    var random = Random(seed: seed, stream: UInt64(number))
    let occupied = presence(&random)
    let cloud = 0.2 + 0.8 * Double(random.uniform())
    var level = Double(random.normal())
    var isLampOn = false
    var (temperature, humidity, carbon) = (20.2, 25 + 2 * level, 430.0)
    var values: [Float] = []
    values.reserveCapacity(minutes * features.count)
    for minute in 0..<minutes {
      let presence = Double(occupied[minute])
      let hour = Double(minute) / 60
      let sun = hour > 6.5 && hour < 18.5 ? sin(.pi * (hour - 6.5) / 12) : 0
      // Who leaves forgets the lamp for some minutes.
      if presence == 1 { isLampOn = true } else if random.uniform() < 0.25 { isLampOn = false }
      level += 0.02 * Double(random.normal())
      temperature += (20.2 + 1.6 * presence + 1.2 * sun - temperature) / 50
      humidity += (25 + 2 * level + 2 * presence - humidity) / 60
      carbon += 9 * presence - 0.012 * (carbon - 430) + 3 * Double(random.normal())
      let light = 90 * sun * cloud + (isLampOn ? 430 : 0) + 4 * Double(random.normal())
      values += [
        Float(temperature + 0.02 * Double(random.normal())), Float(humidity + 0.03 * Double(random.normal())),
        Float(max(0, light)), Float(carbon),
      ]
    }
    return (values, occupied)
  }

  /// 1 for each minute in which somebody is there.
  private static func presence(_ random: inout Random) -> [Int] {
    func minute(_ hour: Double, _ deviation: Double) -> Int {
      Int(60 * (hour + deviation * Double(random.normal())))
    }
    let (arrival, departure) = (minute(8.4, 0.4), minute(17.8, 0.5))
    let lunch = minute(12.2, 0.3)
    var absences = [lunch..<lunch + 40 + random.integer(below: 11)]
    // A Poisson number with mean 3. Source: Knuth (1969), "Seminumerical algorithms".
    var product = Double(random.uniform())
    while product > exp(-3) {
      let start = arrival + random.integer(below: max(1, departure - arrival))
      absences.append(start..<start + 3 + random.integer(below: 22))
      product *= Double(random.uniform())
    }
    return (0..<minutes).map { minute in
      minute >= arrival && minute < departure && !absences.contains { $0.contains(minute) } ? 1 : 0
    }
  }
}

extension CatalogueEntry {
  /// Windows of an hour of made up days.
  static let room = CatalogueEntry(
    name: "room",
    summary:
      "synthetic sensors of an office, minute by minute, in windows of 60, and whether somebody is there: 12 days "
      + "for training, 3 for testing",
    subsets: ["train", "test"],
    header: { subset, loading in
      let windows = try windows(days(subset), loading)
      return roomHeader(windows)
    },
    read: { subset, loading in
      let days = days(subset)
      let windows = try windows(days, loading)
      let drawn = days.map { Room.day($0, seed: loading.sequence.seed) }
      let (values, occupied) = (drawn.flatMap(\.values), drawn.flatMap(\.occupied))
      let width = Room.features.count
      let labels = windows.starts.indices.flatMap { occupied[windows.rows($0)] }
      return try Dataset(
        roomHeader(windows), source: "synthetic data",
        .numbers(
          windows.starts.indices.flatMap { window in
            let rows = windows.rows(window)
            return values[rows.lowerBound * width..<rows.upperBound * width]
          }),
        labels: stride(from: windows.size - 1, to: labels.count, by: windows.size).map { labels[$0] },
        stepLabels: labels,
        remarks: [
          "synthetic: no sensor has measured this; \(days.count) days of \(Room.minutes) minutes, seed \(loading.sequence.seed)"
        ],
        preparation: loading.standardizing {
          Room.features.moments(Room.days.train.flatMap { Room.day($0, seed: loading.sequence.seed).values })
        })
    },
    keys: ["standardize", "stride", "window"])
}

private func days(_ subset: String?) -> Range<Int> { subset == "test" ? Room.days.test : Room.days.train }

private func windows(_ days: Range<Int>, _ loading: Loading) throws(DataError) -> Windows {
  let size = loading.sequence.window ?? 60
  return try Windows(
    of: days.map { _ in Room.minutes }, size: size, step: loading.sequence.stride ?? size, source: "a day")
}

private func roomHeader(_ windows: Windows) -> DatasetHeader {
  DatasetHeader(
    name: "synthetic-room", count: windows.starts.count, shape: [windows.size, Room.features.count],
    classes: Room.classes, isLabelledByStep: true, groups: Room.features)
}

extension Loading {
  /// The preparation, with the mean and deviation of what is for training where `standardize` asks for them.
  func standardizing(_ moments: () -> (mean: [Float], std: [Float])) throws(DataError) -> Preparation {
    guard table.standardize == true else { return preparation }
    guard preparation.mean == nil, preparation.std == nil else {
      throw .badKey(key: "standardize", value: "true", reason: "mean= and std= say already what to do")
    }
    var preparation = preparation
    (preparation.mean, preparation.std) = moments()
    return preparation
  }
}
