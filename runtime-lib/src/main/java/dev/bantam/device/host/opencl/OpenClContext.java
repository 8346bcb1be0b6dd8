package dev.bantam.device.host.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.toolchain.BinaryCache;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** Where buffers and programs of one processor live. */
public final class OpenClContext {
  private static final long READ_WRITE = 1;
  private static final long PROFILING = 2;
  private static final int BUILD_LOG = 0x1183;
  private static final int BINARY_SIZES = 0x1165;
  private static final int BINARIES = 0x1166;
  private static final int MOST_LOG = 2000;

  private final OpenClProcessor processor;
  private final Optional<BinaryCache> cache;
  private final MemorySegment context;

  /**
   * A context that is released when nobody refers to it any more.
   *
   * @param cache where the driver's results are kept, if they are
   */
  public OpenClContext(OpenClProcessor processor, Optional<BinaryCache> cache) {
    this.processor = processor;
    this.cache = cache;
    try (var arena = Arena.ofConfined()) {
      context =
          OpenClCall.CREATE_CONTEXT.create(
              Arena.ofAuto(),
              OpenClCall.RELEASE_CONTEXT,
              MemorySegment.NULL,
              1,
              arena.allocateFrom(ADDRESS, processor.handle()),
              MemorySegment.NULL,
              MemorySegment.NULL);
    }
  }

  public OpenClProcessor processor() {
    return processor;
  }

  /** Memory of the processor, undefined at first. */
  public OpenClBuffer buffer(Arena lifetime, long bytes) {
    var made =
        OpenClCall.CREATE_BUFFER.create(
            lifetime,
            OpenClCall.RELEASE_BUFFER,
            context,
            READ_WRITE,
            Math.max(bytes, 1), // there is no empty buffer
            MemorySegment.NULL);
    return new OpenClBuffer(made, bytes);
  }

  /**
   * What runs kernels one after the other.
   *
   * @param profile whether it takes their time
   */
  public OpenClQueue queue(Arena lifetime, boolean profile) {
    var queue =
        OpenClCall.CREATE_QUEUE.create(
            lifetime,
            OpenClCall.RELEASE_QUEUE,
            context,
            processor.handle(),
            profile ? PROFILING : 0L);
    return new OpenClQueue(queue, profile);
  }

  /** A text, built by the driver or taken from the cache. */
  public OpenClCode code(Arena lifetime, String source) {
    var options =
        processor.features().exactDivision()
            ? "-cl-std=CL1.2 -cl-fp32-correctly-rounded-divide-sqrt"
            : "-cl-std=CL1.2";
    var parts =
        List.of(
            "opencl", processor.platform(), processor.name(), processor.driver(), options, source);
    var cached = cache.flatMap(kept -> kept.find(parts));
    if (cached.isPresent()) {
      var program = ofBinary(lifetime, cached.get(), options);
      if (program.isPresent()) return new OpenClCode(program.get(), cached.get().length);
    }
    var program = ofSource(lifetime, source, options);
    if (cache.isEmpty()) return new OpenClCode(program, source.length());
    var binary = binary(program);
    cache.get().keep(parts, binary);
    return new OpenClCode(program, binary.length);
  }

  private MemorySegment ofSource(Arena lifetime, String source, String options) {
    try (var arena = Arena.ofConfined()) {
      var lines = arena.allocateFrom(ADDRESS, arena.allocateFrom(source));
      var program =
          OpenClCall.PROGRAM_OF_SOURCE.create(
              lifetime, OpenClCall.RELEASE_PROGRAM, context, 1, lines, MemorySegment.NULL);
      if (build(program, options) == 0) return program;
      throw new BantamException(
          ErrorCode.INTERNAL,
          "device opencl: %s does not build our text: %s"
              .formatted(processor.platform(), log(program)));
    }
  }

  /** Nothing if the driver does not take its own binary back: it may have been updated. */
  private Optional<MemorySegment> ofBinary(Arena lifetime, byte[] binary, String options) {
    try (var arena = Arena.ofConfined()) {
      var program =
          OpenClCall.PROGRAM_OF_BINARY.create(
              lifetime,
              OpenClCall.RELEASE_PROGRAM,
              context,
              1,
              arena.allocateFrom(ADDRESS, processor.handle()),
              arena.allocateFrom(JAVA_LONG, binary.length),
              arena.allocateFrom(ADDRESS, arena.allocateFrom(JAVA_BYTE, binary)),
              MemorySegment.NULL);
      return build(program, options) == 0 ? Optional.of(program) : Optional.empty();
    } catch (BantamException e) {
      return Optional.empty();
    }
  }

  private static int build(MemorySegment program, String options) {
    try (var arena = Arena.ofConfined()) {
      return OpenClCall.BUILD_PROGRAM.status(
          program,
          0,
          MemorySegment.NULL,
          arena.allocateFrom(options),
          MemorySegment.NULL,
          MemorySegment.NULL);
    }
  }

  private String log(MemorySegment program) {
    try (var arena = Arena.ofConfined()) {
      var size = arena.allocate(JAVA_LONG);
      var device = processor.handle();
      OpenClCall.BUILD_INFO.call(program, device, BUILD_LOG, 0L, MemorySegment.NULL, size);
      long bytes = size.get(JAVA_LONG, 0);
      var text = arena.allocate(bytes + 1);
      OpenClCall.BUILD_INFO.call(program, device, BUILD_LOG, bytes, text, MemorySegment.NULL);
      var log = text.getString(0).strip();
      return log.length() <= MOST_LOG ? log : log.substring(0, MOST_LOG);
    }
  }

  private static byte[] binary(MemorySegment program) {
    try (var arena = Arena.ofConfined()) {
      var size = arena.allocate(JAVA_LONG);
      OpenClCall.PROGRAM_INFO.call(program, BINARY_SIZES, 8L, size, MemorySegment.NULL);
      var bytes = arena.allocate(size.get(JAVA_LONG, 0));
      OpenClCall.PROGRAM_INFO.call(
          program, BINARIES, 8L, arena.allocateFrom(ADDRESS, bytes), MemorySegment.NULL);
      return bytes.toArray(JAVA_BYTE);
    }
  }
}
