package dev.bantam.converter.build;

import java.util.ArrayList;
import java.util.List;

/**
 * A subgraph under construction: operators in an order in which each edge is made before it is
 * read.
 */
public final class Body {
  private final String name;
  private final List<Edge> inputs = new ArrayList<>();
  private final List<Edge> outputs = new ArrayList<>();
  private final List<Op> ops = new ArrayList<>();

  public Body(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public List<Edge> inputs() {
    return inputs;
  }

  public List<Edge> outputs() {
    return outputs;
  }

  public List<Op> ops() {
    return ops;
  }
}
