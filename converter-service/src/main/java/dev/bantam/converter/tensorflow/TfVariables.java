package dev.bantam.converter.tensorflow;

import dev.bantam.converter.ConversionException;
import dev.bantam.converter.ConversionException.Kind;
import dev.bantam.type.Literal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Which checkpoint entry is behind which variable.
 *
 * <p>Names of variables are neither keys nor unique, so what restores the variables is read
 * backwards: it assigns an output of a restore, which names its key, to a handle.
 */
final class TfVariables {
  private final Supplier<Checkpoint> files;
  private final Map<String, String> keys = new HashMap<>();
  private final Set<String> assigned = new TreeSet<>();
  private @Nullable Checkpoint checkpoint;

  /**
   * @param checkpoint opened when the first variable is read
   */
  TfVariables(MetaGraphDef model, Supplier<Checkpoint> checkpoint) {
    this.files = checkpoint;
    var functions = new HashMap<String, FunctionDef>();
    for (var function : model.getGraphDef().getLibrary().getFunctionList())
      functions.put(function.getSignature().getName(), function);
    for (var node : model.getGraphDef().getNodeList()) {
      switch (node.getOp()) {
        case "VarHandleOp", "VariableV2", "Variable" ->
            keys.putIfAbsent(node.getName(), name(node));
        case "StatefulPartitionedCall", "PartitionedCall" -> {
          var function = functions.get(attribute(node, "f"));
          if (function != null) readRestore(node, function);
        }
        default -> {}
      }
    }
  }

  private static String attribute(NodeDef node, String name) {
    var value = node.getAttrMap().get(name);
    return value == null ? "" : value.getFunc().getName();
  }

  private static String name(NodeDef node) {
    var shared = node.getAttrMap().get("shared_name");
    return shared == null || shared.getS().isEmpty()
        ? node.getName()
        : shared.getS().toStringUtf8();
  }

  /** The handles that a function assigns restored values to, if it is one that does so. */
  private void readRestore(NodeDef call, FunctionDef function) {
    var nodes = new HashMap<String, NodeDef>();
    function.getNodeDefList().forEach(node -> nodes.put(node.getName(), node));
    var arguments = new HashMap<String, String>();
    for (int i = 0; i < function.getSignature().getInputArgCount() && i < call.getInputCount(); i++)
      arguments.put(
          function.getSignature().getInputArg(i).getName(), TfScope.nodeName(call.getInput(i)));
    for (var node : function.getNodeDefList()) {
      if (!node.getOp().equals("AssignVariableOp") || node.getInputCount() < 2) continue;
      var handle = arguments.get(node.getInput(0));
      var key = restoredKey(node.getInput(1), nodes);
      if (handle != null && key.isPresent()) keys.put(handle, key.orElseThrow());
    }
  }

  private static Optional<String> restoredKey(String reference, Map<String, NodeDef> nodes) {
    var at = reference;
    for (int steps = 0; steps < 8; steps++) {
      var node = nodes.get(TfScope.nodeName(at));
      if (node == null || node.getInputCount() == 0) return Optional.empty();
      if (!node.getOp().equals("RestoreV2")) {
        at = node.getInput(0);
        continue;
      }
      var names = nodes.get(TfScope.nodeName(node.getInput(1)));
      if (names == null) return Optional.empty();
      var value = names.getAttrMap().get("value");
      int index = Integer.parseInt(at.substring(at.lastIndexOf(':') + 1));
      if (value == null || index >= value.getTensor().getStringValCount()) return Optional.empty();
      return Optional.of(value.getTensor().getStringVal(index).toStringUtf8());
    }
    return Optional.empty();
  }

  /** The value that the model was saved with. */
  Literal saved(String handle) {
    var key = keys.get(handle);
    if (key == null)
      throw new ConversionException(Kind.INVALID_GRAPH, "\"%s\" is no variable", handle);
    if (checkpoint == null) checkpoint = files.get();
    return checkpoint
        .find(key)
        .orElseThrow(
            () ->
                new ConversionException(
                    Kind.MALFORMED,
                    "the checkpoint has no entry \"%s\" for variable \"%s\"",
                    key,
                    handle));
  }

  /** Notes that the model itself assigns the variable, so that it is no constant. */
  void assign(String handle) {
    assigned.add(handle);
  }

  boolean isAssigned(String handle) {
    return assigned.contains(handle);
  }

  Set<String> assigned() {
    return new TreeSet<>(assigned);
  }
}
