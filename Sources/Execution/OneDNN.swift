import COneDNN
import Programs

/// The library's engine and stream for the processor, made once.
final class OneDNN: @unchecked Sendable {
  let engine: dnnl_engine_t
  let stream: dnnl_stream_t

  init() throws(ExecutionError) {
    var engine: dnnl_engine_t?
    try check("start", dnnl_engine_create(&engine, dnnl_cpu, 0))
    var stream: dnnl_stream_t?
    try check("start", dnnl_stream_create(&stream, engine, UInt32(dnnl_stream_default_flags.rawValue)))
    guard let engine, let stream else { throw .library(step: "start", status: -1) }
    self.engine = engine
    self.stream = stream
  }

  /// Whether there are Winograd kernels for this processor (with AVX-512 there are), asked once.
  private(set) lazy var hasWinograd: Bool = {
    let kernel = try? Convolution(
      .forward, .winograd, Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1]), groups: 1, images: 1,
      large: [64, 56, 56], small: [64, 56, 56], arrangements: (.blocked, .blocked),
      weightStrides: View.strides([64, 64, 3, 3], .rowMajor(4)), self)
    return kernel != nil
  }()

  deinit {
    dnnl_stream_destroy(stream)
    dnnl_engine_destroy(engine)
  }
}

/// Turns a status of the library into an error that names the step.
func check(_ step: @autoclosure () -> String, _ status: dnnl_status_t) throws(ExecutionError) {
  if status == dnnl_out_of_memory { throw .outOfMemory(bytes: 0) }
  if status != dnnl_success { throw .library(step: step(), status: Int(status.rawValue)) }
}

typealias Layout = dnnl_memory_desc_t

extension dnnl_memory_desc_t {
  init(_ extents: [Int], tag: dnnl_format_tag_t) throws(ExecutionError) {
    self.init()
    let status = dnnl_memory_desc_init_by_tag(
      &self, Int32(extents.count), extents.map(Int64.init), dnnl_f32, tag)
    try check("a layout of \(extents)", status)
  }

  init(_ extents: [Int], strides: [Int]) throws(ExecutionError) {
    self.init()
    let status = dnnl_memory_desc_init_by_strides(
      &self, Int32(extents.count), extents.map(Int64.init), dnnl_f32, strides.map(Int64.init))
    try check("a layout of \(extents)", status)
  }

  /// The number of Float32 entries that it takes, paddings included.
  var floats: Int {
    var copy = self
    return (dnnl_memory_desc_get_size(&copy) + 3) / 4
  }

  /// All that distinguishes it from other layouts.
  var key: [UInt8] {
    withUnsafeBytes(of: self) { Array($0) }
  }

  static func matches(_ left: Layout, _ right: Layout) -> Bool {
    var (left, right) = (left, right)
    return dnnl_memory_desc_equal(&left, &right) == 1
  }
}

/// One of the library's primitives, with the memory objects that it is called with.
final class LibraryPrimitive: @unchecked Sendable {
  let name: String
  /// The library's name for the implementation that it chose.
  let implementation: String
  let scratchpad: Int
  private let library: OneDNN
  private let description: dnnl_primitive_desc_t
  private let primitive: dnnl_primitive_t
  private var arguments: [dnnl_exec_arg_t] = []

  /// - Parameters:
  ///   - operation: one of the library's operation descriptors.
  ///   - summed: whether what lies where the result goes is added to it.
  ///   - rectified: whether a ReLU follows.
  convenience init(
    _ name: String, _ operation: UnsafeRawPointer, summed: Bool = false, rectified: Bool = false,
    _ library: OneDNN
  ) throws(ExecutionError) {
    var description: dnnl_primitive_desc_t?
    var attributes: dnnl_primitive_attr_t?
    try check(name, dnnl_primitive_attr_create(&attributes))
    defer { dnnl_primitive_attr_destroy(attributes) }
    try check(name, dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user))
    if summed || rectified {
      var chain: dnnl_post_ops_t?
      try check(name, dnnl_post_ops_create(&chain))
      defer { dnnl_post_ops_destroy(chain) }
      if summed { try check(name, dnnl_post_ops_append_sum(chain, 1)) }
      if rectified { try check(name, dnnl_post_ops_append_eltwise(chain, 1, dnnl_eltwise_relu, 0, 0)) }
      try check(name, dnnl_primitive_attr_set_post_ops(attributes, chain))
    }
    try check(name, dnnl_primitive_desc_create(&description, operation, attributes, library.engine, nil))
    guard let description else { throw .library(step: name, status: -1) }
    try self.init(name, description, library)
  }

  /// The primitive that moves entries from one layout to another.
  convenience init(reorder source: Layout, to target: Layout, _ library: OneDNN) throws(ExecutionError) {
    var (source, target) = (source, target)
    var description: dnnl_primitive_desc_t?
    let status = dnnl_reorder_primitive_desc_create(
      &description, &source, library.engine, &target, library.engine, nil)
    try check("reorder", status)
    guard let description else { throw .library(step: "reorder", status: -1) }
    try self.init("reorder", description, library)
  }

  private init(_ name: String, _ description: dnnl_primitive_desc_t, _ library: OneDNN) throws(ExecutionError)
  {
    self.name = name
    self.library = library
    self.description = description
    var text: UnsafePointer<CChar>?
    dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, &text)
    implementation = text.map { String(cString: $0) } ?? ""
    scratchpad = dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0)?.pointee.floats ?? 0
    var primitive: dnnl_primitive_t?
    let status = dnnl_primitive_create(&primitive, description)
    guard status == dnnl_success, let primitive else {
      dnnl_primitive_desc_destroy(description)
      throw .library(step: name, status: Int(status.rawValue))
    }
    self.primitive = primitive
  }

  deinit {
    for argument in arguments { dnnl_memory_destroy(argument.memory) }
    dnnl_primitive_destroy(primitive)
    dnnl_primitive_desc_destroy(description)
  }

  /// The layout that the implementation wants an argument in.
  func layout(_ argument: Int32) throws(ExecutionError) -> Layout {
    guard let layout = dnnl_primitive_desc_query_md(description, dnnl_query_exec_arg_md, argument) else {
      throw .library(step: name, status: -1)
    }
    return layout.pointee
  }

  /// The arguments, in the order in which `execute` takes their addresses; the scratchpad, if any, comes
  /// last.
  func bind(_ numbers: [Int32]) throws(ExecutionError) {
    for number in numbers + (scratchpad > 0 ? [DNNL_ARG_SCRATCHPAD] : []) {
      var layout = try layout(number)
      var memory: dnnl_memory_t?
      try check(name, dnnl_memory_create(&memory, &layout, library.engine, nil))
      arguments.append(dnnl_exec_arg_t(arg: number, memory: memory))
    }
  }

  func execute(_ pointers: [Floats]) throws(ExecutionError) {
    for (argument, pointer) in zip(arguments, pointers) {
      try check(name, dnnl_memory_set_data_handle(argument.memory, pointer))
    }
    try check(name, dnnl_primitive_execute(primitive, library.stream, Int32(arguments.count), arguments))
    try check(name, dnnl_stream_wait(library.stream))
  }
}
