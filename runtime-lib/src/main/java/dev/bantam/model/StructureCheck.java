package dev.bantam.model;

import dev.bantam.model.Schema.Enumeration;
import dev.bantam.model.Schema.Field;
import dev.bantam.model.Schema.Reference;
import dev.bantam.model.Schema.Scalar;
import dev.bantam.model.Schema.Table;
import dev.bantam.model.Schema.Text;
import dev.bantam.model.Schema.Type;
import dev.bantam.model.Schema.Union;
import dev.bantam.model.Schema.Vector;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Proves that every offset, vtable, vector, text and union that the schema leads to lies inside the
 * file, and that enums have values that we know. Whoever reads by the schema afterwards cannot
 * leave the file. Alignment is not assumed: published files lack it.
 */
final class StructureCheck {
  private static final int LEAST_VTABLE = 4;
  private static final long SLACK = 1 << 20;

  private final FlatBytes bytes;
  private final Schema schema;
  private final Limits limits;
  private int tables;
  private long visited;

  private StructureCheck(FlatBytes bytes, Schema schema, Limits limits) {
    this.bytes = bytes;
    this.schema = schema;
    this.limits = limits;
  }

  /** Checks a table and all that it leads to. */
  static void check(FlatBytes bytes, Schema schema, String root, Limits limits) {
    var check = new StructureCheck(bytes, schema, limits);
    var place = Place.of(root.toLowerCase(java.util.Locale.ROOT));
    check.inside(0, FlatBytes.WORD, place);
    check.table(check.target(0, place), schema.table(root), place, 1);
  }

  private void table(long at, Table type, Place place, int depth) {
    if (depth > limits.depth()) {
      throw ModelException.tooLarge(
          place, "lies %d tables deep, must be at most %d".formatted(depth, limits.depth()));
    }
    if (++tables > limits.tables()) {
      throw ModelException.tooLarge(
          place, "is table %d, must be at most %d".formatted(tables, limits.tables()));
    }
    int size = header(at, place);
    for (var field : type.fields()) {
      if (field.type() instanceof Union union) {
        union(at, size, field, union, place, depth);
        continue;
      }
      long value = present(at, size, field.slot(), inline(field.type()), place, field.name());
      if (value != 0) value(value, field.type(), place, field.name(), depth);
    }
  }

  /** The size of the table at {@code at}, after its vtable and its own extent were proved. */
  private int header(long at, Place place) {
    inside(at, FlatBytes.WORD, place);
    long vtable = bytes.vtable(at);
    inside(vtable, LEAST_VTABLE, place);
    int vtableSize = bytes.unsignedShort(vtable);
    if (vtableSize < LEAST_VTABLE || vtableSize % 2 != 0) {
      throw new ModelException(
          place,
          "its vtable has %d bytes, must be an even number of at least %d"
              .formatted(vtableSize, LEAST_VTABLE));
    }
    inside(vtable, vtableSize, place);
    int size = bytes.unsignedShort(vtable + 2);
    if (size < FlatBytes.WORD) {
      throw new ModelException(
          place, "it has %d bytes, must be at least %d".formatted(size, FlatBytes.WORD));
    }
    inside(at, size, place);
    visit(vtableSize + size, place);
    return size;
  }

  /** Where a field lies, or 0 if it is absent. */
  private long present(long table, int size, int slot, int width, Place place, String name) {
    long at = bytes.field(table, slot);
    if (at == 0) return 0;
    long offset = at - table;
    if (offset < FlatBytes.WORD || offset + width > size) {
      throw new ModelException(
          place.part(name),
          "it lies at byte %d of its table, must be in [%d, %d]"
              .formatted(offset, FlatBytes.WORD, size - width));
    }
    return at;
  }

  private static int inline(Type type) {
    return switch (type) {
      case Scalar scalar -> scalar.bytes();
      case Enumeration names -> names.base().bytes();
      case Text text -> FlatBytes.WORD;
      case Reference reference -> FlatBytes.WORD;
      case Vector vector -> FlatBytes.WORD;
      case Union union -> FlatBytes.WORD;
    };
  }

  private void union(long table, int size, Field field, Union union, Place place, int depth) {
    long kindAt = present(table, size, field.slot() - 1, 1, place, field.name());
    long valueAt = present(table, size, field.slot(), FlatBytes.WORD, place, field.name());
    int kind = kindAt == 0 ? 0 : (int) bytes.integer(Scalar.UBYTE, kindAt);
    var here = place.part(field.name());
    if (kind > union.members().size()) {
      throw new ModelException(
          here, "it is of kind %d, must be in [0, %d]".formatted(kind, union.members().size()));
    }
    if (kind == 0) return;
    if (valueAt == 0) {
      throw new ModelException(
          here,
          "it is a %s without a value, must have one".formatted(union.members().get(kind - 1)));
    }
    table(target(valueAt, here), schema.table(union.members().get(kind - 1)), here, depth + 1);
  }

  private void value(long at, Type type, Place place, String name, int depth) {
    switch (type) {
      case Scalar scalar -> {}
      case Enumeration names -> named(at, names, place, name);
      case Text text -> text(at, place.part(name));
      case Reference(var table) -> {
        var here = place.part(name);
        table(target(at, here), schema.table(table), here, depth + 1);
      }
      case Vector(var element) -> vector(at, element, place, name, depth);
      case Union union -> throw new IllegalArgumentException("a union has two fields");
    }
  }

  private void named(long at, Enumeration names, Place place, String name) {
    long value = bytes.integer(names.base(), at);
    if (!names.names().containsKey(value)) {
      throw new ModelException(
          place.part(name),
          "%d is no %s, must be in [%d, %d]"
              .formatted(value, names.name(), names.names().firstKey(), names.names().lastKey()));
    }
  }

  private void vector(long at, Type element, Place place, String name, int depth) {
    var here = place.part(name);
    long vector = target(at, here);
    inside(vector, FlatBytes.WORD, here);
    long length = bytes.word(vector);
    int width = inline(element);
    inside(vector, FlatBytes.WORD + length * width, here);
    // Byte vectors are handed on as they lie; whatever else there is will be read one by one.
    if (element != Scalar.UBYTE) visit(length * width, here);
    if (element instanceof Scalar) return;
    for (long i = 0; i < length; i++) {
      long item = vector + FlatBytes.WORD + i * width;
      switch (element) {
        case Reference(var table) -> {
          var entry = place.part(name, i);
          table(target(item, entry), schema.table(table), entry, depth + 1);
        }
        case Enumeration names -> named(item, names, place, name);
        case Text text -> text(item, place.part(name, i));
        case Scalar scalar -> {}
        case Vector vectors -> throw new IllegalArgumentException("a vector of vectors");
        case Union union -> throw new IllegalArgumentException("a vector of unions");
      }
    }
  }

  private void text(long at, Place place) {
    long vector = target(at, place);
    inside(vector, FlatBytes.WORD, place);
    long length = bytes.word(vector);
    inside(vector, FlatBytes.WORD + length + 1, place);
    visit(length + 1, place);
    if (bytes.signedByte(vector + FlatBytes.WORD + length) != 0) {
      throw new ModelException(place, "no zero stands behind the text, must be there");
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes.elements(vector, 1).asByteBuffer());
    } catch (CharacterCodingException e) {
      throw new ModelException(place, "the text is no UTF-8, must be");
    }
  }

  /** Where an offset leads; it may only lead forward. */
  private long target(long at, Place place) {
    long offset = bytes.word(at);
    if (offset == 0 || at + offset >= bytes.size()) {
      throw new ModelException(
          place,
          "the offset at byte %d is %d, must be in [1, %d]"
              .formatted(at, offset, bytes.size() - 1 - at));
    }
    return at + offset;
  }

  private void inside(long at, long length, Place place) {
    if (at < 0 || at + length > bytes.size()) {
      throw new ModelException(
          place,
          "bytes %d to %d, must be inside the %d bytes of the file"
              .formatted(at, at + length, bytes.size()));
    }
  }

  /** Things may be shared, but not so often that a small file takes long to read. */
  private void visit(long length, Place place) {
    visited += length;
    long most = limits.sharing() * bytes.size() + SLACK;
    if (visited > most) {
      throw ModelException.tooLarge(
          place,
          "%d bytes were visited, must be at most %d for %d of file"
              .formatted(visited, most, bytes.size()));
    }
  }
}
