import Glibc
import Tensors
import Testing

@Suite struct FileTests {
  @Test func aWholeFileIsWrittenAndReplaced() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/a file"
      try writeAtomically([1, 2, 3], to: path)
      try writeAtomically([], to: path)
      #expect(try bytes(of: path) == [])
      try writeAtomically([4], to: path)
      #expect(try bytes(of: path) == [4])
    }
  }

  @Test func whatIsNotFinishedLeavesWhatWasThere() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/a file"
      try writeAtomically([1], to: path)
      do {
        let file = try PartialFile(for: path)
        try file.append([2, 3][...])
      }
      #expect(try bytes(of: path) == [1])
      let file = try PartialFile(for: path)
      try file.append([2 as UInt8, 3][...])
      try file.append([0x0504 as UInt16][...])
      try file.finish()
      #expect(try bytes(of: path) == [2, 3, 4, 5])
    }
  }

  @Test func symbolicLinksAreFollowed() throws {
    try withTemporaryFolder { folder in
      try writeAtomically([1], to: "\(folder)/target")
      #expect(symlink("\(folder)/target", "\(folder)/link") == 0)
      try writeAtomically([2], to: "\(folder)/link")
      #expect(try bytes(of: "\(folder)/target") == [2])
    }
  }

  @Test func whereNothingCanBeWrittenTheReasonIsSaid() throws {
    try withTemporaryFolder { folder in
      #expect(throws: FileError.folderMissing(path: "\(folder)/no/a")) {
        try writeAtomically([1], to: "\(folder)/no/a")
      }
      #expect(throws: FileError.isFolder(path: folder)) { try writeAtomically([1], to: folder) }
      #expect(throws: FileError.notRegular(path: "/dev/null")) { try writeAtomically([1], to: "/dev/null") }
      #expect(throws: FileError.self) { try writeAtomically([1], to: "/proc/self/new") }
      let long = "\(folder)/" + String(repeating: "a", count: 300)
      #expect(throws: FileError.failed(path: long, reason: "File name too long")) {
        try writeAtomically([1], to: long)
      }
      #expect(
        "\(FileError.folderMissing(path: "out/a.png"))".contains("its folder 'out' does not exist: create it")
      )
    }
  }

  @Test func whatCannotBeReadIsNamed() throws {
    #expect(throws: FileError.missing(path: "/no/such")) { try MappedFile("/no/such") }
    #expect(throws: FileError.isFolder(path: "/tmp")) { try MappedFile("/tmp") }
    #expect(throws: FileError.notRegular(path: "/dev/null")) { try MappedFile("/dev/null") }
  }
}
