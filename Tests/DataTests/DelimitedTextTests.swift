import Data
import Tensors
import Testing

/// How files of delimited text are cut into fields, seen from the data that they become.
struct DelimitedTextTests {
  @Test(arguments: [
    "a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r", "\u{FEFF}a,b\n1,2\n3,4\n",
    "a;b\n1;2\n3;4\n", "a\tb\n1\t2\n3\t4\n", "a,b\n\n1,2\n\n3,4\n\n", " a , b \n 1 ,\t2\n3, 4 \n",
    "\"a\",\"b\"\n\"1\",\"2\"\n\"3\" ,4\n", "a,b\n+1,2.\n3e0,.4E1\n", "a;b\n1;2,0\n3;4,0\n",
  ])
  func theSameTableIsReadFromEach(text: String) throws {
    // The last one has decimal commas, which are refused by name.
    guard !text.contains(",0") else {
      try refuses(text, "column 'b' has decimal commas: write 1.5 for 1,5, or leave it out with ignore=b")
      return
    }
    let data = try loaded(text)
    #expect(data.features == ["a", "b"] && data.shape == [2] && data.count == 2)
    #expect(try data.samples(0..<2).values == [1, 2, 3, 4])
    #expect(data.labels == nil && data.classes == [])
  }

  @Test func quotationMarksHoldDelimitersLinesAndThemselves() throws {
    let data = try loaded("\"a, b\",\"c \"\"d\"\"\",5\" pipe\n\"x\ny\",\"p;\"\"q\",1\n\"x\r\ny\",r,2\n")
    #expect(data.groups.map(\.name) == ["a, b", "c \"d\"", "5\" pipe"])
    #expect(data.features == ["a, b=x\ny", "a, b=x\r\ny", "c \"d\"=p;\"q", "c \"d\"=r", "5\" pipe"])
    #expect(try data.samples(0..<2).values == [1, 0, 1, 0, 1, 0, 1, 0, 1, 2])
  }

  @Test func aFileWithoutHeaderIsRecognisedOrDeclared() throws {
    let bare = try loaded("1,2\n3,4\n5,6\n")
    #expect(bare.count == 3 && bare.features == ["column-0", "column-1"])
    #expect(bare.remarks.first?.contains("header=true takes it for names") == true)
    #expect(try loaded("2001,2002\n3,4\n") { $0.hasHeader = true }.features == ["2001", "2002"])
    let texts = try loaded("red,1\nblue,2\n") { $0.hasHeader = false }
    #expect(texts.features == ["column-0=blue", "column-0=red", "column-1"])
    // As pandas writes an index.
    #expect(try loaded(",a\n0,5\n1,6\n").features == ["column-0", "a"])
  }

  @Test(arguments: [
    ("", "holds no samples"), ("\n\n", "holds no samples"), ("a,b\n", "holds no samples"),
    (
      "a,b\n1,2\n3\n",
      "line 3: it has 1 field, and the first line 2: add what is missing, or quote what holds ','"
    ),
    ("a;b\n1;2\n\n3;4;5\n", "line 4: it has 3 fields, and the first line 2"),
    ("a,b\n\"x\n\n\",2\n1,2,3\n", "line 5: it has 3 fields"),
    ("a,b\n1,2\n3,\"4\n5,6\n", "line 3: the quotation mark that opens field 1 is never closed"),
    ("a,b\n1,\"2\"3\n", "line 2: field 1 goes on behind its closing quotation mark"),
    ("a,b,a\n1,2,3\n", "line 1: columns 0 and 2 are both called 'a': rename one"),
    ("a,b\n1,2\n1e39,4\n", "line 3: column 'a' holds an infinity, or a number beyond 3.4e38"),
    ("a,b\n1,-inf\n", "line 2: column 'b' holds an infinity"),
    ("a,b\n1,\n2,\n", "column 'b' holds nothing: leave it out with ignore=b"),
    ("a,b,c\n1,2020-01-31,x\n2,31.1.2020,y\n", "column 'b' holds dates: write them as numbers"),
    ("a,b\n1,2020-01-31T10:00:00\n", "column 'b' holds dates"),
    (
      "a,b,c\n1,,\n2,5,\n,6,7\n",
      "values are missing (a 1, b 1, c 2 of 3 rows): choose missing=mean, median, drop or"
    ),
  ])
  func whatIsNoTableIsRefusedWithItsLine(text: String, complaint: String) throws {
    try refuses(text, complaint)
  }

  @Test func whatIsNotUTF8IsRefused() throws {
    for (bytes, complaint) in [
      (
        Array("a,b\nd".utf8) + [0xF6] + Array("g,1\n".utf8),
        "line 2: field 0 is not UTF-8 text: save the file as UTF-8"
      ),
      ([0x61, 0xE4, 0x2C, 0x62, 0x0A, 0x31, 0x2C, 0x32], "line 1: field 0 is not UTF-8 text"),
      ([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00], "it is UTF-16: save it as UTF-8"),
      ([0x50, 0x4B, 0x03, 0x04, 0x00, 0x00], "it holds bytes that no text has"),
    ] {
      try withTemporaryFolder { folder in
        try writeAtomically(bytes, to: "\(folder)/t.csv")
        #expect { try Dataset.load("\(folder)/t.csv") } throws: { "\($0)".contains(complaint) }
      }
    }
  }

  @Test func tenThousandColumnsAreRead() throws {
    let names = (0..<10_000).map { "c\($0)" }.joined(separator: ",")
    let row = (0..<10_000).map(String.init).joined(separator: ",")
    let data = try loaded("\(names)\n\(row)\n\(row)\n") { $0.target = "c9999" }
    #expect(data.count == 2 && data.shape == [9999] && data.groups.count == 9999)
    #expect(try data.sample(1).values == (0..<9999).map(Float.init))
  }

  @Test func oneColumnIsRead() throws {
    #expect(try loaded("x\n1\n2.5\n").samples(0..<2).values == [1, 2.5])
  }

  /// Correct rounding, where digits are many or the exponent is large: the standard library's is the reference.
  @Test func numbersAreReadToTheLastBit() throws {
    let texts = [
      "0.1", "-0.0", "16777217", "0.30000001192092896", "123456789012345678901234567890", "1.17549435e-38",
      "3.4028235e38", "-4.9e-5", "9007199254740993", "0000000000000000000000001.5", "1e-50", "7.0e00010",
      ".5", "-.25e+2",
    ]
    let data = try loaded("x\n" + texts.joined(separator: "\n") + "\n")
    let expected = texts.map {
      Float(Double($0.hasPrefix(".") ? "0\($0)" : $0) ?? Double("-0" + $0.dropFirst())!)
    }
    #expect(try data.samples(0..<texts.count).values.map(\.bitPattern) == expected.map(\.bitPattern))
  }
}

/// What a table file with this text becomes.
func loaded(
  _ text: String, _ selection: Selection = Selection(), _ change: (inout TableOptions) -> Void = { _ in }
) throws -> Dataset {
  try withTemporaryFolder { folder in
    let path = "\(folder)/table.csv"
    try writeAtomically(Array(text.utf8), to: path)
    var options = TableOptions()
    change(&options)
    let data = try Dataset.load(path, selection: selection, table: options)
    #expect(try Dataset.header(path, selection: selection, table: options) == data.header)
    return data
  }
}

func refuses(
  _ text: String, _ complaint: String, _ selection: Selection = Selection(),
  _ change: (inout TableOptions) -> Void = { _ in }, at location: SourceLocation = #_sourceLocation
) throws {
  do {
    _ = try loaded(text, selection, change)
    Issue.record("it is read", sourceLocation: location)
  } catch {
    #expect("\(error)".contains(complaint), sourceLocation: location)
  }
}
