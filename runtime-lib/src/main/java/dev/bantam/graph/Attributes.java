package dev.bantam.graph;

import dev.bantam.type.Bytes;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An operator's options by the names of the schema's fields ({@code stride_h}), enums by the names
 * of their values ({@code SAME}).
 *
 * @param table the name of the schema's options table; empty if the file has none
 * @param values {@link Long}, {@link Double}, {@link Boolean}, {@link String}, {@link Bytes}, or a
 *     {@link List} of these; a number that the file leaves out has the schema's default, a text or
 *     a list is left out here too
 * @param custom the bytes of a custom operator's options
 */
public record Attributes(String table, SortedMap<String, Object> values, Bytes custom) {
  public static final Attributes NONE = new Attributes("", new TreeMap<>(), Bytes.EMPTY);

  public Attributes {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  public static Attributes of(String table, SortedMap<String, Object> values) {
    return new Attributes(table, values, Bytes.EMPTY);
  }

  /** The same with the bytes of a custom operator's options. */
  public Attributes with(Bytes bytes) {
    return new Attributes(table, values, bytes);
  }

  /**
   * A custom operator's options by name, where its bytes are a map in FlexBuffers' form; others are
   * left to whoever knows their form.
   */
  public Attributes unpacked() {
    return FlexBuffer.map(custom)
        .map(options -> new Attributes(table, options, custom))
        .orElse(this);
  }

  public long integer(String name, long otherwise) {
    return values.get(name) instanceof Long value ? value : otherwise;
  }

  /** A number; a whole one may stand for a real one. */
  public double real(String name, double otherwise) {
    return values.get(name) instanceof Number value ? value.doubleValue() : otherwise;
  }

  /** A truth; a number that is not 0 may stand for true. */
  public boolean flag(String name, boolean otherwise) {
    return switch (values.get(name)) {
      case Boolean value -> value;
      case Long value -> value != 0;
      case null, default -> otherwise;
    };
  }

  /** A text, or the name of an enum's value. */
  public String text(String name, String otherwise) {
    return values.get(name) instanceof String value ? value : otherwise;
  }

  /** A list of integers, if there is one. */
  public Optional<List<Long>> integers(String name) {
    if (!(values.get(name) instanceof List<?> list)) return Optional.empty();
    return Optional.of(list.stream().map(Long.class::cast).toList());
  }

  /** A list of truths; empty if there is none. */
  public List<Boolean> flags(String name) {
    if (!(values.get(name) instanceof List<?> list)) return List.of();
    return list.stream().map(Boolean.class::cast).toList();
  }

  /** A list of real numbers, if there is one. */
  public Optional<List<Double>> reals(String name) {
    if (!(values.get(name) instanceof List<?> list)) return Optional.empty();
    return Optional.of(list.stream().map(Double.class::cast).toList());
  }
}
