package dev.bantam.device.host;

import dev.bantam.toolchain.Architecture;
import dev.bantam.toolchain.BuildPlatform;
import dev.bantam.toolchain.Toolchain;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process whose compiled code tries to get out of it, before and after it is confined. */
final class EscapingKernel {
  private static final String SOURCE =
      """
      int socket(int, int, int);
      int socketpair(int, int, int, int *);
      int open(const char *, int, ...);
      int unlink(const char *);
      int kill(int, int);
      int getppid(void);
      int getpid(void);
      int fork(void);
      int execve(const char *, void *, void *);
      void _exit(int);
      long syscall(long, ...);
      int *__errno_location(void);

      static int result(long value) { return value < 0 ? -*__errno_location() : (int)value; }

      int try_socket(const char *path) { return result(socket(2, 1, 0)); }
      int try_pair(const char *path) { int pair[2]; return result(socketpair(1, 1, 0, pair)); }
      int try_ring(const char *path) { return result(syscall(425, 1, 0)); }
      int try_file(const char *path) { return result(open(path, 01 | 0100, 0600)); }
      int try_remove(const char *path) { return result(unlink(path)); }
      int try_signal(const char *path) { return result(kill(getppid(), 0)); }
      int try_signal_to_itself(const char *path) { return result(kill(getpid(), 0)); }
      int try_program(const char *path) { return result(execve("/bin/true", 0, 0)); }
      int try_process(const char *path) {
        int child = fork();
        if (child == 0) _exit(0);
        return result(child);
      }
      """;

  private final KernelLibrary kernels;
  private final MemorySegment path;

  private EscapingKernel(KernelLibrary kernels, MemorySegment path) {
    this.kernels = kernels;
    this.path = path;
  }

  public static void main(String[] arguments) throws Exception {
    var folder = Path.of(arguments[1]);
    try (var kernels =
            KernelLibrary.of(
                Toolchain.clang(),
                List.of(SOURCE),
                new Architecture(BuildPlatform.current().triple(), List.of()));
        var memory = Arena.ofShared()) {
      var file = folder.resolve("made");
      var escaping = new EscapingKernel(kernels, memory.allocateFrom(file.toString()));
      escaping.say("before", "socket", "file", "signal");
      if (arguments[0].equals("network")) {
        escaping.withoutNetwork();
      } else {
        escaping.confined(file);
      }
    }
  }

  private void withoutNetwork() throws Exception {
    System.out.println("confined: " + Confinement.withoutNetwork());
    say("after", "socket", "ring", "file");
    threads();
    System.out.println("program: " + new ProcessBuilder("true").start().waitFor());
    int network =
        new ProcessBuilder("bash", "-c", "exec 3<>/dev/udp/127.0.0.1/9").start().waitFor();
    System.out.println("program network: " + (network == 0 ? "open" : "refused"));
  }

  private void confined(Path file) throws Exception {
    var go = new CountDownLatch(1);
    var older =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    go.await();
                    say("older thread", "socket");
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    System.out.println("confined: " + Confinement.ofKernels());
    say("after", "socket", "pair", "ring", "file", "remove", "process", "program", "signal");
    go.countDown();
    older.join();
    threads();
    System.out.println("reads: " + (Files.readAllBytes(file).length == 0 ? "yes" : "no"));
    System.out.println("signal to itself: " + call("signal_to_itself"));
  }

  private static void threads() throws InterruptedException, IOException {
    var thread = Thread.ofPlatform().start(() -> System.out.println("new thread: runs"));
    thread.join();
  }

  private void say(String when, String... what) {
    for (var each : what) {
      int result = call(each);
      System.out.println(when + " " + each + ": " + (result > 0 ? "open" : String.valueOf(result)));
    }
  }

  private int call(String name) {
    var function =
        kernels.function(
            "try_" + name, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    try {
      return (int) function.invokeExact(path);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
