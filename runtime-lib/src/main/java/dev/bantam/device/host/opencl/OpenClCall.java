package dev.bantam.device.host.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions of OpenCL that we call, with the types of their parameters. */
enum OpenClCall {
  GET_PLATFORMS("clGetPlatformIDs", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS),
  PLATFORM_INFO("clGetPlatformInfo", JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS),
  GET_DEVICES("clGetDeviceIDs", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS),
  DEVICE_INFO("clGetDeviceInfo", JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS),
  CREATE_CONTEXT("clCreateContext", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
  RELEASE_CONTEXT("clReleaseContext", JAVA_INT, ADDRESS),
  CREATE_QUEUE("clCreateCommandQueue", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS),
  RELEASE_QUEUE("clReleaseCommandQueue", JAVA_INT, ADDRESS),
  CREATE_BUFFER("clCreateBuffer", ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS),
  RELEASE_BUFFER("clReleaseMemObject", JAVA_INT, ADDRESS),
  PROGRAM_OF_SOURCE(
      "clCreateProgramWithSource", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS),
  PROGRAM_OF_BINARY(
      "clCreateProgramWithBinary",
      ADDRESS,
      ADDRESS,
      JAVA_INT,
      ADDRESS,
      ADDRESS,
      ADDRESS,
      ADDRESS,
      ADDRESS),
  BUILD_PROGRAM("clBuildProgram", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
  BUILD_INFO(
      "clGetProgramBuildInfo", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS),
  PROGRAM_INFO("clGetProgramInfo", JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS),
  RELEASE_PROGRAM("clReleaseProgram", JAVA_INT, ADDRESS),
  CREATE_KERNEL("clCreateKernel", ADDRESS, ADDRESS, ADDRESS, ADDRESS),
  RELEASE_KERNEL("clReleaseKernel", JAVA_INT, ADDRESS),
  SET_ARGUMENT("clSetKernelArg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS),
  RUN_KERNEL(
      "clEnqueueNDRangeKernel",
      JAVA_INT,
      ADDRESS,
      ADDRESS,
      JAVA_INT,
      ADDRESS,
      ADDRESS,
      ADDRESS,
      JAVA_INT,
      ADDRESS,
      ADDRESS),
  READ_BUFFER(
      "clEnqueueReadBuffer",
      JAVA_INT,
      ADDRESS,
      ADDRESS,
      JAVA_INT,
      JAVA_LONG,
      JAVA_LONG,
      ADDRESS,
      JAVA_INT,
      ADDRESS,
      ADDRESS),
  WRITE_BUFFER(
      "clEnqueueWriteBuffer",
      JAVA_INT,
      ADDRESS,
      ADDRESS,
      JAVA_INT,
      JAVA_LONG,
      JAVA_LONG,
      ADDRESS,
      JAVA_INT,
      ADDRESS,
      ADDRESS),
  FINISH("clFinish", JAVA_INT, ADDRESS),
  EVENT_PROFILE(
      "clGetEventProfilingInfo", JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS),
  RELEASE_EVENT("clReleaseEvent", JAVA_INT, ADDRESS);

  private static final String LIBRARY = "libOpenCL.so.1";

  /** What a driver reports most when it has not enough of something, or does not like a text. */
  private static final Map<Integer, String> REASONS =
      Map.of(
          -1, "there is no device",
          -2, "the device is not available",
          -4, "there is no memory left for a buffer",
          -5, "the device has not the resources",
          -6, "the host has no memory left",
          -11, "the program does not build",
          -54, "the work group is too large",
          -61, "the buffer is too large",
          -1001, "no driver is installed");

  private final String function;
  private final FunctionDescriptor type;

  OpenClCall(String function, MemoryLayout result, MemoryLayout... parameters) {
    this.function = function;
    this.type = FunctionDescriptor.of(result, parameters);
  }

  /** The functions as they are in the library; made when the first one is called. */
  private static final class Loaded {
    static final Optional<SymbolLookup> SYMBOLS = symbols();
    static final List<MethodHandle> HANDLES = SYMBOLS.map(Loaded::handles).orElse(List.of());

    private static Optional<SymbolLookup> symbols() {
      try {
        // for ever: drivers start threads of their own
        return Optional.of(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    private static List<MethodHandle> handles(SymbolLookup symbols) {
      return Arrays.stream(values()).map(call -> handle(symbols, call)).toList();
    }

    /** Takes its arguments as an array. */
    private static MethodHandle handle(SymbolLookup symbols, OpenClCall call) {
      return Linker.nativeLinker()
          .downcallHandle(symbols.findOrThrow(call.function), call.type)
          .asSpreader(Object[].class, call.type.argumentLayouts().size());
    }
  }

  /** Whether the library is on this machine; there may still be no driver behind it. */
  static boolean isThere() {
    return Loaded.SYMBOLS.isPresent();
  }

  /** Calls a function that returns a status, and refuses any but success. */
  void call(Object... arguments) {
    require((int) invoke(arguments));
  }

  /** The status that the function returns. */
  int status(Object... arguments) {
    return (int) invoke(arguments);
  }

  /**
   * Calls a function that makes something; what it writes its status to is added here.
   *
   * @param release is called with what was made when {@code lifetime} ends
   */
  MemorySegment create(Arena lifetime, OpenClCall release, Object... arguments) {
    try (var arena = Arena.ofConfined()) {
      var status = arena.allocate(JAVA_INT);
      var all = Arrays.copyOf(arguments, arguments.length + 1);
      all[arguments.length] = status;
      var made = (MemorySegment) invoke(all);
      require(status.get(JAVA_INT, 0));
      return made.reinterpret(lifetime, gone -> release.status(gone));
    }
  }

  private Object invoke(Object... arguments) {
    if (!isThere()) {
      throw new BantamException(
          ErrorCode.UNAVAILABLE,
          "device opencl: %s is not on this machine, must be there with a driver"
              .formatted(LIBRARY));
    }
    try {
      return Loaded.HANDLES.get(ordinal()).invoke(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(function + " throws nothing", e);
    }
  }

  private void require(int status) {
    if (status == 0) return;
    throw new BantamException(
        ErrorCode.UNAVAILABLE,
        "device opencl: %s failed with status %d (%s)"
            .formatted(function, status, REASONS.getOrDefault(status, "see the driver's manual")));
  }
}
