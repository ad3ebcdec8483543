import Tensors

/// The folder of CUB-200-2011: photographs of birds of 200 kinds, with 312 attributes that people saw in each, or not.
///
/// Source: Wah, Branson, Welinder, Perona, Belongie (2011), "The Caltech-UCSD Birds-200-2011 dataset".
struct Birds {
  private static let files = [
    "images.txt", "image_class_labels.txt", "classes.txt", "attributes/image_attribute_labels.txt",
  ]
  /// What of the labels says: not visible; guessing; probably; definitely.
  private static let notVisible = 1

  private let path: String
  /// The number that the files call each picture, and the picture.
  private let images: [(id: Int, file: String)]
  private let labels: [Int]
  private let classes: [String]
  private let attributes: [String]

  static func isFolder(_ path: String) -> Bool { files.allSatisfy { exists("\(path)/\($0)") } }

  init(_ path: String, _ loading: Loading) throws {
    self.path = path
    if let columns = loading.concepts.columns.first {
      throw DataError.badKey(
        key: "concepts", value: columns,
        reason: "the concepts of CUB-200-2011 are its attributes: leave it out")
    }
    // The archive has this file beside the folder; some put it inside.
    let places = [
      "\(path)/attributes/attributes.txt", "\(path)/attributes.txt", "\(folder(of: path))/attributes.txt",
    ]
    guard let names = places.first(where: exists) else {
      throw DataError.badTable(
        source: "'\(places[0])'", line: nil,
        reason: "it is not there, nor in '\(path)': copy attributes.txt of the archive")
    }
    attributes = try Numbered(names).texts(name: {
      $0.split(separator: ":").joined(separator: "=")
    })
    classes = try Numbered("\(path)/classes.txt").texts(name: { name in
      // "001.Black_footed_Albatross"
      name.drop { $0.isNumber }.first == "." ? String(name.drop { $0.isNumber }.dropFirst()) : name
    })
    let all = try Numbered("\(path)/images.txt").lines
    let kinds = try Numbered("\(path)/image_class_labels.txt").whole(1...classes.count)
    var kept: Set<Int>?
    if let subset = loading.selection.subset {
      guard let number = ["test": 0, "train": 1][subset] else {
        throw DataError.unknownSubset(name: "CUB-200-2011", subset: subset, subsets: ["train", "test"])
      }
      let split = try Numbered("\(path)/train_test_split.txt").whole(0...1)
      kept = Set(split.filter { $0.value == number }.keys)
    }
    images = all.filter { kept?.contains($0.id) ?? true }.map { ($0.id, "\(path)/images/\($0.text)") }
    labels = try images.map { image in
      guard let kind = kinds[image.id] else {
        throw DataError.badTable(
          source: "'\(path)/image_class_labels.txt'", line: nil,
          reason: "image \(image.id) has no class: copy it again")
      }
      return kind - 1
    }
  }

  func header(_ preparation: Preparation) throws -> DatasetHeader {
    guard let first = images.first else { throw DataError.empty(source: "folder '\(path)'") }
    return DatasetHeader(
      name: baseName(path), count: images.count, shape: try preparation.shape(ofPicture: first.file),
      classes: classes,
      concepts: attributes)
  }

  func dataset(_ loading: Loading) throws -> Dataset {
    let header = try header(loading.preparation)
    let certainty = loading.concepts.certainty ?? Self.notVisible + 1
    let concepts = try concepts(certainty, check: loading.check)
    let gaps = concepts.labels.count { $0 == ConceptLabels.missing }
    let known = 100 - 100 * Double(gaps) / Double(concepts.labels.count)
    return try Dataset(
      header, source: "folder '\(path)'", .pictures(images.map(\.file)), labels: labels, concepts: concepts,
      remarks: [
        "attributes as they were labelled for each picture, no majority of a class; those that are less certain than "
          + "certainty=\(certainty) count as not known: \(decimals(known, 1)) % are"
      ], preparation: loading.preparation)
  }

  /// Lines of an image, an attribute, whether it is present, how certain that is, and the seconds that it took.
  private func concepts(_ certainty: Int, check: () throws -> Void) throws -> ConceptLabels {
    let file = "\(path)/\(Self.files[3])"
    let rows = Dictionary(images.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { $1 })
    var labels = [Int](repeating: ConceptLabels.missing, count: images.count * attributes.count)
    try MappedFile(file).withUnsafeBytes { bytes in
      var (place, line) = (0, 0)
      while place < bytes.count {
        if line & 0xFFFF == 0 { try check() }
        line += 1
        // Some lines have more fields than the others, behind these.
        var numbers: (Int?, Int?, Int?, Int?)
        numbers.0 = bytes.number(&place)
        numbers.1 = bytes.number(&place)
        numbers.2 = bytes.number(&place)
        numbers.3 = bytes.number(&place)
        while place < bytes.count, bytes[place] != .lineFeed { place += 1 }
        place += 1
        guard let image = numbers.0, let attribute = numbers.1, let present = numbers.2, let sure = numbers.3,
          (1...attributes.count).contains(attribute), (0...1).contains(present), (1...4).contains(sure)
        else {
          throw DataError.badTable(
            source: "'\(file)'", line: line,
            reason:
              "it is no number of an image, of one of \(attributes.count) attributes, 0 or 1, and a certainty from 1 to "
              + "4: copy the file again")
        }
        if sure >= certainty, let row = rows[image] {
          labels[row * attributes.count + attribute - 1] = present
        }
      }
    }
    return try ConceptLabels(
      names: attributes, values: attributes.map { _ in ["absent", "present"] }, labels: labels,
      source: "'\(file)'")
  }
}

/// Lines of a number and a text.
private struct Numbered {
  private let source: String
  let lines: [(id: Int, text: String)]

  init(_ path: String) throws {
    source = "'\(path)'"
    let text = try MappedFile(path).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    var lines: [(id: Int, text: String)] = []
    for (number, line) in text.split(whereSeparator: \.isNewline).enumerated() {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let id = Int(parts[0]) else {
        throw DataError.badTable(
          source: source, line: number + 1,
          reason: "'\(line)' is no number and what it stands for: copy the file again")
      }
      lines.append((id, String(parts[1])))
    }
    guard !lines.isEmpty else {
      throw DataError.badTable(source: source, line: 1, reason: "the file is empty: copy it again")
    }
    self.lines = lines
  }

  /// The texts, which must be numbered from 1 on.
  func texts(name: (String) -> String) throws(DataError) -> [String] {
    if let (index, line) = lines.enumerated().first(where: { $0.element.id != $0.offset + 1 }) {
      throw .badTable(
        source: source, line: index + 1, reason: "number \(line.id) follows \(index): copy the file again")
    }
    return lines.map { name($0.text) }
  }

  /// The numbers that the texts are, by the number before.
  func whole(_ range: ClosedRange<Int>) throws(DataError) -> [Int: Int] {
    var numbers: [Int: Int] = [:]
    for (index, line) in lines.enumerated() {
      guard let number = Int(line.text), range.contains(number) else {
        throw .badTable(
          source: source, line: index + 1,
          reason:
            "'\(line.text)' is no whole number from \(range.lowerBound) to \(range.upperBound): copy the file again"
        )
      }
      numbers[line.id] = number
    }
    return numbers
  }
}

extension UnsafeRawBufferPointer {
  /// The whole number that comes next on a line; nil where there is none.
  fileprivate func number(_ place: inout Int) -> Int? {
    while place < count, self[place] == .space { place += 1 }
    var (number, digits) = (0, 0)
    while place < count, case let digit = self[place],
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit), digits < 9
    {
      number = number * 10 + Int(digit) - Int(UInt8(ascii: "0"))
      place += 1
      digits += 1
    }
    return digits > 0 ? number : nil
  }
}
