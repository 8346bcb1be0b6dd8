package dev.bantam.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithoutDefaultDelegates;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.InterpreterOptions;
import org.bytedeco.tensorflowlite.TfLiteTensor;

/**
 * Stock TensorFlow Lite with its built-in kernels, as a judge of what we write: one interpreter,
 * which keeps its state between invocations of the main subgraph.
 */
public final class StockTflite implements AutoCloseable {
  private static final int OK = 0;

  private final FlatBufferModel file;
  private final BuiltinOpResolverWithoutDefaultDelegates resolver;
  private final Interpreter interpreter;

  /** An input or output: its extents and its bytes. */
  public record Value(List<Integer> extents, byte[] bytes) {}

  /** Stock does not take the model: an operator that it lacks, or a type. */
  public static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refusal(String message) {
      super(message);
    }
  }

  public StockTflite(Path model) {
    file = FlatBufferModel.BuildFromFile(model.toString());
    if (file == null || file.isNull()) throw new Refusal(model + " is refused");
    resolver = new BuiltinOpResolverWithoutDefaultDelegates();
    interpreter = new Interpreter((Pointer) null);
    var builder = new InterpreterBuilder(file, resolver, (InterpreterOptions) null);
    check(builder.apply(interpreter, 1), "builds");
    check(interpreter.AllocateTensors(), "allocates");
  }

  /**
   * The outputs' bytes after one run of the main subgraph with inputs of the model's own shapes.
   */
  public static List<byte[]> run(Path model, List<byte[]> inputs) {
    try (var stock = new StockTflite(model)) {
      for (int i = 0; i < inputs.size(); i++) stock.put(i, inputs.get(i));
      return stock.invoke().stream().map(Value::bytes).toList();
    }
  }

  /** One more invocation; inputs are resized to the extents that they come with. */
  public List<Value> run(List<Value> inputs) {
    for (int i = 0; i < inputs.size(); i++) resize(i, inputs.get(i).extents());
    check(interpreter.AllocateTensors(), "allocates");
    for (int i = 0; i < inputs.size(); i++) put(i, inputs.get(i).bytes());
    return invoke();
  }

  private void resize(int input, List<Integer> extents) {
    if (extents(interpreter.input_tensor(input)).equals(extents)) return;
    var wanted = extents.stream().mapToInt(Integer::intValue).toArray();
    check(interpreter.ResizeInputTensor(interpreter.inputs().get(input), wanted), "resizes");
  }

  private void put(int input, byte[] bytes) {
    var tensor = interpreter.input_tensor(input);
    if (tensor.bytes() != bytes.length) {
      throw new IllegalArgumentException(
          "%d bytes for input %d, must be %d".formatted(bytes.length, input, tensor.bytes()));
    }
    if (bytes.length > 0) new BytePointer(tensor.data().raw()).put(bytes);
  }

  private List<Value> invoke() {
    check(interpreter.Invoke(), "invokes");
    var outputs = new ArrayList<Value>();
    for (int i = 0; i < interpreter.outputs().limit(); i++) {
      var tensor = interpreter.output_tensor(i);
      var bytes = new byte[Math.toIntExact(tensor.bytes())];
      if (bytes.length > 0) new BytePointer(tensor.data().raw()).get(bytes);
      outputs.add(new Value(extents(tensor), bytes));
    }
    return outputs;
  }

  private static List<Integer> extents(TfLiteTensor tensor) {
    var extents = new ArrayList<Integer>();
    for (int i = 0; i < tensor.dims().size(); i++) extents.add(tensor.dims().data(i));
    return extents;
  }

  private static void check(int status, String what) {
    if (status != OK) throw new Refusal("stock %s with status %d".formatted(what, status));
  }

  @Override
  public void close() {
    interpreter.close();
    resolver.close();
    file.close();
  }
}
