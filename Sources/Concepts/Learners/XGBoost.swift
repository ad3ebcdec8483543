import Glibc

/// The functions of XGBoost's C library that boosted trees call, looked up when they are first needed: the library is large,
/// and all else does without it.
struct XGBoost: Sendable {
  typealias Handle = UnsafeMutableRawPointer
  typealias Text = UnsafePointer<CChar>
  typealias Free = @Sendable @convention(c) (Handle) -> CInt
  typealias CreateMatrix =
    @Sendable @convention(c) (
      UnsafePointer<Float>, UInt64, UInt64, Float, UnsafeMutablePointer<Handle?>, CInt
    ) -> CInt
  typealias SetNumbers = @Sendable @convention(c) (Handle, Text, UnsafePointer<Float>, UInt64) -> CInt
  typealias CreateBooster =
    @Sendable @convention(c) (UnsafePointer<Handle?>?, UInt64, UnsafeMutablePointer<Handle?>) -> CInt
  typealias SetParameter = @Sendable @convention(c) (Handle, Text, Text) -> CInt
  typealias Update = @Sendable @convention(c) (Handle, CInt, Handle) -> CInt
  typealias Predict =
    @Sendable @convention(c) (
      Handle, Handle, CInt, CUnsignedInt, CInt, UnsafeMutablePointer<UInt64>,
      UnsafeMutablePointer<UnsafePointer<Float>?>
    ) -> CInt
  typealias Save =
    @Sendable @convention(c) (Handle, Text, UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<Text?>) -> CInt
  typealias Load = @Sendable @convention(c) (Handle, UnsafeRawPointer, UInt64) -> CInt
  typealias LastError = @Sendable @convention(c) () -> Text?

  let createMatrix: CreateMatrix
  let freeMatrix: Free
  let setNumbers: SetNumbers
  let createBooster: CreateBooster
  let freeBooster: Free
  let setParameter: SetParameter
  let update: Update
  let predict: Predict
  let save: Save
  let load: Load
  private let lastError: LastError

  /// - Throws: ``LearningError/missingLibrary(_:package:)``.
  static func loaded() throws(LearningError) -> XGBoost {
    guard let shared else { throw .missingLibrary("XGBoost", package: "libxgboost0") }
    return shared
  }

  private static let shared = dlopen("libxgboost.so.0", RTLD_NOW | RTLD_LOCAL).flatMap { XGBoost($0) }

  /// nil where a function is missing, as before version 1.6.
  private init?(_ library: Handle) {
    func function<Function>(_ name: String) -> Function? {
      dlsym(library, name).map { unsafeBitCast($0, to: Function.self) }
    }
    guard
      let createMatrix: CreateMatrix = function("XGDMatrixCreateFromMat_omp"),
      let freeMatrix: Free = function("XGDMatrixFree"),
      let setNumbers: SetNumbers = function("XGDMatrixSetFloatInfo"),
      let createBooster: CreateBooster = function("XGBoosterCreate"),
      let freeBooster: Free = function("XGBoosterFree"),
      let setParameter: SetParameter = function("XGBoosterSetParam"),
      let update: Update = function("XGBoosterUpdateOneIter"),
      let predict: Predict = function("XGBoosterPredict"),
      let save: Save = function("XGBoosterSaveModelToBuffer"),
      let load: Load = function("XGBoosterLoadModelFromBuffer"),
      let lastError: LastError = function("XGBGetLastError")
    else { return nil }
    (self.createMatrix, self.freeMatrix, self.setNumbers) = (createMatrix, freeMatrix, setNumbers)
    (self.createBooster, self.freeBooster, self.setParameter) = (createBooster, freeBooster, setParameter)
    (self.update, self.predict, self.save, self.load) = (update, predict, save, load)
    self.lastError = lastError
  }

  /// Throws what the library complains of, where the status of a call says that it does.
  func check(_ status: CInt) throws(LearningError) {
    guard status != 0 else { return }
    // Behind the time and the place in its source, and before a trace of calls.
    let words = lastError().map { String(cString: $0) } ?? "it does not say why"
    let line = words.split(separator: "\n").first ?? ""
    throw .library("XGBoost", reason: String(line.split(separator: ": ", maxSplits: 1).last ?? line))
  }
}
