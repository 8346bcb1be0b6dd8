package dev.bantam.agent.peer;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;

/**
 * Until it is closed, nothing that this process writes to standard error is seen: the only way to
 * silence native code that has no switch for it.
 */
final class MutedErrors implements AutoCloseable {
  private static final int STANDARD_ERROR = 2;

  private final int kept;

  MutedErrors() {
    try (var arena = Arena.ofConfined()) {
      kept = call("dup", STANDARD_ERROR);
      int nowhere = call("creat", arena.allocateFrom("/dev/null"), 0);
      call("dup2", nowhere, STANDARD_ERROR);
      call("close", nowhere);
    }
  }

  @Override
  public void close() {
    call("dup2", kept, STANDARD_ERROR);
    call("close", kept);
  }

  /** A function of the C library that takes addresses and integers, and gives an integer. */
  private static int call(String name, Object... arguments) {
    var linker = Linker.nativeLinker();
    var layouts = new MemoryLayout[arguments.length];
    for (int i = 0; i < layouts.length; i++) {
      layouts[i] = arguments[i] instanceof Integer ? JAVA_INT : ADDRESS;
    }
    var function =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, layouts));
    try {
      return (int) function.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a native function throws nothing", e);
    }
  }
}
