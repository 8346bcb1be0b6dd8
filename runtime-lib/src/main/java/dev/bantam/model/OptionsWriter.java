package dev.bantam.model;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.bantam.graph.Attributes;
import dev.bantam.model.Schema.Enumeration;
import dev.bantam.model.Schema.Field;
import dev.bantam.model.Schema.Reference;
import dev.bantam.model.Schema.Scalar;
import dev.bantam.model.Schema.Table;
import dev.bantam.model.Schema.Text;
import dev.bantam.model.Schema.Type;
import dev.bantam.model.Schema.Union;
import dev.bantam.model.Schema.Vector;
import dev.bantam.type.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes attributes as the table of the schema that they name. */
final class OptionsWriter {
  private final FlatBufferBuilder builder;
  private final Schema schema;

  OptionsWriter(FlatBufferBuilder builder, Schema schema) {
    this.builder = builder;
    this.schema = schema;
  }

  /** Where the table came to lie. */
  int write(Attributes attributes) {
    var table = schema.table(attributes.table());
    for (var name : attributes.values().keySet()) {
      if (table.field(name).isEmpty()) {
        throw new IllegalArgumentException(
            "%s have no field \"%s\"".formatted(attributes.table(), name));
      }
    }
    // What a table refers to has to be there before the table is begun.
    var offsets = new HashMap<Field, Integer>();
    for (var field : table.fields()) {
      var value = attributes.values().get(field.name());
      if (value == null) continue;
      int offset = target(field, value);
      if (offset != 0) offsets.put(field, offset);
    }
    return table(table, attributes, offsets);
  }

  private int table(Table table, Attributes attributes, Map<Field, Integer> offsets) {
    builder.startTable(table.slots());
    for (var field : table.fields()) {
      var offset = offsets.get(field);
      if (offset != null) builder.addOffset(field.slot(), offset, 0);
      var value = attributes.values().get(field.name());
      if (offset == null && value != null) number(field, value);
    }
    return builder.endTable();
  }

  private int target(Field field, Object value) {
    return switch (field.type()) {
      case Scalar scalar -> 0;
      case Enumeration names -> 0;
      case Text text -> builder.createString(as(String.class, field, value));
      case Reference reference -> write(as(Attributes.class, field, value));
      case Vector(var element) when element == Scalar.UBYTE ->
          bytes(builder, as(Bytes.class, field, value).segment(), 1);
      case Vector(var element) -> vector(field, element, as(List.class, field, value));
      case Union union -> throw new IllegalStateException("a union inside options");
    };
  }

  private void number(Field field, Object value) {
    switch (field.type()) {
      case Scalar scalar -> number(field, scalar, value);
      case Enumeration names -> integer(field, names.base(), constant(field, names, value));
      case Text text -> throw wrong(field, value);
      case Reference reference -> throw wrong(field, value);
      case Vector vector -> throw wrong(field, value);
      case Union union -> throw wrong(field, value);
    }
  }

  private void number(Field field, Scalar scalar, Object value) {
    switch (scalar) {
      case BOOL ->
          builder.addBoolean(field.slot(), as(Boolean.class, field, value), field.otherwise() != 0);
      case FLOAT ->
          builder.addFloat(
              field.slot(), as(Double.class, field, value).floatValue(), field.otherwise());
      case DOUBLE ->
          builder.addDouble(field.slot(), as(Double.class, field, value), field.otherwise());
      case BYTE, UBYTE, SHORT, USHORT, INT, UINT, LONG, ULONG ->
          integer(field, scalar, as(Long.class, field, value));
    }
  }

  private void integer(Field field, Scalar scalar, long value) {
    long otherwise = (long) field.otherwise();
    switch (scalar.bytes()) {
      case 1 -> builder.addByte(field.slot(), (byte) value, (byte) otherwise);
      case 2 -> builder.addShort(field.slot(), (short) value, (short) otherwise);
      case 4 -> builder.addInt(field.slot(), (int) value, (int) otherwise);
      default -> builder.addLong(field.slot(), value, otherwise);
    }
  }

  private int vector(Field field, Type element, List<?> values) {
    var offsets = new int[values.size()];
    for (int i = 0; i < offsets.length; i++) {
      if (element instanceof Text) {
        offsets[i] = builder.createString(as(String.class, field, values.get(i)));
      }
      if (element instanceof Reference) {
        offsets[i] = write(as(Attributes.class, field, values.get(i)));
      }
    }
    int width = width(element);
    builder.startVector(width, offsets.length, width);
    for (int i = offsets.length - 1; i >= 0; i--) {
      switch (element) {
        case Scalar scalar -> element(field, scalar, values.get(i));
        case Enumeration names ->
            element(field, names.base(), (Object) constant(field, names, values.get(i)));
        case Text text -> builder.addOffset(offsets[i]);
        case Reference reference -> builder.addOffset(offsets[i]);
        case Vector vectors -> throw wrong(field, values);
        case Union union -> throw wrong(field, values);
      }
    }
    return builder.endVector();
  }

  private static int width(Type element) {
    return switch (element) {
      case Scalar scalar -> scalar.bytes();
      case Enumeration names -> names.base().bytes();
      case Text text -> FlatBytes.WORD;
      case Reference reference -> FlatBytes.WORD;
      case Vector vector -> FlatBytes.WORD;
      case Union union -> FlatBytes.WORD;
    };
  }

  private void element(Field field, Scalar scalar, Object value) {
    switch (scalar) {
      case BOOL -> builder.addBoolean(as(Boolean.class, field, value));
      case FLOAT -> builder.addFloat(as(Double.class, field, value).floatValue());
      case DOUBLE -> builder.addDouble(as(Double.class, field, value));
      case BYTE, UBYTE -> builder.addByte(as(Long.class, field, value).byteValue());
      case SHORT, USHORT -> builder.addShort(as(Long.class, field, value).shortValue());
      case INT, UINT -> builder.addInt(as(Long.class, field, value).intValue());
      case LONG, ULONG -> builder.addLong(as(Long.class, field, value));
    }
  }

  private static long constant(Field field, Enumeration names, Object value) {
    var name = as(String.class, field, value);
    return names
        .value(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "field \"%s\" is \"%s\", must be one of %s"
                        .formatted(field.name(), name, names.names().values())));
  }

  private static <T> T as(Class<T> type, Field field, Object value) {
    if (!type.isInstance(value)) throw wrong(field, value);
    return type.cast(value);
  }

  private static IllegalArgumentException wrong(Field field, Object value) {
    return new IllegalArgumentException(
        "field \"%s\" is a %s, which does not fit its type"
            .formatted(field.name(), value.getClass().getSimpleName()));
  }

  /** A vector of bytes that begins at a multiple of {@code alignment}. */
  static int bytes(FlatBufferBuilder builder, MemorySegment content, int alignment) {
    var target =
        builder.createUnintializedVector(1, Math.toIntExact(content.byteSize()), alignment);
    MemorySegment.ofBuffer(target).copyFrom(content);
    return builder.endVector();
  }
}
