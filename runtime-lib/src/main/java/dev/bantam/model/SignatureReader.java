package dev.bantam.model;

import dev.bantam.graph.Signature;
import dev.bantam.graph.Subgraph;
import dev.bantam.model.fbs.tflite.Model;
import dev.bantam.model.fbs.tflite.SignatureDef;
import dev.bantam.model.fbs.tflite.TensorMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Named entry points: each names inputs and outputs of a subgraph that are there. */
final class SignatureReader {
  private final Model model;
  private final List<Subgraph> subgraphs;

  SignatureReader(Model model, List<Subgraph> subgraphs) {
    this.model = model;
    this.subgraphs = subgraphs;
  }

  List<Signature> read() {
    var signatures = new ArrayList<Signature>();
    var keys = new HashSet<String>();
    for (int i = 0; i < model.signatureDefsLength(); i++) {
      var signature = read(model.signatureDefs(i), Place.entry("signature", i));
      if (!keys.add(signature.key())) {
        throw new ModelException(
            Place.entry("signature", i),
            "another one has the key %s, must be its own".formatted(Place.quoted(signature.key())));
      }
      signatures.add(signature);
    }
    return signatures;
  }

  private Signature read(SignatureDef table, Place place) {
    if (table.subgraphIndex() >= subgraphs.size()) {
      throw new ModelException(
          place,
          "its subgraph is %d, must be in [0, %d)"
              .formatted(table.subgraphIndex(), subgraphs.size()));
    }
    int index = (int) table.subgraphIndex();
    var subgraph = subgraphs.get(index);
    var inputs = new TreeMap<String, Integer>();
    for (int i = 0; i < table.inputsLength(); i++) {
      argument(table.inputs(i), subgraph.inputs(), inputs, place.part("input", i));
    }
    var outputs = new TreeMap<String, Integer>();
    for (int i = 0; i < table.outputsLength(); i++) {
      argument(table.outputs(i), subgraph.outputs(), outputs, place.part("output", i));
    }
    return new Signature(GraphReader.orEmpty(table.signatureKey()), index, inputs, outputs);
  }

  private static void argument(
      TensorMap map, List<Integer> allowed, SortedMap<String, Integer> into, Place place) {
    long tensor = map.tensorIndex();
    if (tensor > Integer.MAX_VALUE || !allowed.contains((int) tensor)) {
      throw new ModelException(
          place, "it is tensor %d, must be one of those of its subgraph".formatted(tensor));
    }
    var name = GraphReader.orEmpty(map.name());
    if (into.put(name, (int) tensor) != null) {
      throw new ModelException(
          place, "another one is called %s, must be its own name".formatted(Place.quoted(name)));
    }
  }
}
