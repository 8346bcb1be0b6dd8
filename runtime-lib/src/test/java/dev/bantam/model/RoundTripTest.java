package dev.bantam.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.conformance.Cases;
import dev.bantam.npz.Npz;
import dev.bantam.npz.NpzLimits;
import dev.bantam.testing.Fixtures;
import dev.bantam.testing.StockTflite;
import dev.bantam.testing.StockTflite.Refusal;
import dev.bantam.testing.StockTflite.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each conformance case's model, read and written: stock TensorFlow Lite computes the same bits
 * from both files, or refuses both.
 */
class RoundTripTest {
  /** Models on which stock 2.21 itself ends the process. */
  private static final Set<String> STOCK_CRASHES = Set.of("STABLEHLO_COMPOSITE/float32");

  @TempDir Path folder;

  @Test
  void writesWhatStockTensorFlowLiteRunsWithTheSameResult() throws IOException {
    var wrong = new TreeMap<String, String>();
    int equal = 0;
    var cases = Fixtures.file("tflite-ops");
    for (var file : Cases.below(cases)) {
      if (STOCK_CRASHES.contains(Cases.name(cases, file))) continue;
      var graph = TfliteFile.read(file);
      if (graph.main().inputs().stream()
          .anyMatch(input -> graph.main().tensor(input).type().dtype() == DType.STR)) continue;
      var written = folder.resolve("written.tflite");
      TfliteFile.write(graph, written);
      var before = outcome(file, file);
      var after = outcome(written, file);
      if (!same(before, after)) wrong.put(file.toString(), before + " became " + after);
      else if (before instanceof Ran) equal++;
    }
    assertThat(wrong).isEmpty();
    assertThat(equal).isGreaterThan(1200);
  }

  private sealed interface Outcome {}

  private record Ran(List<Value> outputs) implements Outcome {}

  private record Refused(String reason) implements Outcome {}

  private static boolean same(Outcome before, Outcome after) {
    if (!(before instanceof Ran(var a) && after instanceof Ran(var b))) return before.equals(after);
    if (a.size() != b.size()) return false;
    for (int i = 0; i < a.size(); i++) {
      if (!a.get(i).extents().equals(b.get(i).extents())) return false;
      if (!Arrays.equals(a.get(i).bytes(), b.get(i).bytes())) return false;
    }
    return true;
  }

  private static Outcome outcome(Path model, Path conformanceCase) throws IOException {
    var name = conformanceCase.toString().replaceFirst("\\.tflite$", ".npz");
    var arrays = Npz.read(Path.of(name), NpzLimits.DEFAULT);
    try (var stock = new StockTflite(model)) {
      var outputs = new ArrayList<Value>();
      for (int k = 0; arrays.containsKey(k + "/o0"); k++) {
        outputs.addAll(stock.run(inputs(arrays, k)));
      }
      return new Ran(outputs);
    } catch (Refusal refusal) {
      return new Refused(String.valueOf(refusal.getMessage()));
    }
  }

  private static List<Value> inputs(Map<String, Literal> arrays, int invocation) {
    var inputs = new ArrayList<Value>();
    for (int i = 0; arrays.get(invocation + "/i" + i) instanceof Literal array; i++) {
      var bytes = array.bytes().toArray(ValueLayout.JAVA_BYTE);
      inputs.add(new Value(array.type().shape().extents(), bytes));
    }
    return inputs;
  }
}
