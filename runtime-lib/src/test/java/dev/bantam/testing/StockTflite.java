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

/** Stock TensorFlow Lite with its built-in kernels, as a judge of what we write. */
public final class StockTflite {
  private static final int OK = 0;

  private StockTflite() {}

  /** The outputs' bytes after one run of the main subgraph. */
  public static List<byte[]> run(Path model, List<byte[]> inputs) {
    try (var file = FlatBufferModel.BuildFromFile(model.toString());
        var resolver = new BuiltinOpResolverWithoutDefaultDelegates();
        var interpreter = new Interpreter((Pointer) null)) {
      if (file == null || file.isNull()) throw new IllegalStateException(model + " is refused");
      check(
          new InterpreterBuilder(file, resolver, (InterpreterOptions) null).apply(interpreter, 1));
      check(interpreter.AllocateTensors());
      for (int i = 0; i < inputs.size(); i++) {
        var tensor = interpreter.input_tensor(i);
        if (tensor.bytes() != inputs.get(i).length) {
          throw new IllegalArgumentException(
              "%d bytes for input %d, must be %d"
                  .formatted(inputs.get(i).length, i, tensor.bytes()));
        }
        new BytePointer(tensor.data().raw()).put(inputs.get(i));
      }
      check(interpreter.Invoke());
      var outputs = new ArrayList<byte[]>();
      for (int i = 0; i < interpreter.outputs().limit(); i++) {
        var tensor = interpreter.output_tensor(i);
        var bytes = new byte[Math.toIntExact(tensor.bytes())];
        new BytePointer(tensor.data().raw()).get(bytes);
        outputs.add(bytes);
      }
      return outputs;
    }
  }

  private static void check(int status) {
    if (status != OK) throw new IllegalStateException("stock answers with status " + status);
  }
}
