package dev.bantam.device.host;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.toolchain.Architecture;
import dev.bantam.toolchain.Toolchain;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Compiled kernels, loaded into this process. A call after {@link #close} throws; it does not
 * crash.
 *
 * <p>The same file loaded twice is one library with one set of static variables: generated code
 * keeps its state in memory that the caller gives it.
 */
public final class KernelLibrary implements AutoCloseable {
  private static final int ATTEMPTS = 3;

  private final Arena lifetime = Arena.ofShared();
  private final SymbolLookup symbols;
  private final long bytes;

  private KernelLibrary(Path file) {
    bytes = file.toFile().length();
    try {
      symbols = SymbolLookup.libraryLookup(file, lifetime);
    } catch (IllegalArgumentException e) {
      lifetime.close();
      throw new BantamException(
          ErrorCode.UNAVAILABLE,
          "%s: cannot be loaded, must be a library for this machine".formatted(file),
          e);
    }
  }

  /** Loads {@code file}. */
  public static KernelLibrary load(Path file) {
    return new KernelLibrary(file);
  }

  /** Compiles {@code sources} and loads the result, again if it was deleted in between. */
  public static KernelLibrary of(
      Toolchain toolchain, List<String> sources, Architecture architecture) {
    for (int attempt = 1; ; attempt++) {
      var file = toolchain.sharedLibrary(sources, architecture);
      try {
        return load(file);
      } catch (BantamException e) {
        if (attempt == ATTEMPTS || Files.exists(file)) throw e;
      }
    }
  }

  /** Size of the file. */
  public long bytes() {
    return bytes;
  }

  /**
   * The function {@code name}, to be called with what {@code type} says. Calls keep this library
   * loaded while they run.
   */
  public MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
    return Linker.nativeLinker().downcallHandle(address(name), type, options);
  }

  /** Where the function or variable {@code name} lies. */
  public MemorySegment address(String name) {
    return symbols
        .find(name)
        .orElseThrow(
            () -> new IllegalArgumentException("the library has no symbol \"%s\"".formatted(name)));
  }

  @Override
  public void close() {
    if (lifetime.scope().isAlive()) lifetime.close();
  }
}
