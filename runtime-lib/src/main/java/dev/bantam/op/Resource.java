package dev.bantam.op;

/** What a handle stands for: the same name is the same thing all over a model. */
public sealed interface Resource {
  /** A variable that {@code VAR_HANDLE} names. */
  record Named(String container, String name) implements Resource {
    @Override
    public String toString() {
      return "variable \"%s/%s\"".formatted(container, name);
    }
  }

  /** A table that {@code HASHTABLE} names. */
  record Table(long id) implements Resource {
    @Override
    public String toString() {
      return "table " + id;
    }
  }
}
