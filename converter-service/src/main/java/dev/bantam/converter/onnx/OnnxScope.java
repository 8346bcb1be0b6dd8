package dev.bantam.converter.onnx;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Edge;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.AttributeProto;
import org.jspecify.annotations.Nullable;

/** Names of one graph or function, and where its nodes are emitted. */
final class OnnxScope {
  private final String place;
  private final Builder builder;
  private final Map<String, Integer> opsets;
  private final Map<String, AttributeProto> arguments;
  private final @Nullable OnnxScope outer;
  private final Map<String, Edge> edges = new HashMap<>();

  /**
   * @param arguments attributes that a function was called with
   * @param outer the graph around a branch or loop body, whose names it sees
   */
  OnnxScope(
      String place,
      Builder builder,
      Map<String, Integer> opsets,
      Map<String, AttributeProto> arguments,
      @Nullable OnnxScope outer) {
    this.place = place;
    this.builder = builder;
    this.opsets = opsets;
    this.arguments = arguments;
    this.outer = outer;
  }

  /** For a graph inside this one. */
  OnnxScope inner(String name, Builder region) {
    return new OnnxScope(place + " > " + name, region, opsets, arguments, this);
  }

  String place() {
    return place;
  }

  Builder builder() {
    return builder;
  }

  Map<String, Integer> opsets() {
    return opsets;
  }

  Optional<AttributeProto> argument(String name) {
    return Optional.ofNullable(arguments.get(name));
  }

  Optional<Edge> find(String name) {
    var edge = edges.get(name);
    if (edge != null) return Optional.of(edge);
    return outer == null ? Optional.empty() : outer.find(name);
  }

  boolean defines(String name) {
    return edges.containsKey(name);
  }

  void define(String name, Edge edge) {
    edges.put(name, edge);
  }
}
