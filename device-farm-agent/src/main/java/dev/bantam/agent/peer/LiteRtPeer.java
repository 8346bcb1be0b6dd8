package dev.bantam.agent.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A {@code .tflite} file in LiteRT, on the CPU with XNNPACK. */
public final class LiteRtPeer implements Peer {
  private static final int CPU = 1;

  /** Of its host memory buffers, in bytes. */
  private static final int ALIGNMENT = 64;

  /** Size of {@code LiteRtRankedTensorType}: element type, rank, 8 extents, 8 strides. */
  private static final int RANKED_TYPE_BYTES = 72;

  /**
   * {@code LiteRtEnvOption}: the option's number, and a value of a type of its own, here an
   * integer.
   */
  private static final int OPTION_BYTES = 24;

  private static final int OPTION_TYPE = 8;
  private static final int OPTION_VALUE = 16;
  private static final int INTEGER = 2;

  /** The least severity that is logged, and the severity that leaves errors only. */
  private static final int LEAST_SEVERITY = 25;

  private static final long ERROR = 3;

  private final Arena arena = Arena.ofShared();
  private final Deque<Runnable> release = new ArrayDeque<>();
  private final LiteRtFunctions litert;
  private final MemorySegment answer = arena.allocate(ADDRESS);
  private final MemorySegment compiled;
  private final List<MemorySegment> inputs = new ArrayList<>();
  private final List<MemorySegment> outputs = new ArrayList<>();
  private final MemorySegment inputBuffers;
  private final MemorySegment outputBuffers;
  private final MethodHandle run;
  private final boolean accelerated;
  private final int threads;
  private boolean closed;

  /**
   * @param library LiteRT's own, see {@link LiteRtLibrary}
   * @param talkative whether it may log what it does, and not only errors, to standard error
   */
  public LiteRtPeer(Path library, Path model, int threads, boolean talkative) {
    this.litert = new LiteRtFunctions(library);
    this.threads = threads;
    try {
      var environment =
          talkative
              ? created("Environment", 0, MemorySegment.NULL, answer)
              : created("Environment", 1, errorsOnly(), answer);
      var path = arena.allocateFrom(model.toString());
      litert.call("LiteRtCreateModelFromFile", environment, path, answer);
      var file = kept("Model");
      compiled = talkative ? compile(environment, file) : compileMuted(environment, file);
      litert.call("LiteRtCompiledModelIsFullyAccelerated", compiled, answer);
      accelerated = answer.get(JAVA_BOOLEAN, 0);
      litert.call("LiteRtGetModelSignature", file, 0L, answer);
      var signature = answer.get(ADDRESS, 0);
      inputBuffers = buffers(signature, "Input", inputs);
      outputBuffers = buffers(signature, "Output", outputs);
      run =
          litert.handle(
              "LiteRtRunCompiledModel", compiled, 0L, 1L, inputBuffers, 1L, outputBuffers);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private MemorySegment errorsOnly() {
    var option = arena.allocate(OPTION_BYTES, Long.BYTES);
    option.set(JAVA_INT, 0, LEAST_SEVERITY);
    option.set(JAVA_INT, OPTION_TYPE, INTEGER);
    option.set(JAVA_LONG, OPTION_VALUE, ERROR);
    return option;
  }

  /** Its delegate announces itself whatever the severity; why it fails, if it does, is shown. */
  private MemorySegment compileMuted(MemorySegment environment, MemorySegment file) {
    try (var _ = new MutedErrors()) {
      return compile(environment, file);
    } catch (PeerException e) {
      return compile(environment, file);
    }
  }

  private MemorySegment compile(MemorySegment environment, MemorySegment file) {
    var options = created("Options", answer);
    litert.call("LiteRtSetOptionsHardwareAccelerators", options, CPU);
    // the options of the CPU travel as TOML under the name "xnnpack"; the options own it and free
    // it
    var text =
        litert.owned(arena, "num_threads = %d\nkernel_mode = \"delegate\"\n".formatted(threads));
    litert.call(
        "LiteRtCreateOpaqueOptions", arena.allocateFrom("xnnpack"), text, litert.free(), answer);
    litert.call("LiteRtAddOpaqueOptions", options, answer.get(ADDRESS, 0));
    return created("CompiledModel", environment, file, options, answer);
  }

  /** Makes an object that {@link #close} releases. */
  private MemorySegment created(String kind, Object... arguments) {
    litert.call("LiteRtCreate" + kind, arguments);
    return kept(kind);
  }

  private MemorySegment kept(String kind) {
    var object = answer.get(ADDRESS, 0);
    release.push(() -> litert.release("LiteRtDestroy" + kind, object));
    return object;
  }

  private MemorySegment buffers(
      MemorySegment signature, String kind, List<MemorySegment> memories) {
    litert.call("LiteRtGetNumSignature" + kind + "s", signature, answer);
    long count = answer.get(JAVA_LONG, 0);
    var all = arena.allocate(ADDRESS, count);
    var type = arena.allocate(RANKED_TYPE_BYTES, 4);
    for (long i = 0; i < count; i++) {
      litert.call("LiteRtGetSignature" + kind + "TensorByIndex", signature, i, answer);
      litert.call("LiteRtGetRankedTensorType", answer.get(ADDRESS, 0), type);
      litert.call("LiteRtGetCompiledModel" + kind + "BufferRequirements", compiled, 0L, i, answer);
      litert.call("LiteRtGetTensorBufferRequirementsBufferSize", answer.get(ADDRESS, 0), answer);
      var memory = arena.allocate(answer.get(JAVA_LONG, 0), ALIGNMENT);
      memories.add(memory);
      litert.call(
          "LiteRtCreateTensorBufferFromHostMemory",
          type,
          memory,
          memory.byteSize(),
          MemorySegment.NULL,
          answer);
      all.setAtIndex(ADDRESS, i, kept("TensorBuffer"));
    }
    return all;
  }

  @Override
  public String description() {
    return "LiteRT, XNNPACK, %d %s%s"
        .formatted(
            threads,
            threads == 1 ? "thread" : "threads",
            accelerated ? "" : ", not fully accelerated");
  }

  @Override
  public List<MemorySegment> inputs() {
    return List.copyOf(inputs);
  }

  @Override
  public List<MemorySegment> outputs() {
    return List.copyOf(outputs);
  }

  @Override
  public void run() {
    if (closed) throw new IllegalStateException("this peer is closed");
    int status;
    try {
      status =
          (int)
              run.invokeExact(
                  compiled,
                  0L,
                  (long) inputs.size(),
                  inputBuffers,
                  (long) outputs.size(),
                  outputBuffers);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a native function throws nothing", e);
    }
    if (status != 0)
      throw new PeerException("LiteRtRunCompiledModel: LiteRT refused with status %d", status);
  }

  @Override
  public void close() {
    if (closed) return;
    closed = true;
    while (!release.isEmpty()) release.pop().run();
    arena.close();
  }
}
