import Figures
import Foundation
import Testing

/// A fresh folder that is gone after the test.
private func inFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("figures-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder.path)
}

@Test func aFileIsWrittenWholeAndNothingIsLeftBesideIt() throws {
  try inFolder { folder in
    for bytes: [UInt8] in [[1, 2, 3], Array(repeating: 7, count: 1_000_000), []] {
      try write(bytes, to: folder + "/a.bin")
      #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/a.bin")) == Data(bytes))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.bin"])
  }
}

@Test func linksAreFollowedAndPermissionsKept() throws {
  try inFolder { folder in
    try write([1], to: folder + "/real")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder + "/real")
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "real")
    try write([2], to: folder + "/link")
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/real")) == Data([2]))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "real")
    let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/real")
    #expect(attributes[.posixPermissions] as? Int == 0o640)
  }
}

@Test func aMissingFolderOrAFolderInPlaceOfAFileIsNamed() throws {
  try inFolder { folder in
    let missing = #expect(throws: WriteError.self) { try write([1], to: folder + "/no/a.png") }
    #expect(missing?.reason == .noFolder)
    #expect(missing?.description.contains("there is no folder \"\(folder)/no\"") == true)
    #expect(throws: WriteError.self) { try write([1], to: folder) }
    #expect(#expect(throws: WriteError.self) { try write([1], to: folder) }?.reason == .isFolder)
    try write([1], to: folder + "/file")
    let below = #expect(throws: WriteError.self) { try write([1], to: folder + "/file/a.png") }
    #expect(below?.reason == .noFolder)
  }
}

@Test func aFullDiskIsSaidToBeFull() {
  let error = #expect(throws: WriteError.self) { try write([1], to: "/dev/full") }
  #expect(error?.reason == .diskFull)
}

@Test func aDeviceIsWrittenToAndStays() throws {
  try write([1], to: "/dev/null")
  let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
  #expect(type == .typeCharacterSpecial)
}
