import Glibc
import Synchronization
import Tensors

/// A file of the Hierarchical Data Format, read by the HDF Group's library.
///
/// The library is opened when the first such file is: linked, it would cost each start of the program 10 ms.
final class HDF5: Sendable {
  let path: String
  fileprivate let library: Library
  fileprivate let id: Library.ID

  /// - Throws: `DataError.notInstalled` without the library.
  init(_ path: String) throws {
    let library = try Library.opened.get()
    self.path = path
    self.library = library
    id = library.serially { path.withCString { library.openFile($0, 0, 0) } }
    guard id >= 0 else { throw ArrayFileError.notOfFormat(file: "'\(path)'", format: "an HDF5 (.h5)") }
  }

  deinit { library.serially { _ = library.closeFile(id) } }

  /// The array of that name.
  func array(_ name: String) throws -> HDF5Array { try HDF5Array(self, name) }
}

/// An array of numbers in a file, packed or not; it is read in parts, when they are asked for.
final class HDF5Array: Sendable {
  let shape: Shape
  /// Whether its elements are whole numbers of 8 bits.
  let areBytes: Bool
  private let file: HDF5
  private let source: String
  private let id: Library.ID

  fileprivate init(_ file: HDF5, _ name: String) throws {
    (self.file, source) = (file, "'\(file.path)', array '\(name)'")
    let library = file.library
    (id, shape, areBytes) = try library.serially {
      // Room for what a file packs together with one entry, so that its neighbours come at once.
      let access = library.createProperties(library.datasetAccess)
      defer { _ = library.closeProperties(access) }
      _ = library.setChunkCache(access, 100_003, min(1 << 29, physicalMemory / 8), 1)
      let id = name.withCString { library.openDataset(file.id, $0, access) }
      guard id >= 0 else {
        throw DataError.badShape(source: "'\(file.path)'", reason: "it has no array '\(name)'")
      }
      let space = library.space(id)
      defer { _ = library.closeSpace(space) }
      let type = library.type(id)
      defer { _ = library.closeType(type) }
      var extents = [UInt64](repeating: 0, count: 32)
      let rank = Int(library.extents(space, &extents, nil))
      // So that no count or size can overflow later.
      var product = MemoryLayout<Double>.size
      let fits = extents.prefix(max(0, rank)).allSatisfy { extent in
        let (next, overflows) = product.multipliedReportingOverflow(by: max(1, Int(clamping: extent)))
        product = next
        return !overflows
      }
      // Of the kinds of numbers, 0 are whole ones and 1 fractions.
      guard rank > 0, fits, (0...1).contains(library.typeClass(type)) else {
        _ = library.closeDataset(id)
        throw DataError.badShape(
          source: "'\(file.path)', array '\(name)',", reason: "it holds no numbers along an axis of samples")
      }
      return (
        id, Shape(extents.prefix(rank).map { Int($0) }),
        library.typeClass(type) == 0 && library.typeSize(type) == 1
      )
    }
  }

  deinit { file.library.serially { _ = file.library.closeDataset(id) } }

  /// The bytes of one entry along the first axis.
  func bytes(_ row: Int) throws -> [UInt8] {
    let size = shape.extents.dropFirst().reduce(1, *)
    var bytes = [UInt8](repeating: 0, count: size)
    let library = file.library
    let status = library.serially {
      let space = library.space(id)
      defer { _ = library.closeSpace(space) }
      let start = [UInt64(row)] + [UInt64](repeating: 0, count: shape.rank - 1)
      let extents = [1] + shape.extents.dropFirst().map { UInt64($0) }
      // Selection 0 replaces the one there is.
      _ = library.select(space, 0, start, nil, extents, nil)
      let memory = library.createSpace(Int32(shape.rank), extents, nil)
      defer { _ = library.closeSpace(memory) }
      return library.read(id, library.byte, memory, space, 0, &bytes)
    }
    guard status >= 0 else { throw damaged("its entry \(row) can't be read") }
    return bytes
  }

  /// All its numbers.
  func numbers() throws -> [Double] {
    guard shape.count <= physicalMemory / 64 else {
      throw ArrayFileError.tooLarge(file: source, what: "its shape is \(shape)")
    }
    var numbers = [Double](repeating: 0, count: shape.count)
    let library = file.library
    guard library.serially({ library.read(id, library.double, 0, 0, 0, &numbers) }) >= 0 else {
      throw damaged("its numbers can't be read")
    }
    return numbers
  }

  private func damaged(_ reason: String) -> ArrayFileError { .corrupt(file: source, reason: reason) }
}

/// What is called of the library. Source: The HDF Group, "HDF5 reference manual", version 1.10.
private struct Library: Sendable {
  typealias ID = Int64

  static let opened = Result<Library, DataError> { () throws(DataError) in try Library() }
  /// As Debian builds it, one call at a time is all that it takes.
  private static let turn = Mutex(())

  let openFile: @convention(c) @Sendable (UnsafePointer<CChar>, UInt32, ID) -> ID
  let closeFile: @convention(c) @Sendable (ID) -> Int32
  let createProperties: @convention(c) @Sendable (ID) -> ID
  let setChunkCache: @convention(c) @Sendable (ID, Int, Int, Double) -> Int32
  let closeProperties: @convention(c) @Sendable (ID) -> Int32
  let openDataset: @convention(c) @Sendable (ID, UnsafePointer<CChar>, ID) -> ID
  let closeDataset: @convention(c) @Sendable (ID) -> Int32
  let space: @convention(c) @Sendable (ID) -> ID
  let createSpace: @convention(c) @Sendable (Int32, UnsafePointer<UInt64>, UnsafePointer<UInt64>?) -> ID
  let closeSpace: @convention(c) @Sendable (ID) -> Int32
  let extents:
    @convention(c) @Sendable (ID, UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>?) -> Int32
  let select:
    @convention(c) @Sendable (
      ID, Int32, UnsafePointer<UInt64>, UnsafePointer<UInt64>?, UnsafePointer<UInt64>, UnsafePointer<UInt64>?
    ) -> Int32
  let type: @convention(c) @Sendable (ID) -> ID
  let typeClass: @convention(c) @Sendable (ID) -> Int32
  let typeSize: @convention(c) @Sendable (ID) -> Int
  let closeType: @convention(c) @Sendable (ID) -> Int32
  let read: @convention(c) @Sendable (ID, ID, ID, ID, ID, UnsafeMutableRawPointer) -> Int32
  let complain: @convention(c) @Sendable (ID, UnsafeRawPointer?, UnsafeRawPointer?) -> Int32
  let byte, double, datasetAccess: ID

  func serially<Value>(_ body: () throws -> Value) rethrows -> Value {
    try Self.turn.withLock { _ in
      // Complaints are written here, not by the library, which may ask for that on each thread anew.
      _ = complain(0, nil, nil)
      return try body()
    }
  }

  private init() throws(DataError) {
    // Debian's names of 1.10 and 1.14, then those of others.
    let names = [
      "libhdf5_serial.so.103", "libhdf5_serial.so.310", "libhdf5.so.103", "libhdf5.so.310", "libhdf5.so",
    ]
    guard let handle = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
      throw .notInstalled(name: "shapes3d", path: names[0], package: "libhdf5-103-1")
    }
    func address(_ name: String) throws(DataError) -> UnsafeMutableRawPointer {
      guard let address = dlsym(handle, name) else {
        throw .notInstalled(
          name: "shapes3d", path: "\(names[0]), version 1.10 or later", package: "libhdf5-103-1")
      }
      return address
    }
    func function<Function>(_ name: String, _ type: Function.Type = Function.self) throws(DataError)
      -> Function
    {
      unsafeBitCast(try address(name), to: type)
    }
    openFile = try function("H5Fopen")
    closeFile = try function("H5Fclose")
    createProperties = try function("H5Pcreate")
    setChunkCache = try function("H5Pset_chunk_cache")
    closeProperties = try function("H5Pclose")
    openDataset = try function("H5Dopen2")
    closeDataset = try function("H5Dclose")
    space = try function("H5Dget_space")
    createSpace = try function("H5Screate_simple")
    closeSpace = try function("H5Sclose")
    extents = try function("H5Sget_simple_extent_dims")
    select = try function("H5Sselect_hyperslab")
    type = try function("H5Dget_type")
    typeClass = try function("H5Tget_class")
    typeSize = try function("H5Tget_size")
    closeType = try function("H5Tclose")
    read = try function("H5Dread")
    complain = try function("H5Eset_auto2")
    let open: @convention(c) () -> Int32 = try function("H5open")
    _ = open()
    // What the headers of the library call by names is in variables once it is opened.
    byte = try address("H5T_NATIVE_UCHAR_g").load(as: ID.self)
    double = try address("H5T_NATIVE_DOUBLE_g").load(as: ID.self)
    datasetAccess = try address("H5P_CLS_DATASET_ACCESS_ID_g").load(as: ID.self)
  }
}
