package dev.bantam.converter.build;

import dev.bantam.graph.Attributes;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An operator applied to edges.
 *
 * @param regions the bodies that it runs, for operators of control flow
 * @param layout whether it is a transpose that only changes from one layout to another
 */
public final class Op {
  private final String operator;
  private final List<Edge> inputs;
  private final List<Edge> outputs;
  private final Attributes attributes;
  private final List<Body> regions;
  private final boolean layout;
  private final Set<Origin> origins = new LinkedHashSet<>();

  public Op(
      String operator,
      List<Edge> inputs,
      List<Edge> outputs,
      Attributes attributes,
      List<Body> regions,
      boolean layout) {
    this.operator = operator;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.attributes = attributes;
    this.regions = List.copyOf(regions);
    this.layout = layout;
    outputs.forEach(output -> output.producedBy(this));
  }

  public String operator() {
    return operator;
  }

  public List<Edge> inputs() {
    return inputs;
  }

  public Edge input(int index) {
    return index < inputs.size() ? inputs.get(index) : Edge.ABSENT;
  }

  public List<Edge> outputs() {
    return outputs;
  }

  public Edge output() {
    return outputs.getFirst();
  }

  public Attributes attributes() {
    return attributes;
  }

  public List<Body> regions() {
    return regions;
  }

  /** The nodes of the source that it came from, the one that it stands for in front. */
  public List<Origin> origins() {
    return List.copyOf(origins);
  }

  /** Adds nodes of the source that it does the work of. */
  public Op from(Collection<Origin> others) {
    origins.addAll(others);
    return this;
  }

  public boolean isLayout() {
    return layout;
  }

  @Override
  public String toString() {
    return operator + inputs + " -> " + outputs;
  }
}
