package dev.bantam.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.device.Device;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.testing.Drivers;
import dev.bantam.type.Bytes;
import dev.bantam.type.TensorType;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A circular buffer that lets each second run through, and operators behind it, on each device. */
class RunsThatEndEarlyTest {
  private static final String TWICE = "6379636c65735f6d617800010c0101010204022401";

  private static Graph graph() {
    var options = Attributes.NONE.with(Bytes.of(HexFormat.of().parseHex(TWICE)));
    var tensors =
        List.of(
            GraphTensor.of("x", TensorType.parse("i8[1,1,1,2]")),
            GraphTensor.of("slots", TensorType.parse("i8[1,2,1,2]")),
            GraphTensor.of("y", TensorType.parse("i8[1,2,1,2]")));
    var buffer = new Node("CIRCULAR_BUFFER", true, 1, List.of(0), List.of(1), List.of(), options);
    var behind = Node.builtin("NEG", List.of(1), List.of(2), Attributes.NONE);
    var main = new Subgraph("main", tensors, List.of(0), List.of(2), List.of(buffer, behind));
    return new Graph(List.of(main), List.of(), List.of(), "");
  }

  private static void keepsWhatTheLastRunThroughGave(Device device) {
    try (var model = Model.of(graph());
        var session = model.session(device)) {
      for (int round = 0; round < 2; round++) {
        for (int i = 1; i <= 6; i++) {
          session.input(0).setLongs(i, 10 + i);
          session.run();
          int last = i / 2 * 2;
          long[] expected =
              last == 0 ? new long[4] : new long[] {1 - last, -9 - last, -last, -10 - last};
          assertThat(session.output(0).longs()).as("run %d", i).containsExactly(expected);
        }
        session.reset();
      }
    }
  }

  @Test
  void onTheInterpreter() {
    keepsWhatTheLastRunThroughGave(Devices.load().device("interp", DeviceOptions.DEFAULT));
  }

  @Test
  void onTheProcessor() {
    keepsWhatTheLastRunThroughGave(Devices.load().device("cpu", DeviceOptions.DEFAULT));
  }

  @Test
  void onOpenCl() {
    keepsWhatTheLastRunThroughGave(Drivers.openCl(DeviceOptions.DEFAULT));
  }
}
