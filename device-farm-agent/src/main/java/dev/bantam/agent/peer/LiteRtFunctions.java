package dev.bantam.agent.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;

/** Calls into LiteRT's C API by name. An argument's Java type is its C type. */
final class LiteRtFunctions {
  private static final Linker LINKER = Linker.nativeLinker();

  private final SymbolLookup symbols;

  /** Loads the library for good: it starts threads that do not end. */
  LiteRtFunctions(Path library) {
    try {
      symbols = SymbolLookup.libraryLookup(library.toAbsolutePath(), Arena.global());
    } catch (IllegalArgumentException e) {
      throw new PeerException(
          "%s: cannot be loaded, must be LiteRT's library for this machine", library);
    }
  }

  /** A function that gives a status, prepared for arguments of the types of {@code sample}. */
  MethodHandle handle(String name, Object... sample) {
    var layouts = Arrays.stream(sample).map(LiteRtFunctions::layout).toArray(MemoryLayout[]::new);
    return LINKER.downcallHandle(find(name), FunctionDescriptor.of(JAVA_INT, layouts));
  }

  private MemorySegment find(String name) {
    return symbols
        .find(name)
        .orElseThrow(
            () ->
                new PeerException("LiteRT has no function %s, must be version 2.1 or newer", name));
  }

  private static MemoryLayout layout(Object argument) {
    return switch (argument) {
      case Integer _ -> JAVA_INT;
      case Long _ -> JAVA_LONG;
      case MemorySegment _ -> ADDRESS;
      default -> throw new IllegalArgumentException(argument.getClass() + " has no C type here");
    };
  }

  /** Calls a function that gives a status, and refuses any but success. */
  void call(String name, Object... arguments) {
    int status;
    try {
      status = (int) handle(name, arguments).invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a native function throws nothing", e);
    }
    if (status != 0) throw new PeerException("%s: LiteRT refused with status %d", name, status);
  }

  /** Calls a function without a result that takes one object. */
  void release(String name, MemorySegment object) {
    try {
      LINKER.downcallHandle(find(name), FunctionDescriptor.ofVoid(ADDRESS)).invokeExact(object);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a native function throws nothing", e);
    }
  }

  /** A copy of {@code text} that the library may free. */
  MemorySegment owned(Arena arena, String text) {
    var source = arena.allocateFrom(text);
    var allocate =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("malloc"),
            FunctionDescriptor.of(ADDRESS, JAVA_LONG));
    try {
      var copy =
          ((MemorySegment) allocate.invokeExact(source.byteSize())).reinterpret(source.byteSize());
      return copy.copyFrom(source);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("malloc throws nothing", e);
    }
  }

  /** The C library's {@code free}. */
  MemorySegment free() {
    return LINKER.defaultLookup().findOrThrow("free");
  }
}
