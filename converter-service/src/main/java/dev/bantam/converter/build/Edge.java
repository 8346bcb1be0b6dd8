package dev.bantam.converter.build;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A tensor of a body under construction: an input, a constant, or what an operator makes. */
public final class Edge {
  /** Stands where an optional input is left out. */
  public static final Edge ABSENT = new Edge("", Form.of(DType.BOOL, new long[0]));

  /** More elements than any shape has: a longer constant is no shape. */
  private static final int MOST_CONTENT = 256;

  private final String name;
  private final Form form;
  private @Nullable Op producer;
  private @Nullable Literal constant;
  private @Nullable List<Dim> content;
  private @Nullable Quantization quantization;

  Edge(String name, Form form) {
    this.name = name;
    this.form = form;
  }

  /** An edge that an operator is about to make. */
  public static Edge of(String name, Form form) {
    return new Edge(name, form);
  }

  public static Edge constant(String name, Literal value) {
    var edge = new Edge(name, Form.of(value.type()));
    edge.constant = value;
    return edge;
  }

  void producedBy(Op op) {
    producer = op;
  }

  public Edge quantized(Quantization value) {
    quantization = value;
    return this;
  }

  Edge withContent(List<Dim> dims) {
    content = List.copyOf(dims);
    return this;
  }

  public String name() {
    return name;
  }

  public Form form() {
    return form;
  }

  public DType dtype() {
    return form.dtype();
  }

  public int rank() {
    return form.rank();
  }

  public Dim dim(int axis) {
    return form.dim(axis < 0 ? axis + rank() : axis);
  }

  public Optional<Op> producer() {
    return Optional.ofNullable(producer);
  }

  /** Whether this operator made it. */
  public Optional<Op> producer(String operator) {
    return producer().filter(op -> op.operator().equals(operator));
  }

  public Optional<Literal> constant() {
    return Optional.ofNullable(constant);
  }

  public boolean isConstant() {
    return constant != null;
  }

  public boolean isAbsent() {
    return this == ABSENT;
  }

  public Optional<Quantization> quantization() {
    return Optional.ofNullable(quantization);
  }

  /** The elements of a small vector or scalar of integers, as far as they are known as extents. */
  public Optional<List<Dim>> content() {
    if (content == null && constant != null && rank() <= 1 && dtype().isInteger()) {
      var value = constant;
      if (value.elements() <= MOST_CONTENT) {
        content =
            IntStream.range(0, (int) value.elements())
                .mapToObj(i -> Dim.of(value.integer(i)))
                .toList();
      }
    }
    return Optional.ofNullable(content);
  }

  @Override
  public String toString() {
    return "\"" + name + "\" " + form;
  }
}
