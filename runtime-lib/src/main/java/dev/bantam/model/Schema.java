package dev.bantam.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tables, enums and unions of {@code tflite.fbs}, as facts to walk a file by.
 *
 * @param tables by name
 * @param unions by name
 */
record Schema(Map<String, Table> tables, Map<String, Union> unions) {
  /** The format that this version of Bantam reads and writes. */
  static final Schema TFLITE = load("/dev/bantam/model/fbs/tflite.fbs");

  Schema {
    tables = Map.copyOf(tables);
    unions = Map.copyOf(unions);
  }

  /** What a field holds. */
  sealed interface Type {}

  /** Numbers, as they lie in the file. */
  enum Scalar implements Type {
    BOOL(1),
    BYTE(1),
    UBYTE(1),
    SHORT(2),
    USHORT(2),
    INT(4),
    UINT(4),
    LONG(8),
    ULONG(8),
    FLOAT(4),
    DOUBLE(8);

    private final int bytes;

    Scalar(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }
  }

  /** A number with names. */
  record Enumeration(String name, Scalar base, SortedMap<Long, String> names) implements Type {
    Enumeration {
      names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
    }

    Optional<Long> value(String wanted) {
      return names.entrySet().stream()
          .filter(entry -> entry.getValue().equals(wanted))
          .map(Map.Entry::getKey)
          .findFirst();
    }
  }

  /** UTF-8 with a zero behind it. */
  record Text() implements Type {}

  /** A table of that name. */
  record Reference(String table) implements Type {}

  /** One of several tables: kind 1 is the first member, kind 0 is none. */
  record Union(String name, List<String> members) implements Type {
    Union {
      members = List.copyOf(members);
    }
  }

  /** Any number of one thing, but not of unions or vectors. */
  record Vector(Type element) implements Type {}

  /**
   * A field of a table.
   *
   * @param slot its place in the vtable; a union's kind is in the slot before it
   * @param otherwise what a number is when the field is absent
   */
  record Field(String name, int slot, Type type, double otherwise) {}

  /**
   * A table.
   *
   * @param slots how many a vtable of it has, with the retired ones
   * @param fields those in use
   */
  record Table(String name, int slots, List<Field> fields) {
    Table {
      fields = List.copyOf(fields);
    }

    Optional<Field> field(String wanted) {
      return fields.stream().filter(field -> field.name().equals(wanted)).findFirst();
    }
  }

  Table table(String name) {
    var table = tables.get(name);
    if (table == null) throw new IllegalArgumentException("no table \"%s\"".formatted(name));
    return table;
  }

  Union union(String name) {
    var union = unions.get(name);
    if (union == null) throw new IllegalArgumentException("no union \"%s\"".formatted(name));
    return union;
  }

  private static Schema load(String resource) {
    try (var in = Schema.class.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalStateException("no " + resource + " on the class path");
      return new SchemaParser(new String(in.readAllBytes(), StandardCharsets.UTF_8)).parse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
