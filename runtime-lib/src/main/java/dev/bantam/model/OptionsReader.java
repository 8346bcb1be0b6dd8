package dev.bantam.model;

import dev.bantam.graph.Attributes;
import dev.bantam.model.Schema.Enumeration;
import dev.bantam.model.Schema.Field;
import dev.bantam.model.Schema.Reference;
import dev.bantam.model.Schema.Scalar;
import dev.bantam.model.Schema.Text;
import dev.bantam.model.Schema.Type;
import dev.bantam.model.Schema.Union;
import dev.bantam.model.Schema.Vector;
import dev.bantam.type.Bytes;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Reads any table of the schema as attributes. The structure check has been before. */
final class OptionsReader {
  private final FlatBytes bytes;
  private final Schema schema;

  OptionsReader(FlatBytes bytes, Schema schema) {
    this.bytes = bytes;
    this.schema = schema;
  }

  /** The table at {@code at} of that name. */
  Attributes read(long at, String table) {
    var values = new TreeMap<String, Object>();
    for (var field : schema.table(table).fields()) {
      field(at, field).ifPresent(value -> values.put(field.name(), value));
    }
    return Attributes.of(table, values);
  }

  private Optional<Object> field(long table, Field field) {
    long at = bytes.field(table, field.slot());
    return switch (field.type()) {
      case Scalar scalar -> Optional.of(at == 0 ? missing(scalar, field) : number(scalar, at));
      case Enumeration names ->
          Optional.of(
              name(names, at == 0 ? (long) field.otherwise() : bytes.integer(names.base(), at)));
      case Text text -> at == 0 ? Optional.empty() : Optional.of(text(bytes.follow(at)));
      case Vector(var element) ->
          at == 0 ? Optional.empty() : Optional.of(list(element, bytes.follow(at)));
      case Reference(var nested) ->
          at == 0 ? Optional.empty() : Optional.of(read(bytes.follow(at), nested));
      case Union(var name, var members) -> throw new IllegalStateException("union inside options");
    };
  }

  private static Object missing(Scalar scalar, Field field) {
    return switch (scalar) {
      case BOOL -> field.otherwise() != 0;
      case FLOAT, DOUBLE -> field.otherwise();
      case BYTE, UBYTE, SHORT, USHORT, INT, UINT, LONG, ULONG -> (long) field.otherwise();
    };
  }

  private Object number(Scalar scalar, long at) {
    return switch (scalar) {
      case BOOL -> bytes.integer(scalar, at) != 0;
      case FLOAT, DOUBLE -> bytes.real(scalar, at);
      case BYTE, UBYTE, SHORT, USHORT, INT, UINT, LONG, ULONG -> bytes.integer(scalar, at);
    };
  }

  private static String name(Enumeration names, long value) {
    var name = names.names().get(value);
    if (name == null) throw new IllegalStateException(value + " is no " + names.name());
    return name;
  }

  private String text(long vector) {
    return new String(
        bytes.elements(vector, 1).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  private Object list(Type element, long vector) {
    if (element == Scalar.UBYTE) return new Bytes(bytes.elements(vector, 1));
    long length = bytes.word(vector);
    List<Object> list = new ArrayList<>(Math.toIntExact(length));
    for (long i = 0; i < length; i++) {
      long first = vector + FlatBytes.WORD;
      list.add(
          switch (element) {
            case Scalar scalar -> number(scalar, first + i * scalar.bytes());
            case Enumeration names ->
                name(names, bytes.integer(names.base(), first + i * names.base().bytes()));
            case Text text -> text(bytes.follow(first + i * FlatBytes.WORD));
            case Reference reference ->
                read(bytes.follow(first + i * FlatBytes.WORD), reference.table());
            case Vector vectors -> throw new IllegalStateException("a vector of vectors");
            case Union union -> throw new IllegalStateException("a vector of unions");
          });
    }
    return List.copyOf(list);
  }
}
