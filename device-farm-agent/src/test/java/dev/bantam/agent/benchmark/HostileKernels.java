package dev.bantam.agent.benchmark;

import dev.bantam.device.host.Confinement;
import dev.bantam.device.host.KernelLibrary;
import dev.bantam.toolchain.Architecture;
import dev.bantam.toolchain.BuildPlatform;
import dev.bantam.toolchain.Toolchain;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A benchmark's process as it would be if the compiler had a fault: its kernel does what the last
 * part of its model's name says.
 */
final class HostileKernels {
  private static final String SOURCE =
      """
      int socket(int, int, int);
      int run_crash(void) { *(volatile int *)8 = 1; return 0; }
      int run_loop(void) { for (volatile int i = 0;; i++) {} return 0; }
      static volatile int deeper = 1;
      int run_deep(void) {
        volatile char much[1 << 14];
        much[0] = 1;
        return deeper ? run_deep() + much[0] : 0;
      }
      int run_socket(void) { return socket(2, 1, 0); }
      """;

  private HostileKernels() {}

  public static void main(String[] arguments) throws Throwable {
    var task = JsonMapper.shared().readValue(System.in.readAllBytes(), BenchmarkWorker.Task.class);
    var name = task.model().substring(task.model().lastIndexOf('-') + 1);
    var target = new Architecture(BuildPlatform.current().triple(), List.of());
    try (var kernels = KernelLibrary.of(Toolchain.clang(), List.of(SOURCE), target)) {
      Confinement.ofKernels();
      var run = kernels.function("run_" + name, FunctionDescriptor.of(ValueLayout.JAVA_INT));
      int result = (int) run.invokeExact();
      System.out.printf(
          "{\"refusal\":{\"code\":\"UNSUPPORTED\",\"message\":\"%s gave %d\"}}%n", name, result);
    }
  }
}
