package dev.bantam.agent.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.agent.farm.FarmMessages.OfferedDevice;
import dev.bantam.device.host.opencl.OpenClProcessor;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LocalDevicesTest {
  @Test
  void offersThisMachine() {
    var cpu = LocalDevices.detect().getFirst();
    assertThat(cpu.name()).isEqualTo("cpu");
    assertThat(cpu.standIn()).isFalse();
    assertThat(cpu.capabilities()).containsKeys("processor", "cores", "instructionSet");
  }

  /** A driver that computes on the CPU says so, and is no emulator. */
  @Test
  void offersWhatADriverOffers() {
    var found = OpenClProcessor.all();
    var offered = LocalDevices.detect().stream().filter(device -> device.kind().equals("opencl"));
    assertThat(offered.map(LocalDevicesTest::text).toList())
        .isEqualTo(found.stream().limit(1).map(processor -> processor.kind() + " false").toList());
  }

  private static String text(OfferedDevice device) {
    var kind = String.valueOf(device.capabilities().get("processorKind"));
    return kind.toUpperCase(Locale.ROOT) + " " + device.standIn();
  }
}
