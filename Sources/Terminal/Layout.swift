/// Where the characters of a text stand on the screen, by the rules that libedit draws by: a full row goes on in the
/// next one, a wide character that does not fit leaves a blank, tabs reach to the next multiple of 8.
package struct Layout: Hashable, Sendable {
  package struct Place: Hashable, Sendable {
    package var row: Int
    package var column: Int

    package init(row: Int, column: Int) {
      (self.row, self.column) = (row, column)
    }
  }

  /// What a row shows, from its first column or from behind the prompt: characters by index, nil for a blank.
  package private(set) var rows: [[Int?]] = [[]]
  /// The place of each character, and last that behind the text.
  package private(set) var places: [Place] = []
  /// Whether each row is full, so that the terminal goes on in the next one by itself.
  package private(set) var isFull: [Bool] = [false]
  /// Whether all characters have a width: controls have none.
  package private(set) var isPrintable = true
  private let columns: Int

  /// - Parameters:
  ///   - promptWidth: columns that the prompt takes of the first row; fewer than `columns`.
  ///   - width: columns of a character.
  package init(
    _ text: [Unicode.Scalar], promptWidth: Int, columns: Int, width: (Unicode.Scalar) -> Int
  ) {
    self.columns = columns
    var place = Place(row: 0, column: promptWidth)
    for (index, character) in text.enumerated() {
      switch character {
      case "\n":
        places.append(place)
        nextRow(&place, isFull: false)
      case "\t":
        places.append(place)
        repeat { put(nil, width: 1, at: &place) } while place.column % 8 != 0
      default:
        let width = width(character)
        if width < 0 { isPrintable = false }
        if width > 1, place.column + width > columns {
          while place.column != 0 { put(nil, width: 1, at: &place) }
        }
        places.append(place)
        put(index, width: max(0, width), at: &place)
      }
    }
    places.append(place)
  }

  private mutating func put(_ index: Int?, width: Int, at place: inout Place) {
    rows[place.row].append(index)
    place.column += width
    if place.column >= columns { nextRow(&place, isFull: true) }
  }

  private mutating func nextRow(_ place: inout Place, isFull: Bool) {
    self.isFull[place.row] = isFull
    rows.append([])
    self.isFull.append(false)
    place = Place(row: place.row + 1, column: 0)
  }
}
