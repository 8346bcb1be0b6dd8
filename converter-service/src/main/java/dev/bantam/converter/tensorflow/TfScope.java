package dev.bantam.converter.tensorflow;

import dev.bantam.converter.build.Builder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.NodeDef;

/** A graph or a call of a function: its nodes by name, what was lowered of them, and where to. */
final class TfScope {
  private final String place;
  private final Builder builder;
  private final boolean function;
  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
  private final Map<String, List<TfValue>> results = new HashMap<>();

  /**
   * @param function whether references name an output by {@code node:name:index}
   */
  TfScope(String place, Builder builder, boolean function, List<NodeDef> list) {
    this.place = place;
    this.builder = builder;
    this.function = function;
    for (var node : list) nodes.put(node.getName(), node);
  }

  /** The same nodes again, nothing of them lowered yet, for a region. */
  TfScope region(Builder region) {
    return new TfScope(place, region, function, List.copyOf(nodes.values()));
  }

  List<NodeDef> nodes() {
    return List.copyOf(nodes.values());
  }

  String place() {
    return place;
  }

  Builder builder() {
    return builder;
  }

  Optional<NodeDef> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  void define(String name, List<TfValue> values) {
    results.put(name, List.copyOf(values));
  }

  Optional<List<TfValue>> results(String name) {
    return Optional.ofNullable(results.get(name));
  }

  /** The node that a reference names. */
  static String nodeName(String reference) {
    var plain = reference.startsWith("^") ? reference.substring(1) : reference;
    int colon = plain.indexOf(':');
    return colon < 0 ? plain : plain.substring(0, colon);
  }

  /** Which of its outputs a reference names. */
  int outputIndex(String reference) {
    var parts = reference.split(":", -1);
    if (parts.length == 1) return 0;
    int index = Integer.parseInt(parts[parts.length - 1]);
    if (!function || parts.length < 3) return index;
    return node(parts[0])
        .map(node -> OutputNames.index(node.getOp(), parts[1], index))
        .orElse(index);
  }
}
