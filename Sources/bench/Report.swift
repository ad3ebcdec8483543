package import Foundation

/// All rows of a run, and the machine that they are from: what the JSON file holds.
package struct Report: Codable, Hashable, Sendable {
  package var cores: Int
  package var vectorBits: Int
  package var rows: [Row]
  package var duels: [Duel]

  package init(cores: Int, vectorBits: Int, rows: [Row] = [], duels: [Duel] = []) {
    (self.cores, self.vectorBits, self.rows, self.duels) = (cores, vectorBits, rows, duels)
  }

  package init(json: Data) throws {
    self = try JSONDecoder().decode(Report.self, from: json)
  }

  package init(path: String) throws {
    do {
      try self.init(json: Data(contentsOf: URL(filePath: path)))
    } catch is DecodingError {
      throw Failure("'\(path)' is not what --json writes")
    } catch {
      throw Failure("'\(path)' can't be read")
    }
  }

  func write(to path: String) throws {
    do {
      try json.write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Failure("'\(path)' can't be written")
    }
  }

  package var json: Data {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      return try encoder.encode(self)
    }
  }
}

struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
