package dev.bantam.run;

import dev.bantam.device.Device;
import dev.bantam.device.Executable;
import dev.bantam.device.Instance;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.op.Entry;
import dev.bantam.run.Specializer.Needs;
import dev.bantam.run.Specializer.NeedsInner;
import dev.bantam.run.Specializer.Ready;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One user of a model on a device: inputs, outputs, and the state that the model keeps between
 * runs. Cheap, independent of others, and confined to one thread at a time.
 *
 * <p>Closing again does nothing; any other use after closing is an {@link IllegalStateException}.
 */
public final class Session implements AutoCloseable {
  /** Variable tensors are allocated anew when an input is resized; resources stay. */
  private static final String VARIABLE_TENSOR = "tensor_";

  /** Values that shapes depend on, one computed with the help of the other. */
  private static final int MOST_KNOWN = 256;

  private final Entry entry;
  private final Specializer specializer;
  private final Device device;
  private final List<InputTensor> inputs = new ArrayList<>();
  private final List<OutputTensor> outputs = new ArrayList<>();

  private final Map<String, Literal> state = new HashMap<>();
  private @Nullable Compiled compiled;
  private @Nullable Instance instance;
  private boolean ran;
  private boolean closed;

  /**
   * @param inputNames of a signature; empty for the tensors' own
   * @param outputNames likewise
   */
  Session(
      Entry entry,
      List<String> inputNames,
      List<String> outputNames,
      Specializer specializer,
      Device device) {
    this.entry = entry;
    this.specializer = specializer;
    this.device = device;
    var subgraph = entry.graph().subgraphs().get(entry.subgraph());
    for (int i = 0; i < entry.inputs().size(); i++) {
      var tensor = subgraph.tensor(entry.inputs().get(i));
      var name = inputNames.isEmpty() ? tensor.name() : inputNames.get(i);
      var type = unpacked(tensor.type());
      inputs.add(new InputTensor(this, name, tensor.quantization(), type));
    }
    for (int i = 0; i < entry.outputs().size(); i++) {
      var tensor = subgraph.tensor(entry.outputs().get(i));
      var name = outputNames.isEmpty() ? tensor.name() : outputNames.get(i);
      outputs.add(new OutputTensor(this, i, name, tensor.quantization()));
    }
  }

  /** Packed integers lie one to a byte at the border of a program. */
  private static TensorType unpacked(TensorType type) {
    if (type.dtype().kind() != DType.Kind.PACKED) return type;
    return type.with(type.dtype() == DType.U4 ? DType.U8 : DType.I8);
  }

  public List<InputTensor> inputs() {
    return List.copyOf(inputs);
  }

  public List<OutputTensor> outputs() {
    return List.copyOf(outputs);
  }

  public InputTensor input(int index) {
    requireOpen();
    return inputs.get(index);
  }

  public OutputTensor output(int index) {
    requireOpen();
    return outputs.get(index);
  }

  /** The input of that name. */
  public InputTensor input(String name) {
    requireOpen();
    return named(inputs, "input", name);
  }

  /** The output of that name. */
  public OutputTensor output(String name) {
    requireOpen();
    return named(outputs, "output", name);
  }

  private static <T extends Tensor> T named(List<T> tensors, String kind, String name) {
    for (var tensor : tensors) if (tensor.name().equals(name)) return tensor;
    throw new BantamException(
        ErrorCode.NOT_FOUND,
        "%s \"%s\" is not there, must be one of %s"
            .formatted(kind, name, tensors.stream().map(Tensor::name).toList()));
  }

  /** Computes the outputs from the inputs and the state. */
  public void run() {
    requireOpen();
    var wanted = resolve(current(), 0);
    if (wanted == compiled) {
      specializer.leave(wanted);
    } else {
      bind(wanted);
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).type().dtype() == DType.STR) open().setInput(i, inputs.get(i).inPlace());
    }
    open().run();
    ran = true;
  }

  /** Makes the model ready for the inputs as they are, as the next run would. */
  public void prepare() {
    requireOpen();
    var wanted = resolve(current(), 0);
    if (wanted == compiled) {
      specializer.leave(wanted);
    } else {
      bind(wanted);
    }
  }

  /** The entry in the shapes of the inputs. */
  private Entry current() {
    return entry.with(inputs.stream().map(Tensor::shape).toList());
  }

  /** What runs an entry, counted in. Values that shapes depend on are computed on the way. */
  private Compiled resolve(Entry wanted, int depth) {
    var next = wanted;
    for (int step = depth; step <= MOST_KNOWN; step++) {
      switch (specializer.outcome(device, next)) {
        case Ready(var ready) -> {
          return ready;
        }
        case Needs(int tensor) -> {
          int given = entry.inputs().indexOf(tensor);
          var value =
              given >= 0
                  ? inputs.get(given).value()
                  : evaluate(next.returning(List.of(tensor)), step + 1);
          next = next.knowing(tensor, value);
        }
        case NeedsInner(var path) ->
            next = next.knowing(path, evaluate(next.until(path), step + 1));
      }
    }
    throw new BantamException(
        ErrorCode.TOO_LARGE,
        "shapes depend on more than %d values that are computed, must be fewer"
            .formatted(MOST_KNOWN));
  }

  /** The value that the next run will have in its midst; the state is as before. */
  private Literal evaluate(Entry prefix, int depth) {
    var part = resolve(prefix, depth);
    try (var once = part.executable().instance()) {
      restore(once, part);
      for (int i = 0; i < inputs.size(); i++) once.setInput(i, inputs.get(i).inPlace());
      once.run();
      return Tensor.copy(part.executable().outputs().getFirst(), once.output(0));
    } finally {
      specializer.leave(part);
    }
  }

  private void restore(Instance target, Compiled program) {
    remember();
    var fitting = new TreeMap<String, Literal>();
    for (var variable : program.variables()) {
      var value = state.get(variable.name());
      if (value != null && value.type().equals(variable.type())) {
        fitting.put(variable.name(), value);
      }
    }
    if (!fitting.isEmpty()) target.setState(fitting);
  }

  private void remember() {
    if (instance != null && compiled != null && ran && !compiled.variables().isEmpty()) {
      state.putAll(instance.state());
    }
  }

  private void bind(Compiled wanted) {
    Instance fresh;
    try {
      fresh = wanted.executable().instance();
      restore(fresh, wanted);
    } catch (RuntimeException failure) {
      specializer.leave(wanted);
      throw failure;
    }
    unbind();
    compiled = wanted;
    instance = fresh;
    for (int i = 0; i < inputs.size(); i++) inputs.get(i).bind(fresh.input(i));
  }

  /** Leaves the instance; what the inputs and variables hold is kept. */
  void unbind() {
    if (instance == null || compiled == null) return;
    remember();
    inputs.forEach(InputTensor::unbind);
    instance.close();
    specializer.leave(compiled);
    instance = null;
    compiled = null;
    ran = false;
  }

  void resized() {
    state.keySet().removeIf(name -> name.startsWith(VARIABLE_TENSOR));
  }

  private Instance open() {
    if (instance == null) throw new IllegalStateException("nothing is bound");
    return instance;
  }

  /** An output of the last run, in place. */
  Literal result(int index) {
    requireOpen();
    if (!ran || instance == null || compiled == null) {
      throw new IllegalStateException("there is no output before a run");
    }
    return new Literal(compiled.executable().outputs().get(index), instance.output(index));
  }

  /** Puts the state back to what it was before the first run. */
  public void reset() {
    requireOpen();
    state.clear();
    if (instance != null) instance.reset();
  }

  /** Where the time of the runs went, since inputs had their present shapes. */
  public Profile profile() {
    requireOpen();
    return new Profile(instance == null ? List.of() : instance.timings());
  }

  /** Instructions of the last run, where the device counts them. */
  public OptionalLong instructions() {
    requireOpen();
    return instance == null ? OptionalLong.empty() : instance.instructions();
  }

  /** What the model takes on the device in the present shapes. */
  public Executable.Footprint footprint() {
    prepare();
    return java.util.Objects.requireNonNull(compiled).executable().footprint();
  }

  void requireOpen() {
    if (closed) throw new IllegalStateException("the session is closed");
  }

  @Override
  public void close() {
    if (closed) return;
    if (instance != null) instance.close();
    if (compiled != null) specializer.leave(compiled);
    instance = null;
    compiled = null;
    closed = true;
  }
}
