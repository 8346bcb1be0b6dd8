package dev.bantam.model;

import dev.bantam.graph.Graph;
import dev.bantam.graph.Metadata;
import dev.bantam.graph.Subgraph;
import dev.bantam.model.fbs.tflite.BuiltinOperator;
import dev.bantam.model.fbs.tflite.Model;
import dev.bantam.type.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From a file whose structure is proved to a graph whose meaning is. */
final class GraphReader {
  private static final long VERSION = 3;

  private final Model model;
  private final Weights weights;
  private final OptionsReader options;
  private final Limits limits;

  GraphReader(Model model, Weights weights, OptionsReader options, Limits limits) {
    this.model = model;
    this.weights = weights;
    this.options = options;
    this.limits = limits;
  }

  Graph read() {
    var place = Place.of("model");
    if (model.version() != VERSION) {
      throw new ModelException(
          place, "its version is %d, must be %d".formatted(model.version(), VERSION));
    }
    int count = model.subgraphsLength();
    if (count < 1) throw new ModelException(place, "it has no subgraph, must have at least one");
    if (count > limits.subgraphs()) {
      throw ModelException.tooLarge(
          place, "it has %d subgraphs, must have at most %d".formatted(count, limits.subgraphs()));
    }
    var subgraphs = subgraphs(count);
    CallCheck.check(subgraphs, limits);
    var signatures = new SignatureReader(model, subgraphs).read();
    return new Graph(subgraphs, signatures, metadata(), orEmpty(model.description()));
  }

  private List<Subgraph> subgraphs(int count) {
    var codes = codes();
    var dense = new DenseBudget(limits.dense(weights.fileSize()));
    var tensors = new TensorReader(weights, options, limits, dense);
    var subgraphs = new ArrayList<Subgraph>();
    for (int i = 0; i < count; i++) {
      var table = model.subgraphs(i);
      var place = Place.subgraph(i, orEmpty(table.name()));
      var subgraph = new SubgraphReader(table, codes, tensors, options, weights, place).read();
      subgraphs.add(OrderCheck.check(subgraph, place));
    }
    return subgraphs;
  }

  /** What an operator of the file is. */
  record Code(String name, boolean custom, int version) {}

  private List<Code> codes() {
    var codes = new ArrayList<Code>();
    for (int i = 0; i < model.operatorCodesLength(); i++) {
      var table = model.operatorCodes(i);
      var place = Place.entry("operator code", i);
      // Older files have the code in a byte; the larger of the two is the one that is meant.
      int code = Math.max(table.deprecatedBuiltinCode(), table.builtinCode());
      if (table.deprecatedBuiltinCode() < 0
          || code == BuiltinOperator.PLACEHOLDER_FOR_GREATER_OP_CODES) {
        throw new ModelException(place, "%d is no operator".formatted(code));
      }
      boolean custom = code == BuiltinOperator.CUSTOM;
      var name = custom ? orEmpty(table.customCode()) : BuiltinOperator.name(code);
      if (name.isEmpty()) {
        throw new ModelException(place, "a custom operator has no name, must have one");
      }
      codes.add(new Code(name, custom, table.version()));
    }
    return codes;
  }

  private List<Metadata> metadata() {
    var all = new ArrayList<Metadata>();
    for (int i = 0; i < model.metadataLength(); i++) {
      var entry = model.metadata(i);
      all.add(
          new Metadata(orEmpty(entry.name()), bytes(entry.buffer(), Place.entry("metadata", i))));
    }
    for (int i = 0; i < model.metadataBufferLength(); i++) {
      all.add(new Metadata("", bytes(model.metadataBuffer(i), Place.entry("metadata buffer", i))));
    }
    return all;
  }

  private Bytes bytes(long buffer, Place place) {
    return weights.buffer(buffer, place).map(Bytes::new).orElse(Bytes.EMPTY);
  }

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
