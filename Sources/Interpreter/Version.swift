/// The version of the program, which saved notebooks name.
public let version = "0.1.0"
