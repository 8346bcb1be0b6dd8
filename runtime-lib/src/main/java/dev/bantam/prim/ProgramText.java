package dev.bantam.prim;

/**
 * Programs as text. A module is variables and functions, callees first, the main function last:
 *
 * <pre>
 * module   := { "var" @name ":" type "=" literal } { func }
 * func     := "func" @name "(" { %x ":" type } ")" "->" "(" types ")" "{" { line } "return" values "}"
 * line     := [ values ":" types "=" ] prim "(" values ")" { attribute "=" value } [ "from" place "operator" ]
 *           | %x ":" type "=" "const" literal
 * literal  := "{" numbers "}" | "base64" "bytes"
 * </pre>
 *
 * Functions of one name are told apart by {@code #2}, {@code #3}; a NaN is written as its bits.
 */
public final class ProgramText {
  private ProgramText() {}

  /** The whole program, constants to the last bit: {@link #parse} gives the same back. */
  public static String print(Program program) {
    return new ProgramPrinter(LiteralText::exact).print(program);
  }

  /** For people: of constants, only the first few numbers. */
  public static String abbreviate(Program program) {
    return new ProgramPrinter(LiteralText::abbreviated).print(program);
  }

  /** Reads what {@link #print} wrote; refuses with the line what is no legal program. */
  public static Program parse(String text) {
    var program = new ProgramParser(text).parse();
    Legality.check(program);
    return program;
  }
}
