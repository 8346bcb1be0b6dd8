package dev.bantam.converter.tensorflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/**
 * What is in the tables that a model looks things up in: constants, which its initializer puts into
 * them when it is loaded.
 */
final class TfTables {
  /** Initializers call each other so deep at most. */
  private static final int DEPTH = 8;

  private final Map<String, Contents> tables = new HashMap<>();
  private final Map<String, FunctionDef> functions = new HashMap<>();

  /** Keys, and a value for each; both of rank 1. */
  record Contents(TensorProto keys, TensorProto values) {}

  /** What a reference stands for: a table by the name of its handle, or a constant. */
  private record Known(Optional<String> table, Optional<TensorProto> constant) {}

  TfTables(MetaGraphDef model) {
    for (var function : model.getGraphDef().getLibrary().getFunctionList())
      functions.put(function.getSignature().getName(), function);
    walk(model.getGraphDef().getNodeList(), Map.of(), 0);
  }

  Optional<Contents> find(String table) {
    return Optional.ofNullable(tables.get(table));
  }

  private void walk(List<NodeDef> list, Map<String, Known> arguments, int depth) {
    if (depth > DEPTH) return;
    var nodes = new HashMap<String, NodeDef>();
    for (var node : list) nodes.put(node.getName(), node);
    for (var node : list) {
      switch (node.getOp()) {
        case "LookupTableImportV2", "InitializeTableV2" -> fill(node, nodes, arguments);
        case "StatefulPartitionedCall", "PartitionedCall" -> {
          var function = functions.get(called(node));
          if (function != null)
            walk(function.getNodeDefList(), passed(node, function, nodes, arguments), depth + 1);
        }
        default -> {}
      }
    }
  }

  private static String called(NodeDef node) {
    var function = node.getAttrMap().get("f");
    return function == null ? "" : function.getFunc().getName();
  }

  /** The arguments of a call, by the function's names for them. */
  private static Map<String, Known> passed(
      NodeDef call, FunctionDef function, Map<String, NodeDef> nodes, Map<String, Known> outer) {
    var arguments = new HashMap<String, Known>();
    var names = function.getSignature().getInputArgList();
    for (int i = 0; i < names.size() && i < call.getInputCount(); i++) {
      var name = names.get(i).getName();
      known(call.getInput(i), nodes, outer).ifPresent(value -> arguments.put(name, value));
    }
    return arguments;
  }

  private static Optional<Known> known(
      String reference, Map<String, NodeDef> nodes, Map<String, Known> arguments) {
    var name = TfScope.nodeName(reference);
    if (arguments.containsKey(name)) return Optional.of(arguments.get(name));
    var node = nodes.get(name);
    if (node == null) return Optional.empty();
    return switch (node.getOp()) {
      case "HashTableV2", "HashTable" ->
          Optional.of(new Known(Optional.of(name), Optional.empty()));
      case "Const" -> {
        var value = node.getAttrMap().get("value");
        yield value == null
            ? Optional.empty()
            : Optional.of(new Known(Optional.empty(), Optional.of(value.getTensor())));
      }
      default -> Optional.empty();
    };
  }

  private void fill(NodeDef node, Map<String, NodeDef> nodes, Map<String, Known> arguments) {
    if (node.getInputCount() < 3) return;
    var table = known(node.getInput(0), nodes, arguments).flatMap(Known::table);
    var keys = known(node.getInput(1), nodes, arguments).flatMap(Known::constant);
    var values = known(node.getInput(2), nodes, arguments).flatMap(Known::constant);
    if (table.isPresent() && keys.isPresent() && values.isPresent())
      tables.put(table.orElseThrow(), new Contents(keys.orElseThrow(), values.orElseThrow()));
  }
}
