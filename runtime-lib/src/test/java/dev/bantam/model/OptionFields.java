package dev.bantam.model;

import java.util.List;

/** The options of operators as the schema names them, for tests of other packages. */
public final class OptionFields {
  private static final OptionTables TABLES = new OptionTables(Schema.TFLITE);

  private OptionFields() {}

  /** Numbers without names: extents, axes, counts. */
  public static List<String> integers(String operator) {
    return fields(operator, false);
  }

  /** Lists of such numbers. */
  public static List<String> lists(String operator) {
    return fields(operator, true);
  }

  private static List<String> fields(String operator, boolean lists) {
    return TABLES.table(operator).stream()
        .flatMap(table -> Schema.TFLITE.table(table).fields().stream())
        .filter(field -> isInteger(field.type(), lists))
        .map(Schema.Field::name)
        .toList();
  }

  private static boolean isInteger(Schema.Type type, boolean list) {
    if (list) return type instanceof Schema.Vector(var element) && isInteger(element, false);
    return type instanceof Schema.Scalar scalar
        && switch (scalar) {
          case BYTE, UBYTE, SHORT, USHORT, INT, UINT, LONG, ULONG -> true;
          case BOOL, FLOAT, DOUBLE -> false;
        };
  }
}
