package dev.bantam.model;

import org.jspecify.annotations.Nullable;

/**
 * Where in a model something is: {@code subgraph 0 "main", operator 12 CONV_2D, input 1}. Cheap to
 * make; the text is put together only when something is wrong.
 */
public final class Place {
  /** Longer names from a file are cut in messages. */
  private static final int LONGEST_NAME = 80;

  private final @Nullable Place outer;
  private final String kind;
  private final long index;
  private final String name;

  private Place(@Nullable Place outer, String kind, long index, String name) {
    this.outer = outer;
    this.kind = kind;
    this.index = index;
    this.name = name;
  }

  /** A whole file, or whatever else the text says. */
  public static Place of(String text) {
    return new Place(null, text, -1, "");
  }

  public static Place subgraph(int index, String name) {
    return new Place(null, "subgraph", index, quoted(name));
  }

  /** An entry of one of the model's own lists. */
  static Place entry(String kind, long index) {
    return new Place(null, kind, index, "");
  }

  public Place operator(int index, String name) {
    return new Place(this, "operator", index, shown(name));
  }

  public Place tensor(int index, String name) {
    return new Place(this, "tensor", index, quoted(name));
  }

  /** A part of what is here, with its position among its like. */
  public Place part(String kind, long index) {
    return new Place(this, kind, index, "");
  }

  /** A part of which there is one. */
  public Place part(String kind) {
    return new Place(this, kind, -1, "");
  }

  /** A name from a file, made fit for a message. */
  static String quoted(String name) {
    return "\"" + shown(name) + "\"";
  }

  private static String shown(String name) {
    var text = new StringBuilder();
    for (int i = 0; i < name.length() && i < LONGEST_NAME; i++) {
      char c = name.charAt(i);
      text.append(Character.isISOControl(c) || c == '"' || c == '\\' ? '?' : c);
    }
    return name.length() > LONGEST_NAME ? text + "..." : text.toString();
  }

  @Override
  public String toString() {
    var text = kind + (index < 0 ? "" : " " + index) + (name.isEmpty() ? "" : " " + name);
    return outer == null ? text : outer + ", " + text;
  }
}
